/** The token endpoint and the keys of the NATS look-alike. */
import { expect } from "@playwright/test";
import { decodeProtectedHeader, jwtVerify } from "jose";
import { redirectParameters, redirectUri, test } from "./look-alike";

test("a code works only once", async ({ client }) => {
  const code = await client.codeOf("fiona");
  expect((await client.exchangeCode(code)).status).toBe(200);
  const again = await client.exchangeCode(code);
  expect([again.status, await again.json()]).toEqual([400, { error: "invalid_grant" }]);
});

test("a code expires", async ({ nats, client }) => {
  nats.switches.codeLifetimeSeconds = 0.000001;
  expect((await client.exchangeCode(await client.codeOf("fiona"))).status).toBe(400);
});

test("a code works only for its redirect URI and its client id", async ({ client }) => {
  const first = await client.codeOf("fiona");
  expect((await client.exchangeCode(first, { redirect_uri: "http://localhost:9/other" })).status).toBe(400);
  const second = await client.codeOf("fiona");
  expect((await client.exchangeCode(second, {}, "1,2:demosecret")).status).toBe(400);
});

test("a list of Site IDs is one client id and one audience", async ({ client }) => {
  const { id_token } = await client.signIn("susi", "1,2");
  const { payload } = await jwtVerify(id_token, await client.keySet());
  expect(payload.aud).toBe("1,2");
});

test("aud has the form that the switch audForm selects", async ({ nats, client }) => {
  const seen: unknown[] = [];
  for (const form of ["array", "arrayWithOther", "split"] as const) {
    nats.switches.audForm = form;
    seen.push((await jwtVerify((await client.signIn("fiona", "1,2")).id_token, await client.keySet())).payload.aud);
  }
  expect(seen).toEqual([["1,2"], ["1,2", "another-members-area"], ["1", "2"]]);
});

test("Basic credentials may be percent-encoded or raw; wrong ones are refused with invalid_client", async ({
  client,
}) => {
  for (const basic of ["1%2C2:demosecret", "1,2:demosecret"]) {
    const code = await client.codeOf("fiona", { client_id: "1,2" });
    expect((await client.exchangeCode(code, {}, basic)).status).toBe(200);
  }
  const wrong = await client.exchangeCode("any", {}, "1:wrong");
  expect([wrong.status, await wrong.json()]).toEqual([401, { error: "invalid_client" }]);
});

test("the switch basicEncoding can demand raw or percent-encoded credentials", async ({ nats, client }) => {
  nats.switches.basicEncoding = "raw";
  expect((await client.exchangeCode("any", {}, "1%2C2:demosecret")).status).toBe(401);
  nats.switches.basicEncoding = "encoded";
  expect((await client.exchangeCode("any", {}, "1%2C2:demosecret")).status).toBe(400);
});

test("credentials in the body are accepted only if a switch allows it", async ({ nats, client }) => {
  const endpoint = await client.metadata("token_endpoint");
  const ask = async () => {
    const code = await client.codeOf("fiona");
    const secret = { client_id: "1", client_secret: "demosecret" };
    const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri, ...secret };
    return (await fetch(endpoint, { method: "POST", body: new URLSearchParams(form) })).status;
  };
  expect(await ask()).toBe(401);
  nats.switches.clientSecretPost = "accepted";
  expect(await ask()).toBe(200);
});

test("PKCE is ignored, enforced or refused, as the switch pkce selects", async ({ nats, client }) => {
  const challenge = { code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", code_challenge_method: "S256" };
  const verifier = { code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" };
  const code = () => client.codeOf("fiona", challenge);
  expect((await client.exchangeCode(await code())).status).toBe(200);
  nats.switches.pkce = "enforced";
  expect((await client.exchangeCode(await code())).status).toBe(400);
  expect((await client.exchangeCode(await code(), verifier)).status).toBe(200);
  nats.switches.pkce = "error";
  const refused = await fetch(await client.authorizeUrl(challenge), { redirect: "manual" });
  expect(redirectParameters(refused).get("error")).toBe("invalid_request");
});

test("discovery document and id_token have the issuer that the switch issuerForm selects", async ({ nats, client }) => {
  for (const form of ["trailingSlash", "path", "otherHost"] as const) {
    nats.switches.issuerForm = form;
    const issuer = await client.metadata("issuer");
    expect(issuer).not.toBe(nats.origin);
    await jwtVerify((await client.signIn("fiona")).id_token, await client.keySet(), { issuer });
  }
});

test("an access token expires after MEMBER_OPENID_ACCESS_TOKEN_DURATION seconds", async ({ nats, client }) => {
  nats.switches.MEMBER_OPENID_ACCESS_TOKEN_DURATION = 1;
  const { access_token, expires_in } = await client.signIn("fiona");
  expect(expires_in).toBe(1);
  await expect.poll(async () => (await client.userinfo(access_token)).status, { intervals: [200] }).toBe(401);
});

test("IP addresses that are not listed can open the login page, but not call token or userinfo", async ({
  nats,
  client,
}) => {
  const { access_token } = await client.signIn("fiona");
  nats.switches.MEMBER_OPENID_SECURE_IPS = "192.0.2.1";
  expect((await fetch(await client.authorizeUrl())).status).toBe(200);
  expect((await client.userinfo(access_token)).status).toBe(403);
  expect((await client.exchangeCode("any")).status).toBe(403);
  nats.switches.ipRefusal = "invalidClient";
  expect((await client.exchangeCode("any")).status).toBe(401);
  nats.switches.ipRefusal = "htmlPage";
  expect((await client.exchangeCode("any")).headers.get("content-type")).toContain("text/html");
});

test("a rotation changes the kid; the old key stays unless a switch removes it", async ({ nats, client }) => {
  const old = (await client.signIn("fiona")).id_token;
  await nats.rotateKey();
  const fresh = (await client.signIn("fiona")).id_token;
  expect(decodeProtectedHeader(fresh).kid).toBe("nats-key-2");
  await jwtVerify(fresh, await client.keySet());
  await jwtVerify(old, await client.keySet());
  nats.switches.keepOldKeys = false;
  await expect(jwtVerify(old, await client.keySet())).rejects.toThrow();
});

test("the clock of NATS can be wrong by clockSkewSeconds", async ({ nats, client }) => {
  nats.switches.clockSkewSeconds = 600;
  const { payload } = await jwtVerify((await client.signIn("fiona")).id_token, await client.keySet(), {
    clockTolerance: 700,
  });
  expect((payload.iat ?? 0) - Date.now() / 1000).toBeGreaterThan(590);
});
