/**
 * npm run from-apache on a configuration as operators have it: five files of Windows and Unix line
 * ends, three members areas, includes, odd case and quoting. Its whole report is compared.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { readSettings } from "../../lib/settings/read";
import { realDisk } from "../../scripts/from-apache/disk";
import { envFile } from "../../scripts/from-apache/env-file";
import { hostLabel, hostsIn } from "../../scripts/from-apache/hosts";
import { everyNode } from "../../scripts/from-apache/model";
import { readConfiguration } from "../../scripts/from-apache/read";
import { findingsReport, hostReport } from "../../scripts/from-apache/report";
import { translate } from "../../scripts/from-apache/translate";
import { claimNames, claimsText, madeSecret } from "./from-apache";
import { top } from "./tree";

const folder = join(top, "e2e/fixtures/from-apache/messy");
const { nodes, others, findings } = readConfiguration([join(folder, "apache2.conf")], realDisk);
const { hosts } = hostsIn(nodes, others);
const surroundings = {
  makeSecret: () => madeSecret,
  claimsText,
  claimNames,
  namesIn: () => ["index.html", "full", "blog", ".git"],
};
const translations = hosts.map((host) => translate(host, surroundings));
// The folder's path differs from computer to computer, and so would the line ends.
const portable = findings.map((finding) => ({ ...finding, text: finding.text.replaceAll(folder, "FOLDER") }));
const report = [...translations.map((each) => hostReport(each)), findingsReport(portable)].join("\n");

test("the fixture has both kinds of line ends", () => {
  expect(readFileSync(join(folder, "sites-enabled/010-members.conf"), "utf8")).toContain("\r\n");
  expect(readFileSync(join(folder, "sites-enabled/020-vip.conf"), "utf8")).not.toContain("\r");
});

test("the hosts are those with OpenID Connect, and not the one that redirects", () => {
  expect(hosts.map(hostLabel)).toEqual(["members.example.com:443", "vip.example.com:443", "legacy.example.com:8443"]);
});

test("the report is the expected one, line by line", () => {
  const expected = readFileSync(join(folder, "report.txt"), "utf8");
  expect(report.split("\n")).toEqual(expected.split("\n"));
});

test("every OIDC directive and every section with its own rule is named by file and line", () => {
  const named = new Set(
    [...translations.flatMap((each) => each.findings), ...findings].map(({ at }) => at && `${at.file}:${at.line}`),
  );
  for (const { name, at, kind } of everyNode(nodes)) {
    const decides = name.startsWith("oidc") || (kind === "section" && /^(directory|files|location|limit)/.test(name));
    if (decides) expect.soft(named, name).toContain(`${at.file}:${at.line}`);
  }
});

test("secrets are in .env alone", () => {
  expect(report).not.toContain("canary");
  expect(translations.map(({ env, host }) => envFile(env, host.name)).join("\n")).toContain(
    `OIDC_CLIENT_SECRET="p\\$ss #1 ' canary"`,
  );
});

test("the first host's settings let the product start; the others lack what the report names", () => {
  const [members, ...others] = translations.map(({ env }) => readSettings(Object.fromEntries(env.values)));
  expect(members).toHaveProperty("settings");
  for (const other of others) {
    expect("faults" in other ? other.faults.map(({ name }) => name) : []).toEqual(["OIDC_CLIENT_SECRET"]);
  }
});
