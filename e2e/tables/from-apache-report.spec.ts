/** npm run from-apache: its words, its options, and how loudly it says that something is closed. */
import { expect, test } from "@playwright/test";
import { hostsIn, pickHost } from "../../scripts/from-apache/hosts";
import { refusalIn } from "../../scripts/from-apache/model";
import { definesIn, optionsIn } from "../../scripts/from-apache/options";
import { parse } from "../../scripts/from-apache/parse";
import { isBrokenPattern } from "../../scripts/from-apache/regex";
import { hostReport, nextSteps } from "../../scripts/from-apache/report";
import { virtualHost } from "../fixtures/from-apache/rows";
import { claimsText, translated } from "./from-apache";

const openid = "AuthType openid-connect";
const vip = (...lines: string[]) => ["<Location /vip>", openid, ...lines, "</Location>"];

/** Returns what is left to decide, as the report prints it. */
function decided(conf: readonly string[]): string[] {
  const found = translated(virtualHost(conf)).findings.filter(({ kind }) => kind === "decide");
  return found.map(({ what, text }) => `${what}: ${text}`);
}

const words: [lines: string[], expected: string][] = [
  [
    ["Require valid-user", "Require not user tom"],
    "Require not user: Apache does not start with a `Require not` outside `<RequireAll>`.",
  ],
  [["<RequireAll>", "</RequireAll>"], "<RequireAll>: It contains no directives."],
  [["<REQUIREany>", "</REQUIREany>"], "<REQUIREany>: It contains no directives."],
  [
    ["<RequireNone>", "Require user tom", "</RequireNone>"],
    "<RequireNone>: Apache does not start with a group that only refuses, outside `<RequireAll>`.",
  ],
  [["Require Claim trial:0"], "Require Claim: Apache knows `claim` in small letters only."],
  [["Require"], "Require: It names nothing."],
  [["Require claim"], "Require claim: It names nothing."],
];
for (const [lines, expected] of words) {
  test(`says of ${lines.join(" ")}: ${expected}`, () =>
    expect(decided(vip(...lines))).toContain(`${expected} This line admits nobody here.`));
}

const closings: [name: string, conf: string[], closed: string[], carried: number[]][] = [
  ["a rule that is translated", vip("Require claim trial:0"), [], [11]],
  ["Require all denied, as in Apache", vip("Require all denied"), [], [11]],
  ["an address", vip("Require ip 10.0.0.1"), ["/vip/**"], []],
  ["AuthType without Require", vip(), ["/vip/**"], []],
  [
    "one <If> with denied",
    [...vip("Require claim trial:0"), '<If "-n %{HTTP:X}">', "Require all denied", "</If>"],
    ["/**", "/vip/**", "/members/**", "/media/**", "/full/**", "/media/full/**"],
    [],
  ],
];
for (const [name, conf, closed, carried] of closings) {
  test(`carried over has no gate that is closed because of ${name}`, () => {
    const translation = translated(virtualHost(conf));
    expect(translation.closed).toEqual(closed);
    const sections = translation.findings.filter(({ kind, what }) => kind === "carried" && what.startsWith("<"));
    expect(sections.map(({ at }) => at?.line)).toEqual(carried);
    expect(hostReport(translation).includes("CLOSED TO EVERY MEMBER")).toBe(closed.length > 0);
  });
}

test("one <If> that closes the whole site says so, in the head of the report and at its line", () => {
  const conf = ['<If "-n %{HTTP:X}">', "Require all denied", "</If>"];
  expect(hostReport(translated(virtualHost(conf)))).toContain(
    "CLOSED TO EVERY MEMBER, because not all could be translated: THE WHOLE SITE",
  );
  expect(decided(conf)).toContain(
    '<If "-n %{HTTP:X}">: counts for some requests. Gates see the path only: it CLOSES ALL OF /**, for every member.',
  );
});

test("a gate whose claim --write cannot add is closed, and not carried over", () => {
  const own = claimsText.replace("const scalar", "const mine");
  const translation = translated(virtualHost(vip("Require claim package:7")), new Map(), own);
  expect(translation.closed).toEqual(["/vip/**"]);
  expect(translation.findings.find(({ what }) => what === "<Location /vip>")).toMatchObject({ kind: "changed" });
});

const patterns: [source: string, broken: boolean][] = [
  ["^/(a|b", true],
  ["^/a)", true],
  ["[a-z", true],
  ["*a", true],
  ["a\\", true],
  ["^/(a|b)(/|$)", false],
  ["[](]", false],
  ["[[:alpha:](]+", false],
  ["\\(a", false],
  ["\\Q((\\Ea", false],
  ["(?i)(?<name>a)++", false],
];
for (const [source, broken] of patterns) {
  test(`${source} is ${broken ? "a broken pattern" : "a pattern"}`, () => expect(isBrokenPattern(source)).toBe(broken));
}

test("a broken pattern is called so", () => {
  for (const head of ['LocationMatch "^/(a|b"', 'Location ~ "^/(a|b"'])
    expect(decided([`<${head}>`, openid, "Require valid-user", `</${head.split(" ")[0]}>`])).toContain(
      `<${head}>: has a broken pattern, with which Apache does not start. Mend it, and translate again.`,
    );
});

test("--define NAME takes its value from the environment, --define NAME=value has it", () => {
  const env = { SECRET: "canary=1", EMPTY: "" };
  expect([...definesIn(["SECRET", "EMPTY", "SSL=", "A=b=c"], env)]).toEqual([
    ["SECRET", "canary=1"],
    ["EMPTY", ""],
    ["SSL", ""],
    ["A", "b=c"],
  ]);
  expect(refused(() => definesIn(["GONE"], env))).toBe(
    "expected GONE in the environment, or --define GONE= for a name without a value",
  );
});

test("an unknown option, and an option without its value, are named", () => {
  const faults = [["a.conf", "--hots", "x"], ["--root"]].map((args) => optionsIn(args));
  expect(faults).toEqual([
    { fault: "Unknown option '--hots'." },
    { fault: "Option '--root <value>' argument missing." },
  ]);
});

test("--host knows ServerName and ServerAlias in any case, with or without the port", () => {
  const text = virtualHost(["ServerAlias www.example.com Club.Example.COM"]).replace("members.ex", "Members.Ex");
  const { hosts } = hostsIn(parse(text, "site.conf"));
  const names = ["members.example.com", "MEMBERS.example.com:443", "club.example.com", "WWW.example.com:443"];
  for (const name of names) expect(pickHost(hosts, name).name).toBe("members.example.com");
  expect(refused(() => pickHost(hosts, "other.example.com"))).toContain("members.example.com:443");
});

test("after --write come doctor and build, and the files of an Alias", () => {
  const steps = (conf: string[]) => nextSteps(translated(virtualHost(conf)).host);
  expect(steps([])).toBe("Next: npm run doctor, then npm run build.");
  expect(steps(["Alias /films /srv/films"]).split("\n")[1]).toBe(
    "Files of the Alias /films: into MEDIA_DIR, or as in docs/servers/apache.conf.",
  );
});

function refused(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    return refusalIn(error)?.expected;
  }
  return undefined;
}
