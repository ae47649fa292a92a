/** The directives of TMM's recipe by name. docs/coming-from-apache.md refers to these tests. */
import { join } from "node:path";
import { brand } from "../../app/theme/brand";
import { words } from "../../app/theme/words";
import { heading, headingOf, holdsMemberPage, nameOn } from "../fixtures/pages";
import { freePort, root, standardSettings, startProduct, withProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { tlsFront } from "../fixtures/tls-front";
import { navigation, visitor } from "../fixtures/visitor";
import type { Nats } from "../nats/server";

const { account, failures, home, membership, refused } = words();

function authorizeParameters(nats: Nats): URLSearchParams {
  const asked = nats.calls.list.findLast((call) => call.endpoint === "authorize");
  return new URL(asked?.url ?? "", nats.origin).searchParams;
}

test("OIDCProviderMetadataURL: the full address is asked once, and sign-ins go on while it fails afterwards", async ({
  nats,
}) => {
  await withProduct(nats, {}, async (product) => {
    await visitor().signIn(`${product.origin}/members`, "fiona");
    expect(nats.calls.list.filter((call) => call.endpoint === "metadata").map((call) => call.url)).toEqual([
      "/.well-known/member-openid-configuration",
    ]);
    nats.faults.set("metadata", { status: 500 });
    nats.faults.set("jwks", { status: 500 });
    expect((await visitor().signIn(`${product.origin}/members`, "fiona")).status).toBe(200);
  });
});

test("OIDCProviderMetadataURL: a site started while NATS is down works once NATS is back", async ({ nats }) => {
  nats.switches.down = true;
  await withProduct(nats, {}, async (product) => {
    const failed = await visitor().follow(`${product.origin}/members`);
    expect([failed.status, failed.headers["retry-after"]]).toEqual([503, "120"]);
    nats.switches.down = false;
    expect((await visitor().signIn(`${product.origin}/members`, "fiona")).status).toBe(200);
  });
});

for (const clientId of ["1", "1,2", "1,2,3"]) {
  test(`OIDCClientID ${clientId}: sent whole, and the whole string is the audience`, async ({ nats }) => {
    await withProduct(nats, { OIDC_CLIENT_ID: clientId }, async (product) => {
      expect((await visitor().signIn(`${product.origin}/members`, "fiona")).status).toBe(200);
      expect(authorizeParameters(nats).get("client_id")).toBe(clientId);
    });
  });
}

test("OIDCClientSecret: sent as Basic, percent-encoded, and only to the token endpoint", async ({ nats, product }) => {
  await visitor().signIn(`${product.origin}/members`, "fiona");
  const token = nats.calls.list.find((call) => call.endpoint === "token");
  expect(atob(token?.headers.authorization?.slice(6) ?? "")).toBe("1%2C2:demosecret");
  const others = nats.calls.list.filter((call) => call.endpoint !== "token");
  expect(JSON.stringify(others)).not.toContain("demosecret");
});

test("OIDCScope: openid unless set", async ({ nats, product }) => {
  await visitor().follow(`${product.origin}/members`);
  expect(authorizeParameters(nats).get("scope")).toBe("openid");
  await withProduct(nats, { OIDC_SCOPE: "openid email" }, async (other) => {
    await visitor().follow(`${other.origin}/members`);
    expect(authorizeParameters(nats).get("scope")).toBe("openid email");
  });
});

test("OIDCCryptoPassphrase: a new one with the old beside it ends no session and no sign-in under way", async ({
  nats,
}) => {
  const port = await freePort();
  const settings = standardSettings(`http://localhost:${port}`, nats.metadataUrl);
  const before = await startProduct({ port, settings });
  const [member, halfway] = [visitor(), visitor()];
  await member.signIn(`${before.origin}/members`, "fiona");
  const login = await halfway.follow(`${before.origin}/members/account`);
  await before.stop();
  const rotated = {
    ...settings,
    AUTH_SECRET: "another-secret-0123456789-abcdefghij",
    AUTH_SECRET_1: settings.AUTH_SECRET,
  };
  const after = await startProduct({ port, settings: rotated });
  try {
    expect((await member.open(`${after.origin}/members`)).status).toBe(200);
    expect((await halfway.signIn(login.url, "tom")).url).toBe(`${after.origin}/members/account`);
  } finally {
    await after.stop();
  }
  const forgotten = await startProduct({
    port,
    settings: { ...settings, AUTH_SECRET: "another-secret-0123456789-abcdefghij" },
  });
  try {
    expect((await member.open(`${forgotten.origin}/members`)).status).toBe(302);
  } finally {
    await forgotten.stop();
  }
});

test("OIDCCryptoPassphrase: two sites of one NATS that share it do not share their members", async ({
  nats,
  product,
}) => {
  const member = visitor();
  await member.signIn(`${product.origin}/full`, "fiona");
  await withProduct(nats, { OIDC_CLIENT_ID: "3" }, async (other) => {
    // The host name is the same, so the browser sends the cookie to both sites.
    expect((await member.open(`${other.origin}/full`)).status).toBe(302);
    expect((await member.open(`${other.origin}/api/auth/session`)).body).toBe("null");
  });
});

test("OIDCSessionType client-cookie:persistent: the session survives closing the browser", async ({ nats }) => {
  await withProduct(
    nats,
    { OIDC_SESSION_TYPE: "client-cookie:persistent", OIDC_SESSION_INACTIVITY_TIMEOUT: "900" },
    async (product) => {
      const member = visitor();
      const callback = await member.logIn(`${product.origin}/members`, "fiona");
      const line = (await member.open(callback)).headers["set-cookie"]?.find((cookie) =>
        cookie.startsWith("members.session="),
      );
      const maxAge = Number(/Max-Age=(\d+)/.exec(line ?? "")?.[1]);
      // The longest session and a day more, so that a member whose session has ended is told so.
      expect(maxAge).toBeLessThanOrEqual(115_200);
      // A slow machine sets the cookie some seconds after the session began.
      expect(maxAge).toBeGreaterThan(115_100);
    },
  );
});

test("OIDCRemoteUserClaim: names the member, and a sign-in without it fails", async ({ nats }) => {
  await withProduct(nats, { OIDC_REMOTE_USER_CLAIM: "email" }, async (product) => {
    const end = await visitor().signIn(`${product.origin}/members`, "fiona");
    expect(headingOf(end.body)).toBe(home.heading("fiona@example.test"));
    expect(nameOn(end.body)).toBe("fiona@example.test");
    nats.switches.emailClaim = "absent";
    const failed = await visitor().signIn(`${product.origin}/members`, "fiona");
    expect(failed.status).toBe(502);
    expect(product.logged("sign_in_failed").at(-1)).toMatchObject({ code: "no_username" });
  });
});

test("OIDCUserInfoSignedResponseAlg RS256: unsigned userinfo is refused, signed is taken", async ({ nats }) => {
  await withProduct(nats, { OIDC_USER_INFO_SIGNED_RESPONSE_ALG: "RS256" }, async (product) => {
    const unsigned = await visitor().signIn(`${product.origin}/members`, "fiona");
    expect(product.logged("sign_in_failed").at(-1)).toMatchObject({ code: "bad_userinfo" });
    expect(unsigned.status).toBe(502);
    nats.switches.signUserinfo = true;
    expect((await visitor().signIn(`${product.origin}/members`, "fiona")).status).toBe(200);
  });
});

test("OIDCSSLValidateServer: an unknown certificate is refused, and NODE_EXTRA_CA_CERTS adds your own", async ({
  nats,
}) => {
  const port = await freePort();
  const stop = await tlsFront(port, Number(new URL(nats.origin).port));
  nats.switches.MEMBER_OPENID_DOMAIN = `https://localhost:${port}`;
  const metadata = `https://localhost:${port}/.well-known/member-openid-configuration`;
  try {
    await withProduct(nats, { OIDC_PROVIDER_METADATA_URL: metadata }, async (product) => {
      expect((await visitor().follow(`${product.origin}/members`)).status).toBe(503);
      expect(product.logged("sign_in_failed").at(-1)).toMatchObject({ code: "provider_unreachable" });
    });
    const trusted = {
      OIDC_PROVIDER_METADATA_URL: metadata,
      NODE_EXTRA_CA_CERTS: join(root, "e2e/fixtures/localhost-cert.pem"),
    };
    await withProduct(nats, trusted, async (product) => {
      const start = await visitor().open(`${product.origin}/login?returnTo=%2Fmembers`);
      expect(start.location).toContain(`https://localhost:${port}/`);
    });
  } finally {
    await stop();
  }
});

test("OIDCHTMLErrorTemplate: an error of NATS ends on a page of the site with the right status, without NATS's words", async ({
  page,
  nats,
}) => {
  nats.faults.set("authorize", { error: "server_error", errorDescription: "SQLSTATE[HY000] <b>boom</b>" });
  const response = await page.goto("/members");
  expect(response?.status()).toBe(503);
  await expect(heading(page, failures.provider_unreachable.heading)).toBeVisible();
  await expect(page).toHaveTitle(`${failures.provider_unreachable.heading} – ${brand.name}`);
  await expect(page.getByRole("banner").locator('a[href="/"]')).toBeVisible();
  expect(await page.content()).not.toMatch(/SQLSTATE|boom/);
});

test("ErrorDocument 401: scripts get 401, members who may not enter get 403, signed-out visitors the sign-in", async ({
  product,
}) => {
  const image = { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image", accept: "image/*" };
  expect((await visitor().open(`${product.origin}/full`, { headers: image })).status).toBe(401);
  const trial = visitor();
  const end = await trial.signIn(`${product.origin}/full`, "tom");
  expect([end.status, end.url]).toEqual([403, `${product.origin}/full`]);
  expect(headingOf(end.body)).toBe(refused.trial.heading);
  expect((await visitor().open(`${product.origin}/full`)).status).toBe(302);
});

test("Require valid-user: covers everything under a tree, and every path that the table does not name", async ({
  product,
}) => {
  for (const path of ["/members", "/members/account", "/members/no/such/page.html", "/no-such-file.pdf"]) {
    expect((await visitor().open(product.origin + path)).status).toBe(302);
  }
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "tom");
  expect((await member.open(`${product.origin}/members/account`)).status).toBe(200);
  expect((await member.open(`${product.origin}/no-such-file.pdf`)).status).toBe(404);
});

test("Require claim trial:0: full members in, trial members not", async ({ product }) => {
  expect((await visitor().signIn(`${product.origin}/full`, "fiona")).status).toBe(200);
  expect((await visitor().signIn(`${product.origin}/full`, "tom")).status).toBe(403);
});

test("OIDC_CLAIM_trial and REMOTE_USER: pages and the browser read the claims and the name", async ({
  product,
  page,
  logIn,
}) => {
  await page.goto(`${product.origin}/members/account`);
  await logIn(page, "tom");
  const row = (term: string) =>
    page
      .locator("dl > div")
      .filter({ has: page.getByText(term, { exact: true }) })
      .locator("dd");
  await expect(row(account.name)).toHaveText("tom");
  const { name, says } = membership({ trial: "1" });
  await expect(row(account.membership)).toHaveText(`${name}. ${says}`);
  const session = await (await page.request.get("/api/auth/session")).json();
  expect(session).toMatchObject({ user: { name: "tom" }, member: { trial: "1" } });
});

test("an answer to a signed-out visitor holds no byte of the page, whatever the request", async ({ product }) => {
  for (const headers of [navigation, { ...navigation, range: "bytes=0-99" }, { rsc: "1", "sec-fetch-mode": "cors" }]) {
    for (const method of ["GET", "HEAD", "POST"]) {
      const answer = await visitor().open(`${product.origin}/members`, { method, headers });
      expect(holdsMemberPage(answer.body)).toBe(false);
    }
  }
});
