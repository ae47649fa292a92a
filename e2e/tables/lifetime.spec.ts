/**
 * The lifetime of a session: idle and absolute limits to the second, and when activity is saved.
 */
import { expect, test } from "@playwright/test";
import { absoluteEnd, idleEnd, isLive, needsRoll } from "../../lib/session/lifetime";
import { moment, typicalSession } from "./support";

const limits = { idleSeconds: 3600, maxSeconds: 28_800 };
const session = typicalSession();

const lifetimes: [Partial<typeof session>, number, boolean, string][] = [
  [{}, 0, true, "just signed in"],
  [{}, 3599, true, "one second before the idle limit"],
  [{}, 3600, false, "at the idle limit"],
  [{}, 3601, false, "after the idle limit"],
  [{ seenAt: moment + 3000 }, 6599, true, "activity moves the idle limit"],
  [{ seenAt: moment + 3000 }, 6600, false, "the moved idle limit ends the session"],
  [{ seenAt: moment + 28_000 }, 28_799, true, "one second before the absolute limit"],
  [{ seenAt: moment + 28_000 }, 28_800, false, "at the absolute limit, despite activity"],
  [{ exp: moment + 600 }, 599, true, "one second before the access token expires"],
  [{ exp: moment + 600 }, 600, false, "when the access token expires"],
  [{ exp: moment + 1e9, seenAt: moment + 28_000 }, 28_799, true, "one second before a limit that was shortened"],
  [{ exp: moment + 1e9, seenAt: moment + 28_000 }, 28_800, false, "at a limit that was shortened"],
  [
    { exp: moment + 1e9, seenAt: moment + 40_000 },
    40_001,
    false,
    "a limit that was shortened applies to existing sessions",
  ],
  [{ seenAt: moment + 500 }, 0, true, "last activity in the future, after the clock was set back"],
  [{ exp: 0 }, 0, false, "an end of 0"],
];
for (const [changes, after, expected, why] of lifetimes) {
  test(`a session is ${expected ? "live" : "over"} ${after} s after the sign-in: ${why}`, () => {
    expect(isLive(typicalSession(changes), moment + after, limits)).toBe(expected);
  });
}

test("the idle end is never later than the absolute end", () => {
  expect(idleEnd(session, limits)).toBe(moment + 3600);
  expect(idleEnd(typicalSession({ exp: moment + 60 }), limits)).toBe(moment + 60);
});

test("the absolute end is the configured limit, or earlier if the access token expires before", () => {
  expect(absoluteEnd(moment, limits)).toBe(moment + 28_800);
  expect(absoluteEnd(moment, limits, 600)).toBe(moment + 600);
  expect(absoluteEnd(moment, limits, 86_400)).toBe(moment + 28_800);
});

/** Idle limit and seconds since activity was last saved; whether it must be saved again. */
const saves: [idleSeconds: number, after: number, expected: boolean, why: string][] = [
  [3600, 0, false, "just saved"],
  [3600, 60, false, "saved a minute ago"],
  [3600, 61, true, "saved over a minute ago; a session may end this much too early"],
  [300, 15, false, "saved a twentieth of the limit ago"],
  [300, 16, true, "saved over a twentieth of the limit ago"],
  [10, 1, true, "a very short limit"],
  [3600, -500, false, "the clock was set back"],
];
test("activity is saved again after a minute, or sooner with a short idle limit", () => {
  for (const [idleSeconds, after, expected, why] of saves) {
    expect
      .soft(needsRoll(session, moment + after, { ...limits, idleSeconds }), `${idleSeconds}: ${why}`)
      .toBe(expected);
  }
  for (const idleSeconds of [10, 11, 30, 300, 3600, 86_400]) {
    // Apache saves activity after a tenth of the limit or a minute. We must not be later.
    const apacheSeconds = Math.min(idleSeconds / 10, 60);
    expect
      .soft(
        needsRoll(session, moment + Math.ceil(apacheSeconds) + 1, { ...limits, idleSeconds }),
        `${idleSeconds}: no later than Apache`,
      )
      .toBe(true);
  }
});
