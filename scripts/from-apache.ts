// `npm run from-apache -- FILE…`: translates Apache's configuration into `.env` and lib/gates.ts,
// and reports what became of each line. Nothing is written without `--write`.
// Exit code 0: translated. 1: something is yours to decide, or was refused. 2: cannot be read.
import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { claimNames } from "../lib/claims";
import { namesIn, readIn, realDisk, writeAll } from "./from-apache/disk";
import { type Host, hostLabel, hostsIn, pickHost } from "./from-apache/hosts";
import { place, refusalIn } from "./from-apache/model";
import { definesIn, type GivenOptions, optionsIn } from "./from-apache/options";
import { readConfiguration } from "./from-apache/read";
import { ansiPaint, findingsReport, hostReport, nextSteps, noPaint } from "./from-apache/report";
import { inOrder, isExact, translate } from "./from-apache/translate";
import { planFiles } from "./from-apache/write";

const usage = `Usage: npm run from-apache -- FILE… [options]

  FILE…                 Apache's main configuration, or the file of a virtual host
  --root DIR            includes are read below this folder (default: ServerRoot, or FILE's folder)
  --define NAME[=value] a name that no file defines; without =value it is read from the environment
  --host NAME           one virtual host of several, by ServerName or ServerAlias
  --write               writes .env and lib/gates.ts, and adds claims to lib/claims.ts
  --overwrite           with --write: replaces files that you have edited; the former stay beside`;

const product = fileURLToPath(new URL("..", import.meta.url));
const paint = process.stdout.isTTY && !process.env.NO_COLOR ? ansiPaint : noPaint;

function run(given: GivenOptions): number {
  // npm runs scripts in the project's folder; the paths are meant from where npm was called.
  const from = process.env.INIT_CWD ?? process.cwd();
  const defines = definesIn(given.define, process.env);
  const { nodes, others, findings } = readConfiguration(
    given.files.map((file) => resolve(from, file)),
    realDisk,
    { root: given.root === undefined ? undefined : resolve(from, given.root), defines },
  );
  const { hosts, count } = hostsIn(nodes, others);
  const chosen = given.host === undefined ? hosts : [pickHost(hosts, given.host)];
  const surroundings = {
    makeSecret: () => randomBytes(33).toString("base64"),
    claimsText: readIn(product, "lib/claims.ts") ?? "",
    claimNames,
    namesIn,
  };
  const translations = chosen.map((host) => translate(host, surroundings));
  for (const translation of translations) console.log(hostReport(translation, paint));
  if (findings.length > 0) console.log(`${paint.title("The files")}\n\n${findingsReport(inOrder(findings), paint)}`);
  console.log(`Hosts with mod_auth_openidc: ${hosts.length} of ${count}.`);
  const exact = chosen.length > 0 && translations.every((each) => isExact(each.findings)) && isExact(findings);
  if (!given.write) return exact ? 0 : 1;
  const [translation, other] = translations;
  if (!translation || other) return notOne(hosts);
  const plan = planFiles(translation, (path) => readIn(product, path), given.overwrite);
  if ("refused" in plan) {
    console.log(["Nothing was written.", ...plan.refused].join("\n"));
    return 1;
  }
  const formers = writeAll(product, plan.changes);
  console.log(`Written: ${plan.changes.map(({ path }) => path).join(", ")}.`);
  if (formers.length > 0) console.log(`The former texts are in ${formers.join(", ")}.`);
  console.log(nextSteps(translation.host));
  return exact ? 0 : 1;
}

function notOne(hosts: readonly Host[]): number {
  const names = hosts.map((host) => `--host ${hostLabel(host)}`).join(" or ");
  console.log(`Nothing was written. ${names ? `Add ${names}.` : "No host is to be translated."}`);
  return 1;
}

const given = optionsIn(process.argv.slice(2));
if ("fault" in given) {
  console.error(`${given.fault}\n\n${usage}`);
  process.exitCode = 2;
} else if (given.help || given.files.length === 0) {
  console.log(usage);
  process.exitCode = given.help ? 0 : 2;
} else {
  try {
    process.exitCode = run(given);
  } catch (error) {
    const refusal = refusalIn(error);
    if (!refusal) throw error;
    console.error(`${refusal.at ? `${place(refusal.at)}: ` : ""}${refusal.expected}. Nothing was translated.`);
    process.exitCode = 2;
  }
}
