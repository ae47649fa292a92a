/** npm run from-apache: a condition of unknown state makes gates narrower, never wider. */
import { expect, test } from "@playwright/test";
import { refusalIn } from "../../scripts/from-apache/model";
import { readConfiguration } from "../../scripts/from-apache/read";
import { virtualHost } from "../fixtures/from-apache/rows";
import { diskOf, gatesText, ruleAt, translated } from "./from-apache";

const vip = ["<Location /vip>", "AuthType openid-connect", "Require claim package:7", "</Location>"];
const open = ["<Location /vip>", "Require all granted", "</Location>"];
const packageOnly = 'claim("package", "7")';
const full = 'claim("trial", "0")';

/** Puts lines into a conditional section. */
const given = (condition: string, ...lines: string[]) => [`<${condition}>`, ...lines, `</${condition.split(" ")[0]}>`];

const rows: [name: string, conf: string[], rule: string][] = [
  ["a module that may be missing opens nothing", [...vip, ...given("IfModule mod_nosuch.c", ...open)], packageOnly],
  [
    "a module that is loaded may open",
    ["LoadModule nosuch_module x.so", ...vip, ...given("IfModule mod_nosuch.c", ...open)],
    "public",
  ],
  ["a module of the recipe may open", [...vip, ...given("IfModule mod_alias.c", ...open)], "public"],
  ["a module that may be loaded closes", given("IfModule !mod_nosuch.c", ...vip), packageOnly],
  ["a name that Apache may define closes", given("IfDefine PAID", ...vip), packageOnly],
  ["a name that Apache may not define opens nothing", [...vip, ...given("IfDefine !TRIAL", ...open)], packageOnly],
  ["a file that may be missing opens nothing", [...vip, ...given("IfFile /srv/open", ...open)], packageOnly],
  ["another Apache 2.4 opens nothing", [...vip, ...given("IfVersion >= 2.4.50", ...open)], packageOnly],
  ["every Apache 2.4 may open", [...vip, ...given("IfVersion >= 2.4", ...open)], "public"],
  ["Apache 2.2 is not asked", [...vip, ...given("IfVersion < 2.4", ...open)], packageOnly],
  [
    "a line beside others in one section",
    ["<Location /vip>", ...vip.slice(1, 3), ...given("IfModule mod_nosuch.c", "Require all granted"), "</Location>"],
    packageOnly,
  ],
  [
    "both states of a module admit only whom both rules admit",
    [
      ...given("IfModule mod_nosuch.c", ...vip),
      ...given("IfModule !mod_nosuch.c", "<Location /vip>", ...vip.slice(1, 2), "Require claim trial:0", "</Location>"),
    ],
    `all(${packageOnly}, ${full})`,
  ],
  [
    "two conditions in one another, both of them false",
    [...given("IfModule !mod_one.c", ...given("IfModule !mod_two.c", ...vip))],
    packageOnly,
  ],
  [
    "an Alias that may be missing hides no folder",
    [
      ...given("IfModule mod_nosuch.c", "Alias /vip /srv/tour"),
      "<Directory /srv/site/vip>",
      ...vip.slice(1, 3),
      "</Directory>",
    ],
    packageOnly,
  ],
  [
    "a name that may be undefined moves no rule",
    [...given("IfModule mod_nosuch.c", "Define AREA other"), "<Location /\x24{AREA}>", ...vip.slice(1)],
    packageOnly,
  ],
  [
    "the claim of Require user may be another one",
    [
      ...given("IfModule mod_nosuch.c", "OIDCRemoteUserClaim email"),
      "<Location /vip>",
      "AuthType openid-connect",
      "Require user tom",
      "</Location>",
    ],
    'all(claim("email", "tom"), claim("username", "tom"))',
  ],
];
for (const [name, conf, rule] of rows) {
  test(`from Apache: ${name}`, () => expect(ruleAt(translated(virtualHost(conf)), "/vip/a.html")).toBe(rule));
}

test("a gate that a condition narrows says so, and the section is not carried over", () => {
  const translation = translated(virtualHost(given("IfModule !mod_nosuch.c", ...vip)));
  expect(gatesText(translation)).toContain(
    "// Narrower than Apache's rule, because a condition around it may be false.",
  );
  const opened = translated(virtualHost([...vip, ...given("IfModule mod_nosuch.c", ...open)]));
  const sections = opened.findings.filter(({ what }) => what === "<Location /vip>");
  expect(sections.map(({ kind, at }) => [kind, at?.line])).toEqual([
    ["carried", 11],
    ["changed", 16],
  ]);
});

test("the report says what was taken as true, and what follows if it is not", () => {
  const path = "/etc/apache2/site.conf";
  const { findings } = readConfiguration(
    [path],
    diskOf({ [path]: given("IfModule mod_nosuch.c", ...open).join("\n") }),
  );
  expect(findings.map(({ what, text }) => `${what}: ${text}`)).toEqual([
    "<IfModule mod_nosuch.c>: The module was taken as loaded. If it is not, the section does not count. " +
      "A gate admits only members whom both readings admit.",
  ]);
});

test("more conditions than can be tried are refused, with a way out", () => {
  const conf = Array.from({ length: 7 }, (_, index) => given(`IfModule mod_x${index}.c`, ...open)).flat();
  const error = (() => {
    try {
      return translated(virtualHost(conf));
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(refusalIn(error)?.expected).toContain("apachectl -D DUMP_CONFIG");
});
