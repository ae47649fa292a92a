/**
 * Freshness of claims: when they are due to be read again, and when they are too old to be used.
 */
import { expect, test } from "@playwright/test";
import { isChanged, isDue, isTooOld } from "../../lib/session/freshness";
import type { SessionPayload } from "../../lib/session/payload";
import { moment, typicalSession } from "./support";

type Every = number | "never" | "always";

/**
 * Seconds since the last answer of NATS and since the last request to it, the refresh interval, and
 * what follows with a grace of 600 seconds. The session id of these rows has a jitter of 0 seconds.
 */
const table: [answered: number, asked: number, every: Every, due: boolean, tooOld: boolean, why: string][] = [
  [0, 0, 300, false, false, "just read"],
  [299, 299, 300, false, false, "one second before the interval ends"],
  [300, 300, 300, true, false, "the interval has passed"],
  [899, 899, 300, true, false, "one second before the grace ends"],
  [900, 900, 300, true, true, "interval and grace have passed"],
  [300, 0, 300, false, false, "a request failed just now"],
  [300, 29, 300, false, false, "a request failed 29 seconds ago"],
  [300, 30, 300, true, false, "a request failed 30 seconds ago"],
  [900, 0, 300, false, true, "a request failed just now, and the grace has passed"],
  [4, 4, "always", false, false, "always, but the requests of one page view share an answer"],
  [5, 5, "always", true, false, "always means five seconds or older"],
  [5, 0, "always", false, false, "always, and a request failed just now"],
  [10, 5, "always", true, false, "always, and a request failed five seconds ago"],
  [605, 605, "always", true, true, "always, and the grace has passed"],
  [10, 10, 10, true, false, "the shortest interval"],
  [20, 10, 10, true, false, "the shortest interval, and a request failed ten seconds ago"],
  [99_999, 99_999, "never", false, false, "never"],
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
  const outcome = `${due ? "due" : "not due"}${tooOld ? " and too old" : ""}`;
  test(`${outcome}: ${why} (answered ${answered} s ago, asked ${asked} s ago, interval ${every})`, () => {
    const refresh = { every, graceSeconds: 600 };
    expect([
      isDue(session(answered, asked), moment, refresh),
      isTooOld(session(answered, asked), moment, refresh),
    ]).toEqual([due, tooOld]);
  });
}

// A sign-in under `never` keeps no token. Such a session still exists when the operator sets an
// interval.
test("a session without a token becomes due and too old like any other", () => {
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

/** The change a session has seen, its member's latest, seconds since NATS was asked, and due. */
const changes: [seen: string | undefined, latest: string | undefined, asked: number, due: boolean, why: string][] = [
  [undefined, undefined, 5, false, "no change is known"],
  [undefined, "b", 0, true, "the first change, in the second of the sign-in"],
  ["a", "b", 5, true, "one more change"],
  ["b", "b", 5, false, "the latest change was seen"],
  ["b", undefined, 5, false, "the registry has forgotten the change"],
];
for (const [seen, latest, asked, due, why] of changes) {
  test(`${due ? "due" : "not due"}: ${why}`, () => {
    const refresh = { every: 300, graceSeconds: 600 };
    const known = { ...session(asked, asked), ...(seen === undefined ? {} : { change: seen }) };
    expect([isDue(known, moment, refresh, latest), isChanged(known, latest)]).toEqual([due, due]);
    // A change never makes claims too old: it asks, and grants or takes nothing by itself.
    expect(isTooOld(known, moment, refresh)).toBe(false);
    expect(isDue(known, moment, { ...refresh, every: "never" }, latest)).toBe(false);
  });
}

test("a change that NATS could not be asked about is tried again after the usual wait", () => {
  const refresh = { every: 300, graceSeconds: 600 };
  const due = (asked: number) => isDue(session(60, asked), moment, refresh, "b");
  expect([due(0), due(29), due(30)]).toEqual([false, false, true]);
});

test("after a failure, the retries of different sessions are spread over ten seconds", () => {
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

test("after the clock was set back, claims are neither due nor too old", () => {
  const ahead = session(-100, -100);
  expect([
    isDue(ahead, moment, { every: 300, graceSeconds: 600 }),
    isTooOld(ahead, moment, { every: 300, graceSeconds: 600 }),
  ]).toEqual([false, false]);
});
