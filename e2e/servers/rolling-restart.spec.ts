/** Instances restarted in turn, behind nginx and under load: members notice nothing. */
import { expect, test } from "@playwright/test";
import { rollingRestart } from "./two-instances";

test("two instances are restarted in turn: no request fails, and no session is lost", async () => {
  const outcome = await rollingRestart(8, 40);
  expect(outcome.failures, outcome.log.slice(-2000)).toEqual([]);
  expect(outcome.restarts).toBeGreaterThanOrEqual(2);
  expect(outcome.requests).toBeGreaterThan(100);
});
