/** Control API, console, sign-up pages and recorded calls of the NATS look-alike. */
import { expect } from "@playwright/test";
import type { Nats } from "../nats/server";
import { getJson, test } from "./look-alike";

/** Posts JSON to the control API. */
function control(nats: Nats, path: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(`${nats.origin}/_control/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

test("upgrade, renew and join change the member and redirect to the approval URL", async ({ nats, client }) => {
  const press = (path: string, form: Record<string, string>) =>
    fetch(`${nats.origin}/signup/${path}`, { method: "POST", redirect: "manual", body: new URLSearchParams(form) });
  expect((await press("upgradeplus.php", { site: "1", username: "tom" })).status).toBe(200);
  expect(nats.member("tom").trial).toBe(0);
  nats.switches.approvalUrl = "http://localhost:9/api/auth/recheck?returnTo=/full";
  const renewed = await press("signupplus.php", { site: "1", username: "eddie" });
  expect(renewed.headers.get("location")).toBe(nats.switches.approvalUrl);
  expect(nats.member("eddie").status).toBe(1);
  await press("signup.php", { site: "1", username: "newcomer" });
  expect((await client.logIn("newcomer")).status).toBe(303);
  nats.switches.approvalUrl = "";
  expect((await press("upgradeplus.php", { site: "1", username: "fiona" })).status).toBe(409);
  for (const path of ["cancelplus.php", "password.php?siteid=1"]) {
    expect((await fetch(`${nats.origin}/signup/${path}`)).status).toBe(200);
  }
});

test("the control API changes switches, members and faults, and refuses unknown names and values", async ({
  nats,
  client,
}) => {
  expect((await control(nats, "switches", { signUserinfo: true })).status).toBe(200);
  expect(nats.switches.signUserinfo).toBe(true);
  expect((await control(nats, "switches", { signUserInfo: true })).status).toBe(400);
  expect((await control(nats, "members/tom", { trial: 0 })).status).toBe(200);
  expect(nats.member("tom").trial).toBe(0);
  expect((await control(nats, "members/tom", { status: 7 })).status).toBe(400);
  expect((await control(nats, "members/no-such-member", {})).status).toBe(404);
  expect((await control(nats, "faults", { token: { status: 500 } })).status).toBe(200);
  expect((await client.exchangeCode("any")).status).toBe(500);
  expect((await control(nats, "faults", { token: null })).status).toBe(200);
  expect((await control(nats, "faults", { tokens: null })).status).toBe(400);
  const { access_token } = await client.signIn("fiona");
  expect((await control(nats, "revoke/fiona", {})).status).toBe(200);
  const headers = { authorization: `Bearer ${access_token}` };
  expect((await fetch(`${nats.origin}/member/openid/userinfo`, { headers })).status).toBe(401);
  expect((await control(nats, "rotate-key", {})).status).toBe(200);
  expect(nats.switches.MEMBER_OPENID_SIGNING_KEY_ID).toBe("nats-key-2");
  expect((await control(nats, "reset", {})).status).toBe(200);
  expect(nats.switches.MEMBER_OPENID_SIGNING_KEY_ID).toBe("nats-key-1");
  expect(JSON.stringify(await getJson(`${nats.origin}/_control/state`))).not.toContain("demosecret");
});

test("pages of other origins cannot use the control API", async ({ nats }) => {
  const headers = { "content-type": "application/json", origin: "https://elsewhere.example" };
  const foreign = await fetch(`${nats.origin}/_control/switches`, { method: "POST", headers, body: "{}" });
  expect(foreign.status).toBe(403);
  const form = await fetch(`${nats.origin}/_control/switches`, { method: "POST", body: new URLSearchParams() });
  expect(form.status).toBe(415);
});

test("the console changes members, takes NATS down, and shows no secret", async ({ nats, client }) => {
  const press = (form: Record<string, string>) =>
    fetch(`${nats.origin}/_control/do`, { method: "POST", redirect: "manual", body: new URLSearchParams(form) });
  const { access_token, id_token } = await client.signIn("tom");
  await client.userinfo(access_token);
  expect((await press({ action: "full", member: "tom" })).headers.get("location")).toBe(`${nats.origin}/_control/`);
  expect(nats.member("tom").trial).toBe(0);
  await press({ action: "ban", member: "tom" });
  expect((await client.userinfo(access_token)).status).toBe(401);
  const page = await (await fetch(`${nats.origin}/_control/`)).text();
  expect(page).toContain("userinfo of tom: trial 1, status 1");
  for (const secret of [access_token, id_token, "demosecret", "co:lon"]) expect(page).not.toContain(secret);
  await press({ action: "down", member: "" });
  expect((await fetch(nats.metadataUrl)).status).toBe(503);
  await press({ action: "up", member: "" });
  expect((await fetch(nats.metadataUrl)).status).toBe(200);
  expect((await press({ action: "constructor", member: "tom" })).status).toBe(400);
});

test("calls are counted and recorded with headers, form and status, without passwords", async ({ nats, client }) => {
  await client.signIn("fiona");
  expect([nats.calls.count("token"), nats.calls.count("userinfo"), nats.calls.count("login")]).toEqual([1, 0, 1]);
  const call = nats.calls.list.find(({ endpoint }) => endpoint === "token");
  expect(call).toMatchObject({ method: "POST", status: 200, form: { grant_type: "authorization_code" } });
  expect(call?.headers.authorization).toMatch(/^Basic /);
  expect(nats.calls.list.find(({ endpoint }) => endpoint === "login")?.form.password).toBe("(hidden)");
  nats.calls.clear();
  expect(nats.calls.count()).toBe(0);
});
