/** Every directive of Too Much Media's Apache recipe, by name: what it did there happens here. docs/coming-from-apache.md points at these. */
import { join } from "node:path";
import { freePort, root, standardSettings, startProduct, withProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { tlsFront } from "../fixtures/tls-front";
import { navigation, visitor } from "../fixtures/visitor";
import type { Nats } from "../nats/server";

function authorizeParameters(nats: Nats): URLSearchParams {
  const asked = nats.calls.list.findLast((call) => call.endpoint === "authorize");
  return new URL(asked?.url ?? "", nats.origin).searchParams;
}

test("OIDCProviderMetadataURL: the full address is asked, once, and sign-ins go on while NATS cannot give it again", async ({
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

test("OIDCProviderMetadataURL: started while NATS is down, the site heals by itself", async ({ nats }) => {
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

test("OIDCCryptoPassphrase: a new one with the old beside it signs nobody out, not even in the middle of a sign-in", async ({
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
    // The same host name, so the browser sends the cookie; a person could also copy it.
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
      // The rest of the longest session and a day: the sealed times decide, and the member is told of a time-out.
      expect(line).toMatch(/Max-Age=115200/);
    },
  );
});

test("OIDCRemoteUserClaim: names the member, and a sign-in without it fails", async ({ nats }) => {
  await withProduct(nats, { OIDC_REMOTE_USER_CLAIM: "email" }, async (product) => {
    const end = await visitor().signIn(`${product.origin}/members`, "fiona");
    expect(end.body).toContain("Welcome, fiona@example.test");
    nats.switches.emailClaim = "absent";
    const failed = await visitor().signIn(`${product.origin}/members`, "fiona");
    expect(failed.status).toBe(502);
    expect(product.logged("sign_in_failed").at(-1)).toMatchObject({ code: "no_username" });
  });
});

test("OIDCUserInfoSignedResponseAlg RS256: unsigned userinfo is refused, signed is taken", async ({ nats }) => {
  await withProduct(nats, { OIDC_USER_INFO_SIGNED_RESPONSE_ALG: "RS256" }, async (product) => {
    const refused = await visitor().signIn(`${product.origin}/members`, "fiona");
    expect(product.logged("sign_in_failed").at(-1)).toMatchObject({ code: "bad_userinfo" });
    expect(refused.status).toBe(502);
    nats.switches.signUserinfo = true;
    expect((await visitor().signIn(`${product.origin}/members`, "fiona")).status).toBe(200);
  });
});

test("OIDCSSLValidateServer: a certificate nobody vouches for is refused; NODE_EXTRA_CA_CERTS vouches for your own", async ({
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

test("OIDCHTMLErrorTemplate: an error of NATS ends on a page in the site's look, with its true status and none of NATS's words", async ({
  page,
  nats,
}) => {
  nats.faults.set("authorize", { error: "server_error", errorDescription: "SQLSTATE[HY000] <b>boom</b>" });
  const response = await page.goto("/members");
  expect(response?.status()).toBe(503);
  await expect(page.getByRole("heading", { level: 1, name: "Sign-in is taking a break" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Northmere" }).first()).toBeVisible();
  expect(await page.content()).not.toMatch(/SQLSTATE|boom/);
});

test("ErrorDocument 401: three people, three answers", async ({ product }) => {
  // Not signed in, a script or an image: 401. Signed in and not entitled: 403 and a page. Signed out, a person: to the sign-in.
  const image = { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image", accept: "image/*" };
  expect((await visitor().open(`${product.origin}/full`, { headers: image })).status).toBe(401);
  const trial = visitor();
  const refused = await trial.signIn(`${product.origin}/full`, "tom");
  expect([refused.status, refused.url]).toEqual([403, `${product.origin}/full`]);
  expect(refused.body).toContain("This part is for full members");
  expect((await visitor().open(`${product.origin}/full`)).status).toBe(302);
});

test("Require valid-user: everything under the tree, and whatever the table does not name", async ({ product }) => {
  for (const path of ["/members", "/members/latest", "/members/deep/er/still.html", "/anything.pdf"]) {
    expect((await visitor().open(product.origin + path)).status).toBe(302);
  }
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "tom");
  expect((await member.open(`${product.origin}/members/latest`)).status).toBe(200);
  expect((await member.open(`${product.origin}/anything.pdf`)).status).toBe(404);
});

test("Require claim trial:0: full members in, trial members not", async ({ product }) => {
  expect((await visitor().signIn(`${product.origin}/full`, "fiona")).status).toBe(200);
  expect((await visitor().signIn(`${product.origin}/full`, "tom")).status).toBe(403);
});

test("OIDC_CLAIM_trial and REMOTE_USER: claims and name are there for pages, handlers and actions", async ({
  product,
}) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "tom");
  const me = await member.open(`${product.origin}/members/me`, { headers: { accept: "*/*" } });
  expect(JSON.parse(me.body)).toMatchObject({ name: "tom", claims: { trial: "1" } });
});

test("an unauthenticated answer holds no byte of the page, whatever its kind", async ({ product }) => {
  for (const headers of [navigation, { ...navigation, range: "bytes=0-99" }, { rsc: "1", "sec-fetch-mode": "cors" }]) {
    for (const method of ["GET", "HEAD", "POST"]) {
      const answer = await visitor().open(`${product.origin}/members`, { method, headers });
      expect(answer.body).not.toMatch(/Welcome|Membership/);
    }
  }
});
