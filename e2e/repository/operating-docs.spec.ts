/** docs/operating.md, its alerts and its dashboard name what the code has, and no more. */
import { expect, test } from "@playwright/test";
import { refusals } from "../../lib/access/reasons";
import { addresses } from "../../lib/addresses";
import { failureCodes, failures } from "../../lib/failures";
import { logEvents } from "../../lib/log";
import { listener } from "../../lib/measure";
import { recheckOutcomes } from "../../lib/nats/ask-userinfo";
import { isSetting, secretFileNames } from "../../lib/settings/table";
import { startMetrics } from "../../lib/signals/metrics";
import { siteWith } from "../tables/support";
import { codeOf, filesUnder, textOf } from "../tables/tree";

const page = textOf("docs/operating.md");
const alerts = textOf("docs/operating/alerts.yml");
const dashboard = textOf("docs/operating/grafana.json");

/** The cells of the table below a heading, without its first two lines. */
function rowsBelow(heading: string): string[][] {
  const [, section = ""] = page.split(new RegExp(`^#+ ${heading}$`, "m"));
  const [own = ""] = section.split(/^#+ /m);
  const lines = own.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The names in the first cells of that table. */
const namesBelow = (heading: string) => rowsBelow(heading).map(([name = ""]) => name.replaceAll("`", ""));

const sorted = (names: readonly string[]) => [...names].sort();

for (const [heading, names] of [
  ["The log", logEvents],
  ["Sign-ins that fail", failureCodes],
  ["Refusals", [...refusals, "unavailable"]],
  ["Rechecks", recheckOutcomes.slice(0, -failureCodes.length)],
] as const) {
  test(`the table below "${heading}" has a row for each in the code, and no other`, () => {
    expect(sorted(namesBelow(heading))).toEqual(sorted(names));
    for (const [name, , , ...rest] of rowsBelow(heading)) expect.soft(rest.at(-1) ?? "-", name).not.toBe("");
  });
}

test("each event is logged somewhere, with the levels that the page says", () => {
  const code = [...filesUnder("lib"), ...filesUnder("app"), "instrumentation.ts"]
    .filter((path) => /\.tsx?$/.test(path))
    .map(codeOf)
    .join("\n");
  for (const [name = "", levels = ""] of rowsBelow("The log")) {
    const event = name.replaceAll("`", "");
    const calls = [...code.matchAll(new RegExp(`\\b(?:log|consoleLog)\\(\\s*([^()]*?),\\s*"${event}"`, "g"))];
    const used = new Set(calls.flatMap(([, level = ""]) => level.match(/(?<=")(info|warn|error)(?=")/g) ?? []));
    expect.soft(sorted([...used]), event).toEqual(sorted(levels.split(", ")));
  }
});

test("each code has the status of its page", () => {
  for (const [name = "", status] of rowsBelow("Sign-ins that fail")) {
    const code = failureCodes.find((known) => name === `\`${known}\``);
    expect.soft(status, name).toBe(code && `${failures[code].status}`);
  }
});

test("the addresses of health exist, and settings that the page names, too", () => {
  expect(namesBelow("Is it well\\?")).toEqual([addresses.live, addresses.ready, addresses.metrics]);
  const named = page.match(/(?<![A-Z_])(OIDC|AUTH|METRICS|MEDIA|REDIS)_[A-Z0-9_]+\b/g) ?? [];
  for (const name of new Set(named)) expect.soft(isSetting(name), name).toBe(true);
  const [, files = ""] = page.split("## Secrets in files");
  for (const name of secretFileNames) expect.soft(files, name).toContain(`\`${name.replace(/_FILE$/, "")}\``);
});

/** The metrics that the product shows, with the labels of each. */
async function shownMetrics(): Promise<Map<string, Set<string>>> {
  startMetrics(siteWith());
  listener()?.counted("recheck", { outcome: "changed" }, 1);
  listener()?.counted("nats_call", { call: "keys", outcome: "answered" }, 1);
  const shown = new Map<string, Set<string>>();
  for (const line of ((await listener()?.text()) ?? "").split("\n")) {
    const [, name = "", labels = ""] = /^(\w+)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    if (!name) continue;
    const known = shown.get(name) ?? new Set();
    for (const [, label = ""] of labels.matchAll(/(\w+)="/g)) known.add(label);
    shown.set(name, known);
  }
  return shown;
}

/** The metrics that an expression of Prometheus names, with the labels that it selects by. */
function metricsIn(expression: string): { name: string; labels: string[] }[] {
  const named = expression.matchAll(/\b((?:members|process|nodejs)_\w+)(?:\{([^}]*)\})?/g);
  return [...named].map(([, name = "", selector = ""]) => ({
    name,
    labels: [...selector.matchAll(/(\w+)\s*[=!]/g)].map(([, label = ""]) => label),
  }));
}

/** The expressions of the dashboard. */
function dashboardExpressions(): string[] {
  const { panels } = JSON.parse(dashboard) as { panels: { targets: { expr: string }[] }[] };
  return panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
}

test("alerts and dashboard ask for metrics and labels that exist", async () => {
  const shown = await shownMetrics();
  // The names of the rules are in `expr`, or on the lines below it.
  const rules = alerts.split(/^\s+- alert: /m).slice(1);
  const expressions = [...rules.map((rule) => rule.split(/^\s+(?:for|labels):/m)[0] ?? ""), ...dashboardExpressions()];
  for (const expression of expressions) {
    const asked = metricsIn(expression);
    expect.soft(asked, expression).not.toEqual([]);
    for (const { name, labels } of asked) {
      expect.soft([...shown.keys()], expression).toContain(name);
      // Prometheus itself adds the instance.
      const known = [...(shown.get(name) ?? []), "instance"];
      for (const label of labels) expect.soft(known, `${name}: ${label}`).toContain(label);
    }
  }
});

test("values that alerts select by are codes, reasons, answers and events of the code", () => {
  const known: readonly string[] = [
    ...recheckOutcomes,
    ...refusals,
    ...logEvents,
    ...["done", "answered", "rejected", "unavailable", "unknown", "warn"],
  ];
  for (const [, values = ""] of alerts.matchAll(/[=~]"([\w|]+)"/g)) {
    for (const value of values.split("|")) expect.soft(known, value).toContain(value);
  }
});

test("the page has a row for each metric of the product, and for each of the five alerts", async () => {
  const own = [...(await shownMetrics()).keys()].filter((name) => name.startsWith("members_"));
  const families = new Set(own.map((name) => name.replace(/_(bucket|sum|count)$/, "")));
  expect(sorted(namesBelow("Metrics"))).toEqual(sorted([...families]));
  const named = [...alerts.matchAll(/- alert: (\w+)/g)].map(([, name = ""]) => name);
  expect(sorted(namesBelow("Alerts"))).toEqual(sorted(named));
  expect(named).toHaveLength(5);
});
