/** What is counted, in the text format of Prometheus; and labels from closed sets only. */
import { expect, test } from "@playwright/test";
import { count, listen, listener } from "../../lib/measure";
import { startMetrics } from "../../lib/signals/metrics";
import { faultsWith, settingsWith, siteWith } from "./support";

/** Returns the samples of one metric, by their labels. */
async function samples(name: string): Promise<Record<string, number>> {
  const lines = ((await listener()?.text()) ?? "").split("\n").filter((line) => line.match(`^${name}[{ ]`));
  return Object.fromEntries(lines.map((line) => [/\{(.*)\}/.exec(line)?.[1] ?? "", Number(line.split(" ").at(-1))]));
}

test("without a listener counting does nothing", () => {
  listen(undefined as never);
  expect(() => count("registry_look", { answer: "open" })).not.toThrow();
});

test("what the log tells is counted from its lines: sign-ins by outcome, sign-outs, lines by event", async () => {
  startMetrics(siteWith());
  const told = listener();
  told?.logged("info", "sign_in", { member: "0a1b2c3d4e5f" });
  told?.logged("info", "sign_in_failed", { code: "stale", reference: "K7QX2M9P" });
  told?.logged("error", "sign_in_failed", { code: "not_listed" });
  told?.logged("info", "sign_out", {});
  told?.logged("warn", "metadata", { outcome: "refresh_failed" });
  const signIns = await samples("members_sign_ins_total");
  expect([signIns['outcome="done"'], signIns['outcome="stale"'], signIns['outcome="not_listed"']]).toEqual([1, 1, 1]);
  expect(signIns['outcome="clock"'], "from zero on").toBe(0);
  expect(await samples("members_sign_outs_total")).toEqual({ "": 1 });
  expect((await samples("members_log_lines_total"))['event="metadata",level="warn"']).toBe(1);
  const text = (await told?.text()) ?? "";
  expect(text).not.toMatch(/0a1b2c3d4e5f|K7QX2M9P|nats\.example|members\.example/);
});

test("what the log does not tell is counted: rechecks, refusals, looks, files, calls", async () => {
  startMetrics(siteWith());
  count("recheck", { outcome: "unchanged" }, 0.03);
  count("recheck", { outcome: "unchanged" }, 3);
  count("refusal", { reason: "trial" });
  count("registry_look", { answer: "unknown" });
  count("media_answer", { status: "206" });
  count("media_bytes", {}, 65_536);
  count("media_bytes", {}, 1);
  count("nats_call_in_flight", { call: "token" }, 1);
  count("nats_call_in_flight", { call: "userinfo" }, 1);
  count("nats_call_in_flight", { call: "userinfo" }, -1);
  count("nats_call", { call: "userinfo", outcome: "timeout" }, 5);
  expect(await samples("members_recheck_seconds_count")).toEqual({ 'outcome="unchanged"': 2 });
  expect((await samples("members_recheck_seconds_bucket"))['le="0.05",outcome="unchanged"']).toBe(1);
  expect((await samples("members_refusals_total"))['reason="trial"']).toBe(1);
  expect((await samples("members_registry_looks_total"))['answer="unknown"']).toBe(1);
  expect((await samples("members_media_answers_total"))['status="206"']).toBe(1);
  expect(await samples("members_media_bytes_total")).toEqual({ "": 65_537 });
  const running = await samples("members_nats_calls_in_flight");
  expect([running['call="token"'], running['call="userinfo"']]).toEqual([1, 0]);
  expect(await samples("members_nats_call_seconds_count")).toEqual({ 'call="userinfo",outcome="timeout"': 1 });
  expect(await samples("members_registry_up")).toEqual({ "": 1 });
});

test("no input makes a new series: unknown values count as other, and unknown labels are dropped", async () => {
  startMetrics(siteWith());
  for (let index = 0; index < 500; index++) {
    count("refusal", { reason: `reason-${index}`, username: "fiona" } as { reason: string });
    listener()?.logged("info", "sign_in_failed", { code: `code-${index}` });
    listener()?.logged("info", `event-${index}`, {});
  }
  expect((await samples("members_refusals_total"))['reason="other"']).toBe(500);
  expect((await samples("members_sign_ins_total"))['outcome="other"']).toBe(500);
  expect((await listener()?.text())?.split("\n").length).toBeLessThan(500);
  expect(await listener()?.text()).not.toMatch(/fiona|(reason|code|event)-\d/);
});

test("METRICS_TOKEN is long, and can stand in a header", () => {
  expect(settingsWith().metricsToken).toBeUndefined();
  expect(settingsWith({ METRICS_TOKEN: "kV3sT0q9Zr7mB2nX8cL5wH1jD6fG4aPy+/=" }).metricsToken).toHaveLength(35);
  for (const [METRICS_TOKEN, wrong] of [
    ["kV3sT0q9Zr7mB2nX8cL5wH1jD6fG4aP", "is shorter than 32 characters"],
    ["kV3sT0q9 Zr7mB2nX8cL5wH1jD6fG4aPy", "has characters that Authorization cannot carry"],
    ["kV3sT0q9ÄZr7mB2nX8cL5wH1jD6fG4aPy", "has characters that Authorization cannot carry"],
    ["your-token-0123456789-0123456789-x", "is still a placeholder"],
  ] as const) {
    expect(faultsWith({ METRICS_TOKEN })).toMatchObject([{ name: "METRICS_TOKEN", wrong }]);
  }
});
