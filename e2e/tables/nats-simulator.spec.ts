// What the NATS look-alike must do, one short test each, over plain HTTP.
import { expect, test } from "@playwright/test";
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { type Nats, startNats } from "../nats/server";

const redirectUri = "http://localhost:9/api/auth/callback/nats?kept=1";
let nats: Nats;

test.beforeAll(async () => {
  nats = await startNats();
});
test.afterAll(async () => {
  await nats.close();
});
test.beforeEach(async () => {
  await nats.reset();
});

type Json = Record<string, unknown>;

async function json(url: string): Promise<Json> {
  return (await (await fetch(url)).json()) as Json;
}

async function authorizeUrl(changes: Record<string, string> = {}): Promise<string> {
  const query = new URLSearchParams({
    response_type: "code",
    scope: "openid",
    client_id: "1",
    redirect_uri: redirectUri,
    state: "a state & more",
    nonce: "n-1",
    ...changes,
  });
  return `${(await json(nats.metadataUrl)).authorization_endpoint}?${query}`;
}

/** Logs in through the page's own form and answers the response, redirects not followed. */
async function logIn(username: string, password = "demo", changes: Record<string, string> = {}): Promise<Response> {
  const page = await (await fetch(await authorizeUrl(changes))).text();
  const action = (/action="([^"]+)"/.exec(page)?.[1] ?? "").replaceAll("&amp;", "&");
  const body = new URLSearchParams({ username, password });
  return fetch(nats.origin + action, { method: "POST", body, redirect: "manual" });
}

function sentBack(response: Response): URLSearchParams {
  expect(response.status).toBe(303);
  return new URL(response.headers.get("location") ?? "").searchParams;
}

async function exchange(code: string, form: Record<string, string> = {}, basic = "1:demosecret"): Promise<Response> {
  return fetch(String((await json(nats.metadataUrl)).token_endpoint), {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(basic).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: redirectUri, ...form }),
  });
}

/** A whole sign-in; answers the token endpoint's JSON. */
async function tokens(username: string, clientId = "1"): Promise<{ id_token: string; access_token: string } & Json> {
  const code = sentBack(await logIn(username, "demo", { client_id: clientId })).get("code") ?? "";
  return (await exchange(code, {}, `${clientId}:demosecret`)).json();
}

async function userinfo(accessToken: string): Promise<Response> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return fetch(String((await json(nats.metadataUrl)).userinfo_endpoint), { headers });
}

async function keys(): Promise<ReturnType<typeof createLocalJWKSet>> {
  return createLocalJWKSet((await json(String((await json(nats.metadataUrl)).jwks_uri))) as never);
}

async function control(path: string, body: unknown, method = "POST"): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(`${nats.origin}/_control/${path}`, { method, headers, body: JSON.stringify(body) });
}

test("the document is at NATS's own path, and the standard path is 404", async () => {
  expect(await json(nats.metadataUrl)).toMatchObject({ issuer: nats.origin, response_types_supported: ["code"] });
  expect(await json(nats.metadataUrl)).not.toHaveProperty("token_endpoint_auth_methods_supported");
  expect((await fetch(`${nats.origin}/.well-known/openid-configuration`)).status).toBe(404);
});

test("login, code, tokens and userinfo fit together", async () => {
  const back = sentBack(await logIn("fiona"));
  expect(back.get("state")).toBe("a state & more");
  expect(back.get("kept")).toBe("1");
  const answer = await (await exchange(back.get("code") ?? "")).json();
  expect(answer).toMatchObject({ token_type: "Bearer", expires_in: 28800 });
  expect(answer).not.toHaveProperty("refresh_token");
  expect(answer.access_token).toMatch(/^[0-9a-f]{40}$/);
  const options = { issuer: nats.origin, audience: "1", algorithms: ["RS256"] };
  const { payload, protectedHeader } = await jwtVerify(answer.id_token, await keys(), options);
  expect(protectedHeader.kid).toBe("nats-key-1");
  expect(payload).toMatchObject({ sub: "71", nonce: "n-1", iat: expect.any(Number), exp: expect.any(Number) });
  const info = await userinfo(answer.access_token);
  expect(info.headers.get("content-type")).toBe("application/json");
  expect(await info.json()).toEqual({
    sub: "71",
    username: "fiona",
    trial: "0",
    status: "1",
    email: "fiona@example.test",
  });
});

test("a code works once", async () => {
  const code = sentBack(await logIn("fiona")).get("code") ?? "";
  expect((await exchange(code)).status).toBe(200);
  const again = await exchange(code);
  expect([again.status, await again.json()]).toEqual([400, { error: "invalid_grant" }]);
});

test("a code runs out", async () => {
  nats.switches.codeLifetimeSeconds = 0.000001;
  expect((await exchange(sentBack(await logIn("fiona")).get("code") ?? "")).status).toBe(400);
});

test("a code is bound to its redirect address and client", async () => {
  const first = sentBack(await logIn("fiona")).get("code") ?? "";
  expect((await exchange(first, { redirect_uri: "http://localhost:9/other" })).status).toBe(400);
  const second = sentBack(await logIn("fiona")).get("code") ?? "";
  expect((await exchange(second, {}, "1,2:demosecret")).status).toBe(400);
});

test("a list of sites is one client id and one audience", async () => {
  const { id_token } = await tokens("susi", "1,2");
  const { payload } = await jwtVerify(id_token, await keys());
  expect(payload.aud).toBe("1,2");
});

test("the audience takes every form", async () => {
  const seen: unknown[] = [];
  for (const form of ["array", "arrayWithOther", "split"] as const) {
    nats.switches.audForm = form;
    seen.push((await jwtVerify((await tokens("fiona", "1,2")).id_token, await keys())).payload.aud);
  }
  expect(seen).toEqual([["1,2"], ["1,2", "another-members-area"], ["1", "2"]]);
});

test("where two sites have the username, the first site of the list wins", async () => {
  const trials: unknown[] = [];
  for (const list of ["1,2", "2,1"]) {
    trials.push((await (await userinfo((await tokens("dora", list)).access_token)).json()).trial);
  }
  expect(trials).toEqual(["0", "1"]);
});

test("a member of another site is not let in", async () => {
  expect(await (await logIn("susi")).text()).toContain("Login Failed!");
});

test("Basic credentials are understood percent-encoded and raw, and wrong ones are invalid_client", async () => {
  for (const basic of ["1%2C2:demosecret", "1,2:demosecret"]) {
    const code = sentBack(await logIn("fiona", "demo", { client_id: "1,2" })).get("code") ?? "";
    expect((await exchange(code, {}, basic)).status).toBe(200);
  }
  const wrong = await exchange("any", {}, "1:wrong");
  expect([wrong.status, await wrong.json()]).toEqual([401, { error: "invalid_client" }]);
});

test("only one spelling of Basic, by switch", async () => {
  nats.switches.basicEncoding = "raw";
  expect((await exchange("any", {}, "1%2C2:demosecret")).status).toBe(401);
  nats.switches.basicEncoding = "encoded";
  expect((await exchange("any", {}, "1%2C2:demosecret")).status).toBe(400);
});

test("credentials in the body are refused unless switched on", async () => {
  const endpoint = String((await json(nats.metadataUrl)).token_endpoint);
  const ask = async () => {
    const code = sentBack(await logIn("fiona")).get("code") ?? "";
    const secret = { client_id: "1", client_secret: "demosecret" };
    const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri, ...secret };
    return (await fetch(endpoint, { method: "POST", body: new URLSearchParams(form) })).status;
  };
  expect(await ask()).toBe(401);
  nats.switches.clientSecretPost = "accepted";
  expect(await ask()).toBe(200);
});

test("a failed login stays on the page with NATS's words", async () => {
  const failed = await logIn("fiona", "wrong");
  expect(failed.status).toBe(200);
  expect(await failed.text()).toContain("Login Failed!");
  nats.switches.MEMBER_OPENID_DESCRIPTIVE_LOGIN_ERROR = true;
  expect(await (await logIn("fiona", "wrong")).text()).toContain("Incorrect password!");
  expect(await (await logIn("nobody")).text()).toContain("Incorrect username!");
});

test("expired and never-joined members get in only by a switch, and then say so", async () => {
  for (const name of ["eddie", "edna", "nina", "larry"]) expect((await logIn(name)).status).toBe(200);
  nats.switches.MEMBER_OPENID_EXPIRED_LOGIN = true;
  nats.switches.letNeverJoinedIn = true;
  expect(await (await userinfo((await tokens("eddie")).access_token)).json()).toMatchObject({ status: "2" });
  expect(await (await userinfo((await tokens("nina")).access_token)).json()).toMatchObject({ status: "0" });
  expect((await logIn("larry")).status).toBe(200);
});

test("odd usernames and passwords work", async () => {
  for (const name of ["ULRIKA", "zoë müller@example.test", "manuel", "renata"]) {
    expect(await (await userinfo((await tokens(name)).access_token)).json()).toMatchObject({ username: name });
  }
  expect(sentBack(await logIn("percy", "co:lon%25per%cent")).has("code")).toBe(true);
  expect((await logIn("ulrika")).status).toBe(200);
});

test("demo members are one click, others are not offered", async () => {
  const page = await (await fetch(await authorizeUrl())).text();
  expect(page).toMatch(/<button>fiona<\/button>/);
  expect(page).not.toMatch(/<button>larry<\/button>/);
  const action = await authorizeUrl();
  const form = { method: "POST", redirect: "manual" } as const;
  const login = action.replace("/authorize?", "/login?");
  const chosen = await fetch(login, { ...form, body: new URLSearchParams({ member: "tom" }) });
  expect(sentBack(chosen).has("code")).toBe(true);
  const hidden = await fetch(login, { ...form, body: new URLSearchParams({ member: "percy" }) });
  expect(hidden.status).toBe(200);
});

test("trial, e-mail and status come with base info; username always", async () => {
  expect(await (await userinfo((await tokens("tom")).access_token)).json()).toMatchObject({ trial: "1" });
  expect(await (await userinfo((await tokens("uma")).access_token)).json()).not.toHaveProperty("trial");
  nats.switches.MEMBER_OPENID_BASE_INFO = false;
  expect(await (await userinfo((await tokens("tom")).access_token)).json()).toEqual({ sub: "72", username: "tom" });
});

test("numbers, other names and other subjects by switch", async () => {
  Object.assign(nats.switches, { valueTypes: "numbers", statusClaim: "member_status", subForm: "username" });
  expect(await (await userinfo((await tokens("tom")).access_token)).json()).toMatchObject({
    sub: "tom",
    trial: 1,
    member_status: 1,
  });
});

test("userinfo is signed by switch, whatever content type it is given", async () => {
  const { access_token } = await tokens("fiona");
  nats.switches.signUserinfo = true;
  const types: unknown[] = [];
  for (const form of ["standard", "jwtAsJson", "html"] as const) {
    nats.switches.contentTypes = form;
    const answer = await userinfo(access_token);
    types.push(answer.headers.get("content-type"));
    const { payload } = await jwtVerify(await answer.text(), await keys(), { issuer: nats.origin, audience: "1" });
    expect(payload.username).toBe("fiona");
  }
  expect(types).toEqual(["application/jwt", "application/json", "text/html; charset=UTF-8"]);
});

test("userinfo follows the member, or stays frozen by switch", async () => {
  const { access_token } = await tokens("tom");
  nats.member("tom").trial = 0;
  expect(await (await userinfo(access_token)).json()).toMatchObject({ trial: "0" });
  nats.switches.userinfoLive = "frozen";
  expect(await (await userinfo(access_token)).json()).toMatchObject({ trial: "1" });
});

test("banned, locked, deleted and revoked members get 401", async () => {
  const { access_token } = await tokens("fiona");
  const status = async () => (await userinfo(access_token)).status;
  nats.member("fiona").banned = true;
  expect(await status()).toBe(401);
  Object.assign(nats.member("fiona"), { banned: false, locked: true });
  expect(await status()).toBe(401);
  nats.member("fiona").locked = false;
  expect(await status()).toBe(200);
  nats.revokeTokens("fiona");
  expect(await status()).toBe(401);
  const other = (await tokens("tom")).access_token;
  nats.members.delete("tom");
  expect((await userinfo(other)).status).toBe(401);
});

test("after expiry userinfo is 401, or status 2, or stale", async () => {
  const { access_token } = await tokens("fiona");
  nats.member("fiona").status = 2;
  expect((await userinfo(access_token)).status).toBe(401);
  nats.switches.userinfoAfterExpiry = "status2";
  expect(await (await userinfo(access_token)).json()).toMatchObject({ status: "2" });
  nats.switches.userinfoAfterExpiry = "stale";
  expect(await (await userinfo(access_token)).json()).toMatchObject({ status: "1" });
});

test("an access token lives as long as NATS's option says", async () => {
  nats.switches.MEMBER_OPENID_ACCESS_TOKEN_DURATION = 1;
  const { access_token, expires_in } = await tokens("fiona");
  expect(expires_in).toBe(1);
  await expect.poll(async () => (await userinfo(access_token)).status, { intervals: [200] }).toBe(401);
});

test("unlisted addresses are refused at the back channel only", async () => {
  const { access_token } = await tokens("fiona");
  nats.switches.MEMBER_OPENID_SECURE_IPS = "192.0.2.1";
  expect((await fetch(await authorizeUrl())).status).toBe(200);
  expect((await userinfo(access_token)).status).toBe(403);
  expect((await exchange("any")).status).toBe(403);
  nats.switches.ipRefusal = "invalidClient";
  expect((await exchange("any")).status).toBe(401);
  nats.switches.ipRefusal = "htmlPage";
  expect((await exchange("any")).headers.get("content-type")).toContain("text/html");
});

test("setup errors are shown by NATS and never sent back", async () => {
  const status = async (changes: Record<string, string> = {}) =>
    (await fetch(await authorizeUrl(changes), { redirect: "manual" })).status;
  expect(await status({ client_id: "1,9" })).toBe(400);
  for (const bad of ["javascript:alert(1)", "/callback", "http://localhost:9/#x", ""]) {
    expect(await status({ redirect_uri: bad })).toBe(400);
  }
  nats.switches.MEMBER_OPENID_SIGNING_KEY_ID = "";
  expect(await status()).toBe(400);
  nats.switches.MEMBER_OPENID_SIGNING_KEY_ID = "nats-key-1";
  const url = await authorizeUrl();
  nats.switches.ENABLE_MEMBER_OPENID = false;
  expect(await (await fetch(url)).text()).toContain("not enabled");
  nats.switches.MEMBER_OPENID_SETUP_ERROR_SHOW_TEMPLATE = true;
  expect(await (await fetch(url)).text()).toContain("<h1>This login is not set up correctly</h1>");
});

test("PKCE is ignored, enforced or refused", async () => {
  const challenge = { code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", code_challenge_method: "S256" };
  const verifier = { code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" };
  const code = async () => sentBack(await logIn("fiona", "demo", challenge)).get("code") ?? "";
  expect((await exchange(await code())).status).toBe(200);
  nats.switches.pkce = "enforced";
  expect((await exchange(await code())).status).toBe(400);
  expect((await exchange(await code(), verifier)).status).toBe(200);
  nats.switches.pkce = "error";
  const refused = await fetch(await authorizeUrl(challenge), { redirect: "manual" });
  expect(sentBack(refused).get("error")).toBe("invalid_request");
});

test("the redirect address is checked by switch", async () => {
  const status = async () => (await fetch(await authorizeUrl())).status;
  nats.switches.redirectUriCheck = "siteHost";
  expect(await status()).toBe(400);
  nats.switches.siteHosts = ["localhost:9"];
  expect(await status()).toBe(200);
  nats.switches.redirectUriCheck = "exact";
  expect(await status()).toBe(400);
  nats.switches.redirectUris = [redirectUri];
  expect(await status()).toBe(200);
});

test("the issuer takes every form, in the document and in the id_token", async () => {
  for (const form of ["trailingSlash", "path", "otherHost"] as const) {
    nats.switches.issuerForm = form;
    const issuer = String((await json(nats.metadataUrl)).issuer);
    expect(issuer).not.toBe(nats.origin);
    await jwtVerify((await tokens("fiona")).id_token, await keys(), { issuer });
  }
});

test("cancel comes back as access_denied when switched on", async () => {
  const page = async () => (await fetch(await authorizeUrl())).text();
  expect(await page()).not.toContain("Cancel");
  nats.switches.cancel = "accessDenied";
  const link = (/<a href="([^"]+)">Cancel/.exec(await page())?.[1] ?? "").replaceAll("&amp;", "&");
  const back = sentBack(await fetch(nats.origin + link, { redirect: "manual" }));
  expect([back.get("error"), back.get("state")]).toEqual(["access_denied", "a state & more"]);
});

test("NATS remembers the login and ends it, by switch", async () => {
  Object.assign(nats.switches, { singleSignOn: true, endSession: "returns" });
  const cookie = (await logIn("fiona")).headers.get("set-cookie")?.split(";")[0] ?? "";
  const visit = async () => fetch(await authorizeUrl(), { redirect: "manual", headers: { cookie } });
  expect(sentBack(await visit()).has("code")).toBe(true);
  const end = `${(await json(nats.metadataUrl)).end_session_endpoint}?post_logout_redirect_uri=http://localhost:9/out&state=s`;
  const ended = await fetch(end, { redirect: "manual", headers: { cookie } });
  expect(ended.headers.get("location")).toBe("http://localhost:9/out?state=s");
  expect((await visit()).status).toBe(200);
});

test("key rotation: a new kid, and the old key stays or goes", async () => {
  const old = (await tokens("fiona")).id_token;
  await nats.rotateKey();
  const fresh = (await tokens("fiona")).id_token;
  expect(decodeProtectedHeader(fresh).kid).toBe("nats-key-2");
  await jwtVerify(fresh, await keys());
  await jwtVerify(old, await keys());
  nats.switches.keepOldKeys = false;
  await expect(jwtVerify(old, await keys())).rejects.toThrow();
});

test("the clock of NATS can be off", async () => {
  nats.switches.clockSkewSeconds = 600;
  const { payload } = await jwtVerify((await tokens("fiona")).id_token, await keys(), { clockTolerance: 700 });
  expect((payload.iat ?? 0) - Date.now() / 1000).toBeGreaterThan(590);
});

test("id_token faults: wrong key, no signature, HS256, and any claim or header", async () => {
  const verify = async () => jwtVerify((await tokens("fiona")).id_token, await keys());
  for (const fault of [{ wrongKey: true }, { alg: "none" }, { alg: "HS256" }, { header: { kid: "other" } }]) {
    nats.faults.set("idToken", fault);
    await expect(verify()).rejects.toThrow();
  }
  const change = { set: { iss: "x", exp: 1e300 }, remove: ["sub", "nonce"] };
  nats.faults.set("idToken", { ...change, removeHeader: ["kid"], header: { jku: "http://x" }, times: 1 });
  const { payload, protectedHeader } = await verify();
  expect(payload).toMatchObject({ iss: "x", exp: 1e300 });
  expect(payload).not.toHaveProperty("sub");
  expect(protectedHeader).toEqual({ typ: "JWT", alg: "RS256", jku: "http://x" });
  expect((await verify()).payload.sub).toBe("71");
});

test("userinfo faults: wrong key, unsigned though signed is on, other subject, not an object", async () => {
  const { access_token } = await tokens("fiona");
  nats.switches.signUserinfo = true;
  nats.faults.set("userinfo", { wrongKey: true });
  await expect(jwtVerify(await (await userinfo(access_token)).text(), await keys())).rejects.toThrow();
  nats.faults.set("userinfo", { signed: false, set: { sub: "99" }, remove: ["trial"] });
  const plain = await (await userinfo(access_token)).json();
  expect(plain.sub).toBe("99");
  expect(plain).not.toHaveProperty("trial");
  nats.faults.set("userinfo", { body: "[]" });
  expect(await (await userinfo(access_token)).json()).toEqual([]);
});

test("endpoint faults: status, body, redirect, size, cut, hang, drip, and the count runs down", async () => {
  const ask = (signal?: AbortSignal) => fetch(nats.metadataUrl, { redirect: "manual", ...(signal && { signal }) });
  nats.faults.set("metadata", { status: 502, times: 1 });
  expect((await ask()).status).toBe(502);
  expect((await ask()).status).toBe(200);
  nats.faults.set("metadata", { body: "<html>", contentType: "text/html" });
  expect(await (await ask()).text()).toBe("<html>");
  nats.faults.set("metadata", { redirectTo: "http://localhost:9/" });
  expect((await ask()).headers.get("location")).toBe("http://localhost:9/");
  nats.faults.set("metadata", { hugeBody: 10_000_000 });
  expect((await (await ask()).text()).length).toBeGreaterThanOrEqual(10_000_000);
  nats.faults.set("metadata", { gzipBomb: 1_000_000 });
  expect((await (await ask()).text()).length).toBe(1_000_000);
  nats.faults.set("metadata", { set: { issuer: "x" }, remove: ["jwks_uri"] });
  expect(await (await ask()).json()).toMatchObject({ issuer: "x" });
  nats.faults.set("metadata", { reset: true });
  await expect(ask()).rejects.toThrow();
  nats.faults.set("metadata", { hang: true });
  await expect(ask(AbortSignal.timeout(100))).rejects.toThrow();
  nats.faults.set("metadata", { drip: 20 });
  const dripping = await ask(AbortSignal.timeout(2000));
  await expect(dripping.text()).rejects.toThrow();
});

test("faults on the way back: an OAuth error, and any parameter", async () => {
  nats.faults.set("authorize", { error: "server_error", errorDescription: "<b>", times: 1 });
  const failed = sentBack(await fetch(await authorizeUrl(), { redirect: "manual" }));
  expect(failed.get("error")).toBe("server_error");
  nats.faults.set("callback", { set: { state: "other", iss: "x" }, remove: ["code"] });
  const back = sentBack(await logIn("fiona"));
  expect([back.get("code"), back.get("state"), back.get("iss")]).toEqual([null, "other", "x"]);
});

test("a token answer can lack or change anything", async () => {
  nats.faults.set("token", { remove: ["expires_in"], set: { token_type: "mac" } });
  expect(await tokens("fiona")).toMatchObject({ token_type: "mac" });
  expect(await tokens("fiona")).not.toHaveProperty("expires_in");
});

test("everything put into a page is escaped", async () => {
  const nasty = `"><script>alert(1)</script>`;
  expect(await (await logIn(nasty)).text()).not.toContain("<script>");
  const pages = ["signup/upgradeplus.php", "signup/signup.php", "_control/"];
  nats.member("fiona").about = nasty;
  for (const path of pages) {
    const page = await (await fetch(`${nats.origin}/${path}?site=1&username=${encodeURIComponent(nasty)}`)).text();
    expect(page).not.toContain("<script>alert");
  }
});

test("upgrade, renew and join change the member and lead to the approval address", async () => {
  const press = (path: string, form: Record<string, string>) =>
    fetch(`${nats.origin}/signup/${path}`, { method: "POST", redirect: "manual", body: new URLSearchParams(form) });
  expect((await press("upgradeplus.php", { site: "1", username: "tom" })).status).toBe(200);
  expect(nats.member("tom").trial).toBe(0);
  nats.switches.approvalUrl = "http://localhost:9/api/auth/recheck?returnTo=/full";
  const renewed = await press("signupplus.php", { site: "1", username: "eddie" });
  expect(renewed.headers.get("location")).toBe(nats.switches.approvalUrl);
  expect(nats.member("eddie").status).toBe(1);
  await press("signup.php", { site: "1", username: "newcomer" });
  expect((await logIn("newcomer")).status).toBe(303);
  nats.switches.approvalUrl = "";
  expect((await press("upgradeplus.php", { site: "1", username: "fiona" })).status).toBe(409);
  for (const path of ["cancelplus.php", "password.php?siteid=1"]) {
    expect((await fetch(`${nats.origin}/signup/${path}`)).status).toBe(200);
  }
});

test("the control API changes switches, members and faults, and refuses what it does not know", async () => {
  expect((await control("switches", { signUserinfo: true })).status).toBe(200);
  expect(nats.switches.signUserinfo).toBe(true);
  expect((await control("switches", { signUserInfo: true })).status).toBe(400);
  expect((await control("members/tom", { trial: 0 })).status).toBe(200);
  expect(nats.member("tom").trial).toBe(0);
  expect((await control("members/tom", { status: 7 })).status).toBe(400);
  expect((await control("members/nobody", {})).status).toBe(404);
  expect((await control("faults", { token: { status: 500 } })).status).toBe(200);
  expect((await exchange("any")).status).toBe(500);
  expect((await control("faults", { token: null })).status).toBe(200);
  expect((await control("faults", { tokens: null })).status).toBe(400);
  const { access_token } = await tokens("fiona");
  expect((await control("revoke/fiona", {})).status).toBe(200);
  const headers = { authorization: `Bearer ${access_token}` };
  expect((await fetch(`${nats.origin}/member/openid/userinfo`, { headers })).status).toBe(401);
  expect((await control("rotate-key", {})).status).toBe(200);
  expect(nats.switches.MEMBER_OPENID_SIGNING_KEY_ID).toBe("nats-key-2");
  expect((await control("reset", {})).status).toBe(200);
  expect(nats.switches.MEMBER_OPENID_SIGNING_KEY_ID).toBe("nats-key-1");
  expect(JSON.stringify(await json(`${nats.origin}/_control/state`))).not.toContain("demosecret");
});

test("pages of other origins cannot use the controls", async () => {
  const headers = { "content-type": "application/json", origin: "https://elsewhere.example" };
  const foreign = await fetch(`${nats.origin}/_control/switches`, { method: "POST", headers, body: "{}" });
  expect(foreign.status).toBe(403);
  const form = await fetch(`${nats.origin}/_control/switches`, { method: "POST", body: new URLSearchParams() });
  expect(form.status).toBe(415);
});

test("the console changes members, takes NATS down, and shows no secret", async () => {
  const press = (form: Record<string, string>) =>
    fetch(`${nats.origin}/_control/do`, { method: "POST", redirect: "manual", body: new URLSearchParams(form) });
  const { access_token, id_token } = await tokens("tom");
  await userinfo(access_token);
  expect((await press({ action: "full", member: "tom" })).headers.get("location")).toBe(`${nats.origin}/_control/`);
  expect(nats.member("tom").trial).toBe(0);
  await press({ action: "ban", member: "tom" });
  expect((await userinfo(access_token)).status).toBe(401);
  const page = await (await fetch(`${nats.origin}/_control/`)).text();
  expect(page).toContain("userinfo of tom: trial 1, status 1");
  for (const secret of [access_token, id_token, "demosecret", "co:lon"]) expect(page).not.toContain(secret);
  await press({ action: "down", member: "" });
  expect((await fetch(nats.metadataUrl)).status).toBe(503);
  await press({ action: "up", member: "" });
  expect((await fetch(nats.metadataUrl)).status).toBe(200);
  expect((await press({ action: "constructor", member: "tom" })).status).toBe(400);
});

test("calls are counted and recorded with what an assertion needs", async () => {
  await tokens("fiona");
  expect([nats.calls.count("token"), nats.calls.count("userinfo"), nats.calls.count("login")]).toEqual([1, 0, 1]);
  const call = nats.calls.list.find(({ endpoint }) => endpoint === "token");
  expect(call).toMatchObject({ method: "POST", status: 200, form: { grant_type: "authorization_code" } });
  expect(call?.headers.authorization).toMatch(/^Basic /);
  expect(nats.calls.list.find(({ endpoint }) => endpoint === "login")?.form.password).toBe("(hidden)");
  nats.calls.clear();
  expect(nats.calls.count()).toBe(0);
});

test("hostile requests get an answer and the server lives on", async () => {
  const statuses = [
    await fetch(`${nats.origin}//evil.example/x`),
    await fetch(`${nats.origin}/__proto__`),
    await fetch(`${nats.origin}/_control/members/%E0%A4%A`, { method: "DELETE" }),
    await fetch(nats.metadataUrl, { method: "DELETE" }),
    await fetch(`${nats.origin}/member/openid/token`, { method: "POST", body: "{}" }),
    await fetch(`${await authorizeUrl()}&state=twice`),
    await fetch((await authorizeUrl()).replace("/authorize?", "/login?"), {
      method: "POST",
      body: new URLSearchParams({ username: "x".repeat(100_000) }),
    }),
  ].map(({ status }) => status);
  expect(statuses).toEqual([404, 404, 400, 405, 415, 400, 413]);
  expect((await fetch(nats.metadataUrl)).status).toBe(200);
});
