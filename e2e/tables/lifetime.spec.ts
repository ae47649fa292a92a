/** How long a session lives: idle and absolute limits to the second, and when activity is written down. */
import { expect, test } from "@playwright/test";
import { absoluteEnd, idleEnd, isLive, needsRoll } from "../../lib/session/lifetime";
import { moment, typicalSession } from "./support";

const limits = { idleSeconds: 3600, maxSeconds: 28_800 };
const session = typicalSession();

const lives: [Partial<typeof session>, number, boolean, string][] = [
  [{}, 0, true, "just signed in"],
  [{}, 3599, true, "a second before the idle limit"],
  [{}, 3600, false, "at the idle limit"],
  [{}, 3601, false, "after it"],
  [{ seenAt: moment + 3000 }, 6599, true, "activity moves the idle limit"],
  [{ seenAt: moment + 3000 }, 6600, false, "and no further"],
  [{ seenAt: moment + 28_000 }, 28_799, true, "a second before the absolute limit"],
  [{ seenAt: moment + 28_000 }, 28_800, false, "at the absolute limit, whatever the activity"],
  [{ exp: moment + 600 }, 599, true, "a second before the access token's end"],
  [{ exp: moment + 600 }, 600, false, "at the access token's end"],
  [{ exp: moment + 1e9, seenAt: moment + 40_000 }, 40_001, false, "a shorter limit set later holds for older sessions"],
  [{ seenAt: moment + 500 }, 0, true, "a cookie from the future counts as seen now"],
  [{ exp: 0 }, 0, false, "no end at all"],
];
for (const [changes, after, expected, why] of lives) {
  test(`${expected ? "alive" : "over"} after ${after} s: ${why}`, () => {
    expect(isLive(typicalSession(changes), moment + after, limits)).toBe(expected);
  });
}

test("a session that ends by idling ends no later than its absolute end", () => {
  expect(idleEnd(session, limits)).toBe(moment + 3600);
  expect(idleEnd(typicalSession({ exp: moment + 60 }), limits)).toBe(moment + 60);
});

test("the absolute end is the limit, or the access token's end where NATS states an earlier one", () => {
  expect(absoluteEnd(moment, limits)).toBe(moment + 28_800);
  expect(absoluteEnd(moment, limits, 600)).toBe(moment + 600);
  expect(absoluteEnd(moment, limits, 86_400)).toBe(moment + 28_800);
});

const rolls: [number, number, boolean, string][] = [
  [3600, 0, false, "at once"],
  [3600, 60, false, "a minute"],
  [3600, 61, true, "over a minute: a session may end that much early, no more"],
  [300, 15, false, "a twentieth of a short limit"],
  [300, 16, true, "over it"],
  [10, 1, true, "a very short limit"],
  [3600, -500, false, "a clock set back"],
];
test("activity is written down now and then, never so late that it counts as idling", () => {
  for (const [idleSeconds, after, expected, why] of rolls) {
    expect
      .soft(needsRoll(session, moment + after, { ...limits, idleSeconds }), `${idleSeconds}: ${why}`)
      .toBe(expected);
  }
  for (const idleSeconds of [10, 11, 30, 300, 3600, 86_400]) {
    const lost = Math.min(idleSeconds / 10, 60);
    expect
      .soft(needsRoll(session, moment + Math.ceil(lost) + 1, { ...limits, idleSeconds }), "as Apache at most")
      .toBe(true);
  }
});
