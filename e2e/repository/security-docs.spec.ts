/** docs/security.md: each requirement has a row, and each row names tests that exist. */
import { expect, test } from "@playwright/test";
import { filesUnder, textOf } from "../tables/tree";

const page = textOf("docs/security.md");
const lines = page.split("\n").map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "")));
const rows = lines.filter(([id = "", , , tests]) => /^[A-Z]+-\d\d$/.test(id) && tests !== undefined);
const withoutTest = lines.filter(([id = "", , , tests]) => /^[A-Z]+-\d\d$/.test(id) && tests === undefined);

/** How many requirements each group has, and which of them only should hold (S) or may (N). */
const groups: Record<string, { count: number; should: number[]; may?: number[] }> = {
  GATE: { count: 13, should: [11, 13] },
  OIDC: { count: 14, should: [9, 14] },
  CLM: { count: 10, should: [9] },
  SES: { count: 12, should: [9, 10, 11] },
  OUT: { count: 7, should: [6, 7] },
  INP: { count: 5, should: [5] },
  CCH: { count: 5, should: [5] },
  MED: { count: 7, should: [3, 4, 7], may: [5, 6] },
  RES: { count: 11, should: [8, 9, 10] },
  ABU: { count: 3, should: [1, 3] },
  LOG: { count: 4, should: [4] },
  CFG: { count: 4, should: [3, 4] },
  REL: { count: 5, should: [3, 4, 5] },
};

const ids = Object.entries(groups).flatMap(([group, { count, should, may = [] }]) =>
  Array.from({ length: count }, (_, at) => at + 1)
    .filter((number) => !may.includes(number))
    .map((number) => ({
      id: `${group}-${String(number).padStart(2, "0")}`,
      rank: should.includes(number) ? "S" : "M",
    })),
);

/** The titles of a file's tests, in parts: between two parts stands what a template puts in. */
function titlesOf(source: string): string[][] {
  const titles = [...source.matchAll(/\btest\(\s*(["'`])(.*?)(?<!\\)\1/gs)].map(([, , title = ""]) => title);
  return titles.map((title) => title.replace(/\\(["'`])/g, "$1").split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/));
}

/** True for a title of the file. What a template puts in must stand in the file, or be "…". */
function isTitleIn(title: string, source: string): boolean {
  return titlesOf(source).some((parts) => {
    const pattern = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("(.+)");
    const found = new RegExp(`^${pattern}$`).exec(title);
    return found?.slice(1).every((given) => given === "…" || source.includes(given)) ?? false;
  });
}

test("each requirement that must or should hold is in the tables once, and each that must has a test", () => {
  expect([...rows, ...withoutTest].map(([id]) => id).sort()).toEqual(ids.map(({ id }) => id).sort());
  for (const [id, rank] of rows) expect.soft(rank, id).toBe(ids.find((each) => each.id === id)?.rank);
  for (const [id] of withoutTest) expect.soft(ids.find((each) => each.id === id)?.rank, id).toBe("S");
});

test("each row names one to three tests that exist", () => {
  for (const [id, , , tests = ""] of rows) {
    const named = [...tests.matchAll(/`([\w/.-]+)` > "(.+?)"(?=;|$)/g)];
    expect.soft(named.map(([whole]) => whole).join("; "), id).toBe(tests);
    expect.soft(named.length, id).toBeLessThanOrEqual(3);
    for (const [, file = "", title = ""] of named) {
      const isThere = filesUnder("e2e").includes(`e2e/${file}`);
      expect.soft(isThere && isTitleIn(title, textOf(`e2e/${file}`)), `${id}: ${file} > ${title}`).toBe(true);
    }
  }
});

test("a title that is not there is noticed, also one that fits a template", () => {
  const source = `test("a gate refuses", f);\ntest(\`$\{name} ends the session\`, f); const name = "a ban";`;
  expect(isTitleIn("a gate refuses", source)).toBe(true);
  expect(isTitleIn("a ban ends the session", source)).toBe(true);
  expect(isTitleIn("… ends the session", source)).toBe(true);
  for (const title of ["a gate", "a gate refuses all", "a sign-out ends the session", "a ban begins the session"]) {
    expect.soft(isTitleIn(title, source), title).toBe(false);
  }
});
