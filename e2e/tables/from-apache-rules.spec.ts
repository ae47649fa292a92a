/** npm run from-apache: small configurations become the right gates, or closed ones. */
import { expect, test } from "@playwright/test";
import { standingOf } from "../../lib/access/table";
import { patternRows } from "../fixtures/from-apache/pattern-rows";
import { requireRows } from "../fixtures/from-apache/require-rows";
import { virtualHost } from "../fixtures/from-apache/rows";
import { sectionRows } from "../fixtures/from-apache/section-rows";
import { gatesText, ruleAt, translated } from "./from-apache";

const rows = [...requireRows, ...sectionRows, ...patternRows];

for (const { name, conf, paths, decide = [] } of rows) {
  test(`from Apache: ${name}`, () => {
    const translation = translated(virtualHost(conf));
    for (const [path, rule] of Object.entries(paths)) expect.soft(ruleAt(translation, path), path).toBe(rule);
    const left = translation.findings.filter(({ kind }) => kind === "decide" || kind === "unsupported");
    expect(left.map(({ what }) => what).sort()).toEqual([...decide].sort());
    for (const finding of left) expect(finding.at, finding.what).toBeDefined();
  });
}

test("the table has sixty configurations", () => {
  expect(rows.length).toBeGreaterThanOrEqual(60);
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
});

test("a line that cannot be translated is named by file and line in the gate's comment", () => {
  const text = gatesText(
    translated(virtualHost(["<Location /x>", "AuthType openid-connect", "Require ip 10.0.0.1", "</Location>"])),
  );
  expect(text).toContain("// Apache: <Location /x>, site.conf:11");
  expect(text).toContain("// site.conf:13: Require ip: gates know members, not addresses.");
  expect(text).toContain('x: { paths: ["/x/**"], require: not(validUser) },');
});

test("groups in groups, as deep as a file may have them, are translated at once", () => {
  const depth = 60;
  const nested = (name: string) => {
    const lines = Array.from({ length: depth }, () => [`<${name}>`, "Require claim trial:0"]).flat();
    return [
      "<Location /x>",
      "AuthType openid-connect",
      ...lines,
      ...Array.from({ length: depth }, () => `</${name}>`),
      "</Location>",
    ];
  };
  for (const name of ["RequireAny", "RequireAll"]) {
    expect(ruleAt(translated(virtualHost(nested(name))), "/x")).toBe('claim("trial", "0")');
  }
});

test("gates keep the product's names, and new ones are named after their path", () => {
  const conf = ["public", "status", "7up", "a-b/c", "a/b-c", "constructor"].flatMap((path, index) => [
    `<Location /${path}>`,
    "AuthType openid-connect",
    `Require user u${index}`,
    "</Location>",
  ]);
  const { gates } = translated(virtualHost(conf)).gates;
  const names = gates.map(({ name }) => name);
  expect(names).toEqual(["members", "full", "public2", "status2", "area7up", "constructor", "aBC", "aBC2"]);
  for (const { name, paths } of gates) {
    for (const path of paths) {
      const table = {
        public: [],
        gates: Object.fromEntries(gates.map((each) => [each.name, { ...each, require: each.rule }])),
      };
      expect(standingOf(table, path.replace(/\/\*\*$/, "")), path).toMatchObject({ gate: name });
    }
  }
});
