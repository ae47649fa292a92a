/** How old claims may get: when NATS is asked again, and when old claims open nothing any more. */
import { expect, test } from "@playwright/test";
import { isDue, isTooOld } from "../../lib/session/freshness";
import type { SessionPayload } from "../../lib/session/payload";
import { moment, typicalSession } from "./support";

type Every = number | "never" | "always";

/** Seconds since NATS answered, since it was asked, the interval; due, too old (grace 600). Jitter of this session id: 0. */
const table: [answered: number, asked: number, every: Every, due: boolean, tooOld: boolean, why: string][] = [
  [0, 0, 300, false, false, "just read"],
  [299, 299, 300, false, false, "a second before the interval ends"],
  [300, 300, 300, true, false, "the interval has passed"],
  [899, 899, 300, true, false, "a second before the grace ends"],
  [900, 900, 300, true, true, "interval and grace have passed"],
  [300, 0, 300, false, false, "asked in vain just now"],
  [300, 29, 300, false, false, "asked in vain half a minute ago, nearly"],
  [300, 30, 300, true, false, "asked in vain half a minute ago"],
  [900, 0, 300, false, true, "asked in vain, and the grace is over"],
  [4, 4, "always", false, false, "one page view is several requests"],
  [5, 5, "always", true, false, "always means older than five seconds"],
  [5, 0, "always", false, false, "always, and asked in vain just now"],
  [5, 5, "always", true, false, "always, asked in vain five seconds ago"],
  [605, 605, "always", true, true, "always, beyond the grace"],
  [10, 10, 10, true, false, "the shortest interval"],
  [20, 10, 10, true, false, "the shortest interval, tried in vain"],
  [99_999, 99_999, "never", false, false, "never is never"],
];

function session(answered: number, asked: number): SessionPayload {
  return typicalSession({
    sid: "\u000b".repeat(22),
    token: "t",
    loginAt: moment - 99_999,
    checkedAt: moment - answered,
    triedAt: moment - asked,
  });
}

for (const [answered, asked, every, due, tooOld, why] of table) {
  test(`${why}: ${answered} s, asked ${asked} s ago, every ${every}`, () => {
    const refresh = { every, graceSeconds: 600 };
    expect([
      isDue(session(answered, asked), moment, refresh),
      isTooOld(session(answered, asked), moment, refresh),
    ]).toEqual([due, tooOld]);
  });
}

test("a session without a token, made under `never`, grows old like any other once rechecks are on", () => {
  const ages = (age: number, every: Every) => {
    const { token: _, ...without } = session(age, 0);
    const refresh = { every, graceSeconds: 600 };
    return [isDue(without, moment, refresh), isTooOld(without, moment, refresh)];
  };
  expect([ages(299, 300), ages(300, 300), ages(900, 300)]).toEqual([
    [false, false],
    [true, false],
    [true, true],
  ]);
  expect(ages(99_999, "never")).toEqual([false, false]);
});

test("after a failed try sessions come back spread over ten seconds, each always at its own time", () => {
  const waits = Array.from({ length: 200 }, (_, index) => {
    const one = typicalSession({
      sid: `${index}`.padStart(22, "x"),
      token: "t",
      checkedAt: moment - 300,
      triedAt: moment,
    });
    return Array.from({ length: 60 }, (_, second) => second).find((second) =>
      isDue(one, moment + second, { every: 300, graceSeconds: 600 }),
    );
  });
  expect(Math.min(...waits.map(Number))).toBe(30);
  expect(Math.max(...waits.map(Number))).toBe(40);
  expect(new Set(waits).size).toBe(11);
});

test("a clock set back asks nobody and closes nothing", () => {
  const ahead = session(-100, -100);
  expect([
    isDue(ahead, moment, { every: 300, graceSeconds: 600 }),
    isTooOld(ahead, moment, { every: 300, graceSeconds: 600 }),
  ]).toEqual([false, false]);
});
