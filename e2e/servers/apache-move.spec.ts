/** The move from mod_auth_openidc: old and new side by side, the switch, and the way back. */
import { rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { words } from "../../app/theme/words";
import { headingOf } from "../fixtures/pages";
import { freePort, type Product, standardSettings, startProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";
import { apacheServer, memberHost, modules } from "./apache-front";
import { type RunningServer, removeFolder, run, startPhp } from "./servers";
import { siteFolder } from "./site-folder";

const { failures } = words();

const vanity = "/legacy/vanity.php";
let folder: string;
let php: number;
let stops: (() => Promise<unknown>)[] = [];

test.beforeAll(async () => {
  folder = await siteFolder();
  // The empty script of Too Much Media's recipe.
  await writeFile(join(folder, vanity), "");
  php = await freePort();
  const { stop } = await startPhp(php, folder);
  stops = [stop];
});

test.afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
  await removeFolder(folder);
});

/** The old virtual host by Too Much Media's recipe, with PHP. */
const oldHost = (port: number, metadataUrl: string, line: string) => `
<VirtualHost *:${port}>
  DocumentRoot ${folder}
  <Directory ${folder}/archive>
    AuthType openid-connect
    Require valid-user
  </Directory>
  <Directory ${folder}/legacy>
    AuthType openid-connect
    Require claim trial:0
    ProxyFCGIBackendType GENERIC
    <FilesMatch "\\.php$">
      SetHandler "proxy:fcgi://127.0.0.1:${php}"
    </FilesMatch>
  </Directory>
  OIDCProviderMetadataURL ${metadataUrl}
  OIDCClientID 1,2
  OIDCClientSecret demosecret
  OIDCScope openid
  OIDCRedirectURI http://localhost:${port}${vanity}
  OIDCCryptoPassphrase tests-only-passphrase
  OIDCSessionInactivityTimeout 3600
  OIDCSessionMaxDuration 28800
  OIDCRemoteUserClaim username
  OIDCUserInfoRefreshInterval 0
  OIDCSSLValidateServer Off
  ${line}
</VirtualHost>
`;

interface Hosts {
  /** The address of the one Apache. */
  origin: string;
  product: Product;
  apache: RunningServer;
  /** Enables a host and reloads Apache, as a2ensite and `systemctl reload` do. */
  enable(host: "old" | "new"): Promise<void>;
}

/** Starts one Apache that has both hosts for its address, with the old one enabled. */
async function startHosts(nats: { metadataUrl: string }, oldLine = ""): Promise<Hosts> {
  const [port, inner] = [await freePort(), await freePort()];
  const origin = `http://localhost:${port}`;
  const standard = standardSettings(origin, nats.metadataUrl);
  const product = await startProduct({ port: inner, settings: { ...standard, OIDC_REDIRECT_URI: origin + vanity } });
  stops.push(product.stop);
  const home = join(folder, `apache${port}`);
  const enabled = join(home, "enabled.conf");
  const newHost = await memberHost({ home, port, product: inner, php, folder, scheme: "http" });
  await writeFile(join(home, "new.conf"), newHost);
  await writeFile(join(home, "old.conf"), oldHost(port, nats.metadataUrl, oldLine));
  await symlink("old.conf", enabled);
  const both = `${modules} authn_core authz_user auth_openidc`;
  const file = join(home, "apache.conf");
  await writeFile(file, `${apacheServer(home, port, both)}Include ${enabled}\n`);
  const apache = await run("apache2", ["-D", "FOREGROUND", "-d", home, "-f", file], home, port);
  stops.push(apache.stop);
  // The old host has no such path. 0: Apache is still starting.
  const health = () =>
    request(`${origin}/api/health/live`).then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(health).toBe(404);
  const enable = async (host: "old" | "new") => {
    await rm(enabled);
    await symlink(`${host}.conf`, enabled);
    process.kill(apache.pid, "SIGUSR1");
    await expect.poll(health).toBe(host === "new" ? 200 : 404);
  };
  return { origin, product, apache, enable };
}

test("old and new run side by side with the same vanity path, and PHP prints the same member", async ({ nats }) => {
  const [old, fresh] = [await startHosts(nats), await startHosts(nats)];
  await fresh.enable("new");
  nats.switches.redirectUriCheck = "exact";
  nats.switches.redirectUris = [old.origin + vanity, fresh.origin + vanity];
  // Ports of one host share cookies, as two hosts never do: neither session disturbs the other.
  const member = visitor();
  const before = await member.signIn(`${old.origin}/legacy/page.php`, "fiona");
  const after = await member.signIn(`${fresh.origin}/legacy/page.php`, "fiona");
  expect([before.url, after.url]).toEqual([`${old.origin}/legacy/page.php`, `${fresh.origin}/legacy/page.php`]);
  expect(JSON.parse(after.body)).toEqual(JSON.parse(before.body));
  expect(JSON.parse(after.body)).toMatchObject({ REMOTE_USER: "fiona", OIDC_CLAIM_trial: "0" });
  expect((await member.open(`${old.origin}/archive/photo.jpg`)).status).toBe(200);
  const redirectUris = nats.calls.list.flatMap(({ endpoint, form }) => (endpoint === "token" ? form.redirect_uri : []));
  expect(redirectUris).toEqual(nats.switches.redirectUris);
});

for (const [sessionType, status] of [
  ["server-cache", 302],
  ["client-cookie", 200],
] as const) {
  test(`the switch and the way back, with the old host's sessions in ${sessionType}: nothing but a sign-in`, async ({
    nats,
  }) => {
    const { origin, enable } = await startHosts(nats, `OIDCSessionType ${sessionType}`);
    const page = `${origin}/legacy/page.php`;
    const [member, late] = [visitor(), visitor()];
    await member.signIn(page, "fiona");
    const answerForOld = await late.logIn(page, "fiona");

    await enable("new");
    const stranded = await late.follow(answerForOld);
    expect([stranded.status, headingOf(stranded.body)]).toEqual([400, failures.bad_callback.heading]);
    expect((await late.signIn(page, "fiona")).status).toBe(200);
    expect((await member.signIn(page, "fiona")).url).toBe(page);

    await enable("old");
    // A reload of Apache empties the module's memory. A session in a cookie survives.
    expect((await member.open(page)).status).toBe(status);
    const again = await visitor().signIn(page, "fiona");
    expect([again.status, JSON.parse(again.body).REMOTE_USER]).toEqual([200, "fiona"]);
  });
}

test("`?logout=` on the vanity address signs a member out, although the old script still lies there", async ({
  nats,
}) => {
  const { origin, enable } = await startHosts(nats);
  await enable("new");
  const member = visitor();
  await member.signIn(`${origin}/legacy/page.php`, "fiona");
  const clicked = { ...navigation, "sec-fetch-site": "same-origin" };
  const answer = await member.open(`${origin}${vanity}?logout=${encodeURIComponent(`${origin}/`)}`, {
    headers: clicked,
  });
  expect(answer.location).toBe(`${origin}/`);
  expect((await member.open(`${origin}/legacy/page.php`)).location).toContain("/login?returnTo=");
});
