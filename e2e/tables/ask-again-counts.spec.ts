/** The summary of rechecks in the log: one line a minute with counts by outcome and times. */
import { expect, test } from "@playwright/test";
import type { LogFields } from "../../lib/log";
import { countRecheck } from "../../lib/nats/ask-again-counts";
import { clockByHand, siteWith } from "./support";

test("one line a minute has the counts by outcome, the average time and the slowest", () => {
  const clock = clockByHand();
  const lines: [string, LogFields | undefined][] = [];
  const site = {
    ...siteWith({ now: clock.now }),
    log: (_level: string, event: string, fields?: LogFields) => void lines.push([event, fields]),
  };
  for (const milliseconds of [10, 20, 30]) countRecheck("unchanged", milliseconds, site);
  countRecheck("not_listed", 940, site);
  expect(lines, "nothing before the minute is over").toEqual([]);
  clock.pass(60);
  countRecheck("unchanged", 5, site);
  expect(lines).toEqual([
    ["rechecks", { unchanged: 3, not_listed: 1, seconds: 60, averageMilliseconds: 250, slowestMilliseconds: 940 }],
  ]);
  clock.pass(61);
  countRecheck("revoked", 7, site);
  expect(lines[1]).toEqual(["rechecks", { unchanged: 1, seconds: 61, averageMilliseconds: 5, slowestMilliseconds: 5 }]);
});

test("each site has its own counts", () => {
  const clock = clockByHand();
  const lines: string[] = [];
  const log = (_level: string, event: string) => void lines.push(event);
  const [one, other] = [siteWith({ now: clock.now }), siteWith({ now: clock.now })].map((site) => ({ ...site, log }));
  if (one) countRecheck("unchanged", 1, one);
  clock.pass(60);
  if (other) countRecheck("unchanged", 1, other);
  expect(lines).toEqual([]);
});
