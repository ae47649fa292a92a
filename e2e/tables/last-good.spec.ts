/** The cache of NATS's documents: shared loads, background refreshes, outages. */
import { expect, test } from "@playwright/test";
import { lastGood } from "../../lib/nats/last-good";
import { clockByHand } from "./support";

const ages = { fresh: 600, stale: 86_400, coolDown: 30 };

/** A cache whose load counts its calls, returns the count, and fails while `down` is set. */
function counted(given = ages) {
  const clock = clockByHand();
  const state = { calls: 0, down: false, errors: [] as unknown[] };
  const load = async () => {
    state.calls++;
    if (state.down) throw new Error(`call ${state.calls} failed`);
    return state.calls;
  };
  return { clock, state, cache: lastGood(load, clock.now, given, (error) => state.errors.push(error)) };
}

/** Lets a background refresh finish. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test("two hundred concurrent callers cause one load", async () => {
  const { cache, state } = counted();
  const values = await Promise.all(Array.from({ length: 200 }, () => cache.get()));
  expect(new Set(values)).toEqual(new Set([1]));
  expect(state.calls).toBe(1);
});

test("a fresh value is returned without a load", async () => {
  const { cache, state, clock } = counted();
  await cache.get();
  clock.pass(599);
  expect(await cache.get()).toBe(1);
  await settled();
  expect(state.calls).toBe(1);
});

test("an older value is returned at once while one refresh runs in the background", async () => {
  const { cache, state, clock } = counted();
  await cache.get();
  clock.pass(600);
  expect(await Promise.all(Array.from({ length: 50 }, () => cache.get()))).toEqual(Array(50).fill(1));
  await settled();
  expect(state.calls).toBe(2);
  expect(await cache.get()).toBe(2);
});

test("failed refreshes are reported, repeated once per cool-down, and keep the last good value", async () => {
  const { cache, state, clock } = counted();
  await cache.get();
  state.down = true;
  clock.pass(600);
  for (let second = 0; second < 90; second++) {
    expect(await cache.get()).toBe(1);
    await settled();
    clock.pass(1);
  }
  expect(state.calls - 1, "three cool-downs").toBe(3);
  expect(state.errors).toHaveLength(3);
  state.down = false;
  clock.pass(30);
  await cache.get();
  await settled();
  expect(await cache.get(), "recovers by itself").toBe(state.calls);
});

test("a stale value is not returned: callers wait for a load or get its error", async () => {
  const { cache, state, clock } = counted();
  await cache.get();
  clock.pass(86_400);
  expect(await cache.get()).toBe(2);
  clock.pass(86_400);
  state.down = true;
  await expect(cache.get()).rejects.toThrow("call 3 failed");
});

test("without a value, a failure reaches all waiting callers and is not cached", async () => {
  const { cache, state } = counted();
  state.down = true;
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => cache.get()));
  expect(results.every(({ status }) => status === "rejected")).toBe(true);
  expect(state.calls).toBe(1);
  state.down = false;
  expect(await cache.get()).toBe(2);
});

test("refresh loads at once, even right after a load, and then once per cool-down", async () => {
  const { cache, state, clock } = counted();
  await cache.get();
  expect(await cache.refresh()).toBe(2);
  for (let asked = 0; asked < 1000; asked++) expect(await cache.refresh()).toBe(2);
  clock.pass(29);
  expect(await cache.refresh()).toBe(2);
  clock.pass(1);
  expect(await Promise.all([cache.refresh(), cache.refresh(), cache.get()])).toEqual([3, 3, 2]);
  expect(state.calls).toBe(3);
});

test("after refresh the value is fresh again", async () => {
  const { cache, state, clock } = counted();
  await cache.get();
  clock.pass(599);
  await cache.refresh();
  clock.pass(599);
  expect(await cache.get()).toBe(2);
  await settled();
  expect(state.calls).toBe(2);
});

test("a failed refresh starts the cool-down and keeps the cached value", async () => {
  const { cache, state, clock } = counted();
  await cache.get();
  state.down = true;
  await cache.refresh().catch(() => undefined);
  expect(state.calls).toBe(2);
  for (let asked = 0; asked < 100; asked++) expect(await cache.refresh()).toBe(1);
  expect(state.calls).toBe(2);
  expect(await cache.get()).toBe(1);
  clock.pass(30);
  state.down = false;
  expect(await cache.refresh()).toBe(3);
});

test("refresh shares a background refresh that is running", async () => {
  const { cache, state, clock } = counted();
  await cache.get();
  clock.pass(600);
  const [stale, refreshed] = await Promise.all([cache.get(), cache.refresh()]);
  expect([stale, refreshed, state.calls]).toEqual([1, 2, 2]);
});
