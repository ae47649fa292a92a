/** NATS changes its signing key: in every order of new key, old key, token and cache. */
import { expect, test } from "@playwright/test";
import { claims, set, withKeys } from "./key-set";
import { clockByHand, moment, type SigningKey, signed, signingKey } from "./support";

let ours: SigningKey;
let newer: SigningKey;
let foreign: SigningKey;
test.beforeAll(async () => {
  [ours, newer, foreign] = await Promise.all([signingKey("k1"), signingKey("k2"), signingKey("k1")]);
});

/** A token signed at the clock's time. */
const tokenOf = ({ privateKey }: SigningKey, kid: string, now = moment) =>
  signed({ ...claims, iat: now, exp: now + 600 }, privateKey, { kid });

test("an unknown kid reloads the keys, and the sign-in succeeds", async () => {
  let rotated = false;
  const { verify, calls } = withKeys(() => set((rotated ? newer : ours).publicJwk));
  expect(await verify(await signed(claims, ours.privateKey, { kid: "k1" }))).toBe("ok");
  rotated = true;
  expect(await verify(await signed(claims, newer.privateKey, { kid: "k2" }))).toBe("ok");
  expect(calls).toHaveLength(2);
});

test("concurrent sign-ins right after a key rotation all succeed with one reload", async () => {
  let rotated = false;
  const { verify, calls } = withKeys(() => set((rotated ? newer : ours).publicJwk));
  await verify(await signed(claims, ours.privateKey, { kid: "k1" }));
  rotated = true;
  const tokens = await Promise.all(Array.from({ length: 20 }, () => signed(claims, newer.privateKey, { kid: "k2" })));
  expect(await Promise.all(tokens.map(verify))).toEqual(Array(20).fill("ok"));
  expect(calls).toHaveLength(2);
});

test("a key that changed under the same kid, or without one, is found by one reload", async () => {
  // As Apache does: without a kid it tries all keys, and then reloads them once.
  for (const kid of ["k1", undefined]) {
    const header = kid === undefined ? {} : { kid };
    let rotated = false;
    const { verify, calls } = withKeys(() => set((rotated ? foreign : ours).publicJwk));
    expect(await verify(await signed(claims, ours.privateKey, header))).toBe("ok");
    rotated = true;
    expect.soft(await verify(await signed(claims, foreign.privateKey, header)), `${kid}`).toBe("ok");
    for (let asked = 0; asked < 20; asked++) await verify(await signed(claims, newer.privateKey, header));
    expect.soft(calls, `${kid}: forged signatures cause no further calls`).toHaveLength(2);
  }
});

test("while the key set is down, a known kid works from the cache and an unknown one is rejected", async () => {
  let down = false;
  const { verify, calls } = withKeys(() => (down ? new Response("", { status: 503 }) : set(ours.publicJwk)));
  await verify(await signed(claims, ours.privateKey, { kid: "k1" }));
  down = true;
  expect(await verify(await signed(claims, ours.privateKey, { kid: "k1" }))).toBe("ok");
  const unknown = await signed(claims, newer.privateKey, { kid: "k2" });
  for (let asked = 0; asked < 20; asked++)
    expect(["bad_token", "provider_unreachable"]).toContain(await verify(unknown));
  expect(calls).toHaveLength(2);
});

test("a new key that is published before its first token is there in time, without a call of its own", async () => {
  const clock = clockByHand();
  let keys = [ours];
  const { verify, calls } = withKeys(() => set(...keys.map(({ publicJwk }) => publicJwk)), clock);
  await verify(await tokenOf(ours, "k1"));
  keys = [ours, newer];
  clock.pass(600);
  // The set is ten minutes old: this sign-in uses it and has it loaded anew.
  expect(await verify(await tokenOf(ours, "k1", clock.now()))).toBe("ok");
  await expect.poll(() => calls.length).toBe(2);
  expect(await verify(await tokenOf(newer, "k2", clock.now()))).toBe("ok");
  expect(calls).toHaveLength(2);
});

test("a new key that is published after its first token works from the next attempt half a minute later", async () => {
  const clock = clockByHand();
  let keys = [ours];
  const { verify, calls } = withKeys(() => set(...keys.map(({ publicJwk }) => publicJwk)), clock);
  expect(await verify(await tokenOf(ours, "k1"))).toBe("ok");
  expect(await verify(await tokenOf(newer, "k2"))).toBe("bad_token");
  keys = [newer];
  expect(await verify(await tokenOf(newer, "k2")), "the pause protects NATS").toBe("bad_token");
  expect(calls).toHaveLength(2);
  clock.pass(30);
  expect(await verify(await tokenOf(newer, "k2", clock.now()))).toBe("ok");
  expect(calls).toHaveLength(3);
});

test("a key that was withdrawn signs nobody in once the set was loaded again, ten minutes later at most", async () => {
  const clock = clockByHand();
  let keys = [ours];
  const { verify, calls } = withKeys(() => set(...keys.map(({ publicJwk }) => publicJwk)), clock);
  await verify(await tokenOf(ours, "k1"));
  keys = [newer];
  expect(await verify(await tokenOf(ours, "k1")), "the set is fresh").toBe("ok");
  expect(await verify(await tokenOf(newer, "k2")), "its kid is unknown, so the set is loaded").toBe("ok");
  expect(await verify(await tokenOf(ours, "k1"))).toBe("bad_token");
  keys = [foreign];
  clock.pass(600);
  await verify(await tokenOf(newer, "k2", clock.now()));
  await expect.poll(() => calls.length).toBe(3);
  expect(await verify(await tokenOf(newer, "k2", clock.now())), "without any unknown kid").toBe("bad_token");
});

test("a key that goes and comes back is taken back", async () => {
  const clock = clockByHand();
  let keys = [ours];
  const { verify } = withKeys(() => set(...keys.map(({ publicJwk }) => publicJwk)), clock);
  for (const key of [ours, newer, ours, newer]) {
    keys = [key];
    expect(await verify(await tokenOf(key, key === ours ? "k1" : "k2", clock.now()))).toBe("ok");
    clock.pass(30);
  }
});

test("two keys that swap their kids are told apart by one reload", async () => {
  let swapped = false;
  const { verify, calls } = withKeys(() =>
    swapped
      ? set({ ...ours.publicJwk, kid: "k2" }, { ...newer.publicJwk, kid: "k1" })
      : set(ours.publicJwk, newer.publicJwk),
  );
  expect([await verify(await tokenOf(ours, "k1")), await verify(await tokenOf(newer, "k2"))]).toEqual(["ok", "ok"]);
  swapped = true;
  expect([await verify(await tokenOf(ours, "k2")), await verify(await tokenOf(newer, "k1"))]).toEqual(["ok", "ok"]);
  expect(await verify(await tokenOf(ours, "k1")), "by its former kid").toBe("bad_token");
  expect(calls).toHaveLength(2);
});
