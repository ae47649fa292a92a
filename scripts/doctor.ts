// `npm run doctor`: looks at the settings, at NATS, and with `--site` at the running site. Prints a
// line for each, with the cure. Run it on the server that will call NATS: NATS lists addresses.
import { parseArgs } from "node:util";
import { loadEnvConfig } from "@next/env";
import type { Settings } from "../lib/settings/shape";
import type { Site } from "../lib/site";
import { type Finding, findingsOf } from "./doctor/finding";
import { init } from "./doctor/init";
import { checkNats } from "./doctor/nats";
import { plainFetch } from "./doctor/plain-fetch";
import { exitStatus, formatFindings } from "./doctor/report";
import { checkSettings } from "./doctor/settings";
import { checkSite } from "./doctor/site";
import { root } from "./processes";

const usage = `npm run doctor                     the settings and NATS
npm run doctor -- --site           also the running site, at AUTH_URL
npm run doctor -- --site URL       also the running site, at another address
npm run doctor -- --json           the same as JSON
npm run doctor -- --init           asks for what a new site needs, and writes .env`;

const options = {
  init: { type: "boolean" },
  json: { type: "boolean" },
  site: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/** The site as the doctor sees it. It logs nothing: what is wrong is in the findings. */
function siteOf(settings: Settings): Site {
  const now = () => Math.floor(Date.now() / 1000);
  return { settings, now, fetch, log: () => undefined, count: () => undefined, development: false };
}

async function examine(project: string, siteUrl: string | null): Promise<Finding[]> {
  const outer = { ...process.env };
  loadEnvConfig(project, process.env.NODE_ENV === "development", { info: () => undefined, error: console.error });
  const { findings, settings } = checkSettings({ ...process.env }, outer, project);
  if (!settings) {
    const cure = "Cure the settings, then run the doctor again.";
    return [...findings, findingsOf("NATS").unknown("NATS was not looked at.", cure)];
  }
  if (!settings.provider.verifyTls) process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  const site = siteOf(settings);
  const atNats = await checkNats(site);
  const atSite = siteUrl === null ? [] : await checkSite(siteUrl || settings.origin, { ...site, fetch: plainFetch });
  return [...findings, ...atNats, ...atSite];
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [url = "", ...rest] = positionals;
  const isWrong = rest.length > 0 || (url !== "" && (!values.site || !/^https?:\/\//.test(url) || !URL.canParse(url)));
  if (values.help || isWrong) {
    console.log(usage);
    process.exitCode = values.help ? 0 : 2;
  } else if (values.init) {
    process.exitCode = await init(root, process.stdin, process.stdout);
  } else {
    const findings = await examine(root, values.site ? url : null);
    console.log(
      values.json ? JSON.stringify(findings, null, 2) : formatFindings(findings, process.stdout.isTTY === true),
    );
    process.exitCode = exitStatus(findings);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : "The doctor failed.");
  process.exitCode = 2;
});
