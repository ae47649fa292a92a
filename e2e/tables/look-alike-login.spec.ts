/** The login page of the NATS look-alike: who gets in, what it shows, and how it leads back. */
import { expect } from "@playwright/test";
import { jwtVerify } from "jose";
import { getJson, redirectParameters, redirectUri, sentState, test } from "./look-alike";

test("the discovery document is at NATS's own path only; the standard path responds 404", async ({ nats }) => {
  expect(await getJson(nats.metadataUrl)).toMatchObject({ issuer: nats.origin, response_types_supported: ["code"] });
  expect(await getJson(nats.metadataUrl)).not.toHaveProperty("token_endpoint_auth_methods_supported");
  expect((await fetch(`${nats.origin}/.well-known/openid-configuration`)).status).toBe(404);
});

test("a sign-in gives a code, then tokens, then userinfo, all about one member", async ({ nats, client }) => {
  const back = redirectParameters(await client.logIn("fiona"));
  expect(back.get("state")).toBe(sentState);
  expect(back.get("kept")).toBe("1");
  const answer = await (await client.exchangeCode(back.get("code") ?? "")).json();
  expect(answer).toMatchObject({ token_type: "Bearer", expires_in: 28800 });
  expect(answer).not.toHaveProperty("refresh_token");
  expect(answer.access_token).toMatch(/^[0-9a-f]{40}$/);
  const options = { issuer: nats.origin, audience: "1", algorithms: ["RS256"] };
  const { payload, protectedHeader } = await jwtVerify(answer.id_token, await client.keySet(), options);
  expect(protectedHeader.kid).toBe("nats-key-1");
  expect(payload).toMatchObject({ sub: "71", nonce: "n-1", iat: expect.any(Number), exp: expect.any(Number) });
  const info = await client.userinfo(answer.access_token);
  expect(info.headers.get("content-type")).toBe("application/json");
  expect(await info.json()).toEqual({
    sub: "71",
    username: "fiona",
    trial: "0",
    status: "1",
    email: "fiona@example.test",
  });
});

test("a failed login shows the login page again, with the message of NATS", async ({ nats, client }) => {
  const failed = await client.logIn("fiona", "wrong");
  expect(failed.status).toBe(200);
  expect(await failed.text()).toContain("Login Failed!");
  nats.switches.MEMBER_OPENID_DESCRIPTIVE_LOGIN_ERROR = true;
  expect(await (await client.logIn("fiona", "wrong")).text()).toContain("Incorrect password!");
  expect(await (await client.logIn("no-such-member")).text()).toContain("Incorrect username!");
});

test("a member of another site cannot log in", async ({ client }) => {
  expect(await (await client.logIn("susi")).text()).toContain("Login Failed!");
});

test("if two sites have the same username, the first site of the client id wins", async ({ client }) => {
  const trials: unknown[] = [];
  for (const list of ["1,2", "2,1"]) {
    trials.push((await client.claimsOf("dora", list)).trial);
  }
  expect(trials).toEqual(["0", "1"]);
});

test("expired and never-joined members can log in only if a switch allows it", async ({ nats, client }) => {
  for (const name of ["eddie", "edna", "nina", "larry"]) expect((await client.logIn(name)).status).toBe(200);
  nats.switches.MEMBER_OPENID_EXPIRED_LOGIN = true;
  nats.switches.letNeverJoinedIn = true;
  expect(await client.claimsOf("eddie")).toMatchObject({ status: "2" });
  expect(await client.claimsOf("nina")).toMatchObject({ status: "0" });
  expect((await client.logIn("larry")).status).toBe(200);
});

test("usernames with capitals, spaces and non-ASCII letters work, and passwords with : and %", async ({ client }) => {
  for (const name of ["ULRIKA", "zoë müller@example.test", "manuel", "renata"]) {
    expect(await client.claimsOf(name)).toMatchObject({ username: name });
  }
  expect(redirectParameters(await client.logIn("percy", "co:lon%25per%cent")).has("code")).toBe(true);
  expect((await client.logIn("ulrika")).status).toBe(200);
});

test("the login page has one-click buttons for demo members only", async ({ client }) => {
  const page = await (await fetch(await client.authorizeUrl())).text();
  expect(page).toMatch(/<button>fiona<\/button>/);
  expect(page).not.toMatch(/<button>larry<\/button>/);
  const action = await client.authorizeUrl();
  const form = { method: "POST", redirect: "manual" } as const;
  const login = action.replace("/authorize?", "/login?");
  const chosen = await fetch(login, { ...form, body: new URLSearchParams({ member: "tom" }) });
  expect(redirectParameters(chosen).has("code")).toBe(true);
  const hidden = await fetch(login, { ...form, body: new URLSearchParams({ member: "percy" }) });
  expect(hidden.status).toBe(200);
});

test("setup errors are shown by NATS, without a redirect to the members area", async ({ nats, client }) => {
  const status = async (changes: Record<string, string> = {}) =>
    (await fetch(await client.authorizeUrl(changes), { redirect: "manual" })).status;
  expect(await status({ client_id: "1,9" })).toBe(400);
  for (const bad of ["javascript:alert(1)", "/callback", "http://localhost:9/#x", ""]) {
    expect(await status({ redirect_uri: bad })).toBe(400);
  }
  nats.switches.MEMBER_OPENID_SIGNING_KEY_ID = "";
  expect(await status()).toBe(400);
  nats.switches.MEMBER_OPENID_SIGNING_KEY_ID = "nats-key-1";
  const url = await client.authorizeUrl();
  nats.switches.ENABLE_MEMBER_OPENID = false;
  expect(await (await fetch(url)).text()).toContain("not enabled");
  nats.switches.MEMBER_OPENID_SETUP_ERROR_SHOW_TEMPLATE = true;
  expect(await (await fetch(url)).text()).toContain("<h1>This login is not set up correctly</h1>");
});

test("redirect_uri is checked as the switch redirectUriCheck selects", async ({ nats, client }) => {
  const status = async () => (await fetch(await client.authorizeUrl())).status;
  nats.switches.redirectUriCheck = "siteHost";
  expect(await status()).toBe(400);
  nats.switches.siteHosts = ["localhost:9"];
  expect(await status()).toBe(200);
  nats.switches.redirectUriCheck = "exact";
  expect(await status()).toBe(400);
  nats.switches.redirectUris = [redirectUri];
  expect(await status()).toBe(200);
});

test("the Cancel link exists only by a switch and redirects back with access_denied", async ({ nats, client }) => {
  const page = async () => (await fetch(await client.authorizeUrl())).text();
  expect(await page()).not.toContain("Cancel");
  nats.switches.cancel = "accessDenied";
  const link = (/<a href="([^"]+)">Cancel/.exec(await page())?.[1] ?? "").replaceAll("&amp;", "&");
  const back = redirectParameters(await fetch(nats.origin + link, { redirect: "manual" }));
  expect([back.get("error"), back.get("state")]).toEqual(["access_denied", sentState]);
});

test("by a switch, NATS remembers a login until its end-session endpoint is called", async ({ nats, client }) => {
  Object.assign(nats.switches, { singleSignOn: true, endSession: "returns" });
  const cookie = (await client.logIn("fiona")).headers.get("set-cookie")?.split(";")[0] ?? "";
  const visit = async () => fetch(await client.authorizeUrl(), { redirect: "manual", headers: { cookie } });
  expect(redirectParameters(await visit()).has("code")).toBe(true);
  const end = `${await client.metadata("end_session_endpoint")}?post_logout_redirect_uri=http://localhost:9/out&state=s`;
  const ended = await fetch(end, { redirect: "manual", headers: { cookie } });
  expect(ended.headers.get("location")).toBe("http://localhost:9/out?state=s");
  expect((await visit()).status).toBe(200);
});
