/** One sign-in attempt: its state, its cookie, and how many a browser carries at a time. */
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

test("a flow opens again for its state, and for no other", async () => {
  const [flow, other] = await Promise.all([begin(), begin()]);
  const { value } = await flowCookie(flow, settings);
  expect(await openFlow(value, flow.state, settings)).toEqual(flow);
  for (const state of [other.state, "", flow.state.slice(1), `${flow.state} `]) {
    expect.soft(await openFlow(value, state, settings), state).toBeNull();
  }
});

test("two attempts share no state, verifier, nonce, challenge or cookie name", async () => {
  const flows = await Promise.all(Array.from({ length: 200 }, () => begin()));
  const all = await Promise.all(
    flows.flatMap((flow) => [
      flow.state,
      flow.verifier,
      nonceOf(flow),
      challengeOf(flow),
      flowCookieName(flow.state, settings),
    ]),
  );
  expect(new Set(all).size).toBe(1000);
});

test("the state is 27 characters of the address alphabet, as mod_auth_openidc sends", async () => {
  expect((await begin()).state).toMatch(/^[\w-]{27}$/);
});

test("the challenge is S256 over the verifier: the example of RFC 7636, appendix B", async () => {
  const flow = { ...(await begin()), verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" };
  expect(await challengeOf(flow)).toBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
});

test("the verifier has the length RFC 7636 asks for, and the nonce tells nothing of it", async () => {
  const flow = await begin();
  expect(flow.verifier).toMatch(/^[\w-]{43,128}$/);
  const nonce = await nonceOf(flow);
  expect(nonce).toMatch(/^[\w-]{22}$/);
  expect((await challengeOf(flow)).startsWith(nonce)).toBe(false);
  expect(await nonceOf(flow), "the same each time").toBe(nonce);
});

test("a state of ours tells when it was issued, also after its secret was moved to AUTH_SECRET_1", async () => {
  const { state } = await begin("/members", moment + 5);
  expect(await stateIssuedAt(state, settings.secrets)).toBe(moment + 5);
  expect(await stateIssuedAt(state, ["a-newer-secret-of-32-bytes-0123456789", ...settings.secrets])).toBe(moment + 5);
  expect(await stateIssuedAt(state, ["a-newer-secret-of-32-bytes-0123456789"])).toBeNull();
});

test("a state that somebody made up is not ours", async () => {
  const { state } = await begin();
  const bytes = base64url.decode(state);
  for (const at of bytes.keys()) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect.soft(await stateIssuedAt(base64url.encode(changed), settings.secrets), `byte ${at}`).toBeNull();
  }
  const madeUp = [
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
  for (const value of [...madeUp, "%n%s", "<script>", "é".repeat(27), "a".repeat(100_000), "\u0000".repeat(27)]) {
    expect.soft(await stateIssuedAt(value, settings.secrets), value.slice(0, 30)).toBeNull();
  }
});

test("the cookie: 350 bytes at most for a usual way back, a day long, with the attributes of the session's", async () => {
  const cookie = await flowCookie(await begin(), settings);
  expect(cookie.name.length + 1 + cookie.value.length).toBeLessThanOrEqual(350);
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "lax", path: "/", maxAge: 86_400 });
  expect(cookie.name).toMatch(/^__Host-members\.flow\.[\w-]{8}$/);
  expect((await flowCookie(await begin(), settingsWith(localhost))).name).toMatch(/^members\.flow\.[\w-]{8}$/);
});

test("the longest way back still fits a cookie", async () => {
  const cookie = await flowCookie(await begin(`/members?${"a".repeat(2039)}`), settings);
  expect(cookie.name.length + cookie.value.length).toBeLessThan(4000);
});

test("a used flow keeps the way back for ten minutes, and no verifier", async () => {
  const flow = await begin();
  const cookie = await usedFlowCookie(flow, settings);
  expect(cookie).toMatchObject({ name: await flowCookieName(flow.state, settings), maxAge: 600 });
  expect(await openFlow(cookie.value, flow.state, settings)).toEqual({ ...flow, verifier: "" });
  expect(flowSeconds).toEqual({ complete: 7200, remembered: 86_400, used: 600 });
});

test("a session or rubbish in a flow's cookie opens as no flow", async () => {
  const { state } = await begin();
  const session = await sealSession(typicalSession(), settings.secrets);
  for (const value of [session, "", "x", "a..b.c.d", "%00"]) {
    expect.soft(await openFlow(value, state, settings), value.slice(0, 20)).toBeNull();
  }
});

/** The cookies of `count` attempts, the first one oldest. */
function attempts(count: number, returnTo?: string) {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => flowCookie(await begin(returnTo, moment + index), settings)),
  );
}

test("twelve attempts at a time: the thirteenth drops the oldest", async () => {
  const eleven = await attempts(11);
  expect(await prunedFlowCookies(eleven, 300, settings)).toEqual([]);
  const twelve = await attempts(12);
  const dropped = await prunedFlowCookies([...twelve].reverse(), 300, settings);
  expect(dropped).toEqual([{ ...twelve[0], value: "", maxAge: 0 }]);
  const fifty = await attempts(50);
  const gone = new Set((await prunedFlowCookies(fifty, 300, settings)).map(({ name }) => name));
  expect(fifty.filter(({ name }) => !gone.has(name))).toEqual(fifty.slice(-11));
});

test("4 kB of attempts at a time, the next one counted: long ways back drop the oldest sooner", async () => {
  const cookies = await attempts(8, `/members?${"a".repeat(600)}`);
  const gone = new Set((await prunedFlowCookies(cookies, 1100, settings)).map(({ name }) => name));
  const left = cookies.filter(({ name }) => !gone.has(name));
  const bytes = left.reduce((sum, { name, value }) => sum + name.length + value.length, 1100);
  expect(bytes).toBeLessThanOrEqual(4096);
  expect(left.length).toBeGreaterThan(0);
  expect(left).toEqual(cookies.slice(-left.length));
});

test("what does not open goes first, and other cookies are left alone", async () => {
  const cookies = await attempts(11);
  const rubbish = { name: "__Host-members.flow.rubbish", value: "x" };
  const foreign = [
    { name: "__Host-members.session", value: "x".repeat(3000) },
    { name: "members.flow.other", value: "x" },
    { name: "theme", value: "dark" },
  ];
  const dropped = await prunedFlowCookies([...foreign, rubbish, ...cookies], 300, settings);
  expect(dropped.map(({ name }) => name)).toEqual([rubbish.name]);
});
