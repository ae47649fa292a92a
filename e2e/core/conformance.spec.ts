/**
 * The OpenID Foundation's tests of relying parties, by their names: what must work. What must be
 * refused is in verification.spec.ts. e2e/tables/conformance.spec.ts lists every name.
 */
import { nameOn, natsLogin } from "../fixtures/pages";
import { withProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";
import type { Call, CallEndpoint, Nats } from "../nats/server";

test.use({ settings: { OIDC_SCOPE: "openid profile email" } });

const lastCall = (nats: Nats, endpoint: CallEndpoint): Call | undefined =>
  nats.calls.list.findLast((call) => call.endpoint === endpoint);
const queryOf = (nats: Nats, endpoint: CallEndpoint) =>
  new URL(lastCall(nats, endpoint)?.url ?? "", nats.origin).searchParams;

test("oidcc-client-test, oidcc-client-test-idtoken-sig-rs256: authorization, token, userinfo, page", async ({
  nats,
  product,
}) => {
  const end = await visitor().signIn(`${product.origin}/full`, "fiona");
  expect([end.status, end.url, nameOn(end.body)]).toEqual([200, `${product.origin}/full`, "fiona"]);
  const redirectUri = `${product.origin}/api/auth/callback/nats`;
  expect(Object.fromEntries(queryOf(nats, "authorize"))).toMatchObject({
    response_type: "code",
    client_id: "1,2",
    redirect_uri: redirectUri,
    // The suite accepts letters, digits and these signs only.
    state: expect.stringMatching(/^[\w.~-]{20,}$/),
    nonce: expect.stringMatching(/^[\w.~-]{20,}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: "S256",
  });
  expect(lastCall(nats, "token")?.form).toMatchObject({ grant_type: "authorization_code", redirect_uri: redirectUri });
  const bearer = lastCall(nats, "userinfo")?.headers.authorization ?? "";
  expect(bearer).toMatch(/^Bearer [\w-]+$/);
  const addresses = [...nats.calls.list.map(({ url }) => url), ...end.hops].join(" ");
  expect(addresses, "an access token is never in an address").not.toContain(bearer.slice(7));
});

test("oidcc-client-test-client-secret-basic: the secret goes as HTTP Basic, and not in the body", async ({
  nats,
  product,
}) => {
  await visitor().signIn(`${product.origin}/members`, "fiona");
  expect(lastCall(nats, "token")?.headers.authorization).toMatch(/^Basic [\w+/]+=*$/);
  expect(Object.keys(lastCall(nats, "token")?.form ?? {}).sort()).toEqual([
    "code",
    "code_verifier",
    "grant_type",
    "redirect_uri",
  ]);
});

test("oidcc-client-test-scope-userinfo-claims: scopes are asked for, and userinfo's claims used", async ({
  nats,
  product,
}) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  expect(queryOf(nats, "authorize").get("scope")).toBe("openid profile email");
  expect((await member.open(`${product.origin}/members/account`)).body).toContain("fiona");
});

test("oidcc-client-test-userinfo-signed: userinfo as a JWT signed with RS256", async ({ nats, product }) => {
  nats.switches.signUserinfo = true;
  expect((await visitor().signIn(`${product.origin}/full`, "fiona")).status).toBe(200);
});

test("oidcc-client-test-kid-absent-single-jwks: one key, and a token that names none", async ({ nats, product }) => {
  nats.faults.set("idToken", { removeHeader: ["kid"] });
  expect((await visitor().signIn(`${product.origin}/members`, "fiona")).status).toBe(200);
});

test("oidcc-client-test-kid-absent-multiple-jwks: of several keys each is tried", async ({ nats }) => {
  await nats.rotateKey();
  const { jwks_uri } = JSON.parse((await visitor().open(nats.metadataUrl)).body);
  const { keys } = JSON.parse((await visitor().open(jwks_uri)).body);
  nats.faults.set("jwks", { set: { keys: keys.reverse() } });
  nats.faults.set("idToken", { removeHeader: ["kid"] });
  await withProduct(nats, {}, async ({ origin }) => {
    expect((await visitor().signIn(`${origin}/members`, "fiona")).status).toBe(200);
    nats.faults.set("idToken", { removeHeader: ["kid"], wrongKey: true });
    expect((await visitor().signIn(`${origin}/members`, "fiona")).status).toBe(502);
  });
});

test("oidcc-client-test-discovery-openid-config, oidcc-client-test-discovery-jwks-uri-keys: as the document says", async ({
  nats,
}) => {
  const document = JSON.parse((await visitor().open(nats.metadataUrl)).body);
  const endpoints = ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"];
  nats.faults.set("metadata", { set: Object.fromEntries(endpoints.map((name) => [name, `${document[name]}?run=7`])) });
  await withProduct(nats, {}, async ({ origin }) => {
    expect((await visitor().signIn(`${origin}/members`, "fiona")).status).toBe(200);
    for (const endpoint of ["authorize", "token", "userinfo", "jwks"] as const) {
      expect(queryOf(nats, endpoint).get("run"), endpoint).toBe("7");
    }
  });
});

// OpenID Connect Core section 4. There is one provider, so `iss` has nothing to choose. A page of
// another site must not choose where a sign-in ends, so `target_link_uri` is not followed.
test("oidcc-client-test-3rd-party-init-login: /login starts a sign-in at our provider, whatever it is told", async ({
  nats,
  product,
  page,
  logIn,
}) => {
  for (const [iss, target] of [
    [nats.origin, `${product.origin}/members/account`],
    ["https://evil.test", "https://evil.test/"],
  ] as const) {
    const query = new URLSearchParams({ iss, target_link_uri: target, login_hint: "fiona" });
    const member = visitor();
    const end = await member.signIn(`${product.origin}/login?${query}`, "fiona");
    expect(end.url, iss).toBe(`${product.origin}/members`);
    const posted = await visitor().open(`${product.origin}/login`, { method: "POST", body: `${query}` });
    expect([posted.status >= 400, posted.headers["set-cookie"]]).toEqual([true, undefined]);
  }
  await page.goto(`/login?${new URLSearchParams({ iss: nats.origin })}`);
  await expect(natsLogin(page)).toBeVisible();
  await logIn(page, "fiona");
  await expect(page).toHaveURL(`${product.origin}/members`);
});
