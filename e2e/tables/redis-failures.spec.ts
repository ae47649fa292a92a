/** What is done about a failing Redis: pauses, log lines, and writes that are kept. */
import { expect, test } from "@playwright/test";
import { keptWrites, type Outcome } from "../../lib/registry/redis/kept";
import { isRefusal, outages } from "../../lib/registry/redis/outages";
import { pauses } from "../../lib/registry/redis/pauses";
import { slotOf } from "../../lib/registry/redis/slot";
import { siteWith } from "./support";

/** A clock in milliseconds that the test turns. */
function clockInHand() {
  const clock = { at: 0, now: () => clock.at };
  return clock;
}

test("after three failures a node is left alone, one call a second tries it, and another node is not touched", () => {
  const clock = clockInHand();
  const nodes = pauses(clock.now);
  for (let i = 0; i < 3; i++) {
    expect(nodes.mayCall("a")).toBe(true);
    nodes.failed("a");
  }
  expect([nodes.mayCall("a"), nodes.mayCall("b")]).toEqual([false, true]);
  clock.at += 1000;
  expect([nodes.mayCall("a"), nodes.mayCall("a")], "one call, and none beside it").toEqual([true, false]);
  nodes.succeeded("a");
  expect([nodes.mayCall("a"), nodes.mayCall("a"), nodes.isFailing()]).toEqual([true, true, false]);
});

test("a silent node renews the connection after 10 seconds, then after twice as long", () => {
  const clock = clockInHand();
  const nodes = pauses(clock.now);
  const renewals: number[] = [];
  for (; clock.at <= 80_000; clock.at += 1000) {
    nodes.succeeded("other");
    if (nodes.failed("silent")) renewals.push(clock.at / 1000);
  }
  expect(renewals).toEqual([10, 30, 70]);
  expect(nodes.isFailing()).toBe(true);
  clock.at += 10_000;
  expect(nodes.isFailing(), "nobody has asked it for long").toBe(false);
});

test("the log tells of a failure once a minute, and of its end once, also when answers and failures alternate", () => {
  const clock = clockInHand();
  const site = siteWith();
  const told = outages(site.log, clock.now);
  for (let second = 0; second < 90; second++, clock.at += 1000) {
    told.failed("OOM");
    told.succeeded();
  }
  for (let second = 0; second < 10; second++, clock.at += 1000) told.succeeded();
  expect(site.logged.map(({ level, event, fields }) => [level, event, fields.outcome, fields.calls])).toEqual([
    ["error", "registry", "failed", 1],
    ["error", "registry", "failed", 60],
    ["info", "registry", "back", 29],
  ]);
  expect(site.logged[0]?.fields.operator).toContain("maxmemory");
});

test("only a Redis that answers refuses", () => {
  expect(["OOM", "READONLY", "timeout", "ECONNREFUSED", "constructor"].map(isRefusal)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("what is kept counts at once, and until it is written", async () => {
  const kept = keptWrites(3600);
  let outcome: Outcome = "refused";
  kept.keep("member", { ended: { until: 100, reason: "everywhere" } }, async () => outcome);
  kept.keep("member", { change: "c1" }, async () => outcome);
  expect(kept.known(["visit", "member", undefined], 100)).toEqual({ reason: "everywhere", change: "c1" });
  expect(kept.known(["member"], 101), "a visit begun later goes on").toEqual({ change: "c1" });
  outcome = "written";
  await expect.poll(() => kept.known(["member"], 100), { timeout: 5000 }).toEqual({});
});

test("what met nobody is tried again, counts for the life of a session, and no longer", async () => {
  const clock = clockInHand();
  const kept = keptWrites(3600, clock.now);
  let tries = 0;
  kept.keep("name", { ended: { until: 100, reason: "operator" } }, async () => {
    tries++;
    return "nobody";
  });
  await expect.poll(() => tries, { timeout: 5000 }).toBe(1);
  clock.at += 2000;
  await expect.poll(() => tries, { timeout: 5000 }).toBe(2);
  expect(kept.known(["name"], 100)).toEqual({ reason: "operator" });
  clock.at += 3_600_000;
  await expect.poll(() => kept.known(["name"], 100), { timeout: 5000 }).toEqual({});
});

test("a write whose node is away does not hold up the others, and the list is bounded", async () => {
  const kept = keptWrites(3600);
  kept.keep("ended", { ended: { until: 100, reason: "operator" } }, async () => "refused");
  for (let i = 0; i < 11_000; i++) kept.keep(`lost ${i}`, { change: "c" }, async () => "refused");
  expect([kept.known(["lost 0"], 0), kept.known(["lost 1001"], 0)]).toEqual([{}, { change: "c" }]);
  expect(kept.known(["ended"], 100), "changes go before ends").toEqual({ reason: "operator" });
  const fewer = keptWrites(3600);
  for (let i = 0; i < 15; i++) fewer.keep(`lost ${i}`, { change: "c" }, async () => "refused");
  fewer.keep("found", { change: "c" }, async () => "written");
  await expect.poll(() => fewer.known(["found"], 0), { timeout: 5000 }).toEqual({});
});

test("slots are those of the cluster specification", () => {
  expect([slotOf("123456789"), slotOf("foo"), slotOf("")]).toEqual([0x31c3, 12_182, 0]);
});
