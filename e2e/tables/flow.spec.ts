/**
 * Flows (sign-in attempts): their state, their cookies, and how many a browser may have at once.
 */
import { expect, test } from "@playwright/test";
import { base64url } from "jose";
import {
  challengeOf,
  flowCookie,
  flowCookieName,
  flowSeconds,
  nonceOf,
  openFlow,
  prunedFlowCookies,
  startFlow,
  stateIssuedAt,
  usedFlowCookie,
} from "../../lib/session/flow";
import { sealSession } from "../../lib/session/payload";
import { localhost, moment, settingsWith, typicalSession } from "./support";

const settings = settingsWith();
const begin = (returnTo = "/members/latest?page=2", at = moment) => startFlow(returnTo, settings, at);

test("a flow cookie opens for its own state only", async () => {
  const [flow, other] = await Promise.all([begin(), begin()]);
  const { value } = await flowCookie(flow, settings);
  expect(await openFlow(value, flow.state, settings)).toEqual(flow);
  for (const state of [other.state, "", flow.state.slice(1), `${flow.state} `]) {
    expect.soft(await openFlow(value, state, settings), state).toBeNull();
  }
});

test("every flow has its own state, verifier, nonce, challenge and cookie name", async () => {
  const flows = await Promise.all(Array.from({ length: 200 }, () => begin()));
  const all = flows.flatMap((flow) => [
    flow.state,
    flow.verifier,
    nonceOf(flow),
    challengeOf(flow),
    flowCookieName(flow.state, settings),
  ]);
  expect(new Set(all).size).toBe(1000);
});

test("the state is 27 base64url characters, as in mod_auth_openidc", async () => {
  expect((await begin()).state).toMatch(/^[\w-]{27}$/);
});

test("the challenge is the S256 hash of the verifier (example of RFC 7636, appendix B)", async () => {
  const flow = { ...(await begin()), verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" };
  expect(challengeOf(flow)).toBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
});

test("the verifier has the length that RFC 7636 demands, and the nonce does not reveal the challenge", async () => {
  const flow = await begin();
  expect(flow.verifier).toMatch(/^[\w-]{43,128}$/);
  const nonce = nonceOf(flow);
  expect(nonce).toMatch(/^[\w-]{22}$/);
  expect(challengeOf(flow).startsWith(nonce)).toBe(false);
  expect(nonceOf(flow), "the same each time").toBe(nonce);
});

test("the state reveals when it was issued, even after its secret was moved to AUTH_SECRET_1", async () => {
  const { state } = await begin("/members", moment + 5);
  expect(await stateIssuedAt(state, settings.secrets)).toBe(moment + 5);
  expect(await stateIssuedAt(state, ["a-newer-secret-of-32-bytes-0123456789", ...settings.secrets])).toBe(moment + 5);
  expect(await stateIssuedAt(state, ["a-newer-secret-of-32-bytes-0123456789"])).toBeNull();
});

test("a forged or malformed state is rejected", async () => {
  const { state } = await begin();
  const bytes = base64url.decode(state);
  for (const at of bytes.keys()) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect.soft(await stateIssuedAt(base64url.encode(changed), settings.secrets), `byte ${at}`).toBeNull();
  }
  const forged = [
    "",
    "x",
    "a".repeat(27),
    "-".repeat(27),
    "_".repeat(27),
    state.slice(1),
    `${state}A`,
    `${state}=`,
    ` ${state}`,
  ];
  for (const value of [...forged, "%n%s", "<script>", "é".repeat(27), "a".repeat(100_000), "\u0000".repeat(27)]) {
    expect.soft(await stateIssuedAt(value, settings.secrets), value.slice(0, 30)).toBeNull();
  }
});

test("a flow cookie with an ordinary return path has at most 350 bytes, lasts a day, and is HttpOnly, Secure and Lax", async () => {
  const cookie = await flowCookie(await begin(), settings);
  expect(cookie.name.length + 1 + cookie.value.length).toBeLessThanOrEqual(350);
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "lax", path: "/", maxAge: 86_400 });
  expect(cookie.name).toMatch(/^__Host-members\.flow\.[\w-]{8}$/);
  expect((await flowCookie(await begin(), settingsWith(localhost))).name).toMatch(/^members\.flow\.[\w-]{8}$/);
});

test("a flow with the longest return path fits into a cookie", async () => {
  const cookie = await flowCookie(await begin(`/members?${"a".repeat(2039)}`), settings);
  expect(cookie.name.length + cookie.value.length).toBeLessThan(4000);
});

test("a used flow keeps its return path for ten minutes, without the verifier", async () => {
  const flow = await begin();
  const cookie = await usedFlowCookie(flow, settings);
  expect(cookie).toMatchObject({ name: flowCookieName(flow.state, settings), maxAge: 600 });
  expect(await openFlow(cookie.value, flow.state, settings)).toEqual({ ...flow, verifier: "" });
  expect(flowSeconds).toEqual({ complete: 7200, remembered: 86_400, used: 600 });
});

test("a session or a malformed value does not open as a flow", async () => {
  const { state } = await begin();
  const session = await sealSession(typicalSession(), settings.secrets);
  for (const value of [session, "", "x", "a..b.c.d", "%00"]) {
    expect.soft(await openFlow(value, state, settings), value.slice(0, 20)).toBeNull();
  }
});

/** Returns the cookies of `count` flows, one second apart, oldest first. */
function flowCookies(count: number, returnTo?: string) {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => flowCookie(await begin(returnTo, moment + index), settings)),
  );
}

test("a browser has at most twelve flows; one more drops the oldest", async () => {
  const eleven = await flowCookies(11);
  expect(await prunedFlowCookies(eleven, 300, settings)).toEqual([]);
  const twelve = await flowCookies(12);
  const dropped = await prunedFlowCookies([...twelve].reverse(), 300, settings);
  expect(dropped).toEqual([{ ...twelve[0], value: "", maxAge: 0 }]);
  const fifty = await flowCookies(50);
  const gone = new Set((await prunedFlowCookies(fifty, 300, settings)).map(({ name }) => name));
  expect(fifty.filter(({ name }) => !gone.has(name))).toEqual(fifty.slice(-11));
});

test("all flow cookies together have at most 4 kB, so long return paths drop the oldest flows sooner", async () => {
  const cookies = await flowCookies(8, `/members?${"a".repeat(600)}`);
  const gone = new Set((await prunedFlowCookies(cookies, 1100, settings)).map(({ name }) => name));
  const left = cookies.filter(({ name }) => !gone.has(name));
  const bytes = left.reduce((sum, { name, value }) => sum + name.length + value.length, 1100);
  expect(bytes).toBeLessThanOrEqual(4096);
  expect(left.length).toBeGreaterThan(0);
  expect(left).toEqual(cookies.slice(-left.length));
});

test("flow cookies that do not open are dropped first, and other cookies are kept", async () => {
  const cookies = await flowCookies(11);
  const malformed = { name: "__Host-members.flow.unopened", value: "x" };
  const foreign = [
    { name: "__Host-members.session", value: "x".repeat(3000) },
    { name: "members.flow.other", value: "x" },
    { name: "theme", value: "dark" },
  ];
  const dropped = await prunedFlowCookies([...foreign, malformed, ...cookies], 300, settings);
  expect(dropped.map(({ name }) => name)).toEqual([malformed.name]);
});
