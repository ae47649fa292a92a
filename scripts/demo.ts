// `npm run demo`: builds the site, starts it beside a NATS look-alike, and prints how to sign in.
// Needs no settings. With `-- --dev` it starts `next dev`, which follows changes of the source.
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { described, seedMembers } from "../e2e/nats/members";
import { addresses, withReturn } from "../lib/addresses";
import { build, isBuilt } from "./build";
import { cleanEnvironment } from "./environment";
import { freePort } from "./ports";
import { type Child, start, stopAll, tool, whenStopped } from "./processes";

/** What each demo member gets to see, by the member's key. */
const sees: Readonly<Record<string, string>> = {
  fiona: "everything",
  tom: "the members pages; the full collection answers with an upgrade",
  eddie: "a page that offers to renew",
  nina: "a page that offers to join",
  uma: "the members pages; the full collection answers with the support page",
};

/** Settings of a site, given its origin and its NATS's. AUTH_SECRET is new at each run. */
function demoSettings(site: string, nats: string): Record<string, string> {
  return {
    AUTH_URL: site,
    AUTH_SECRET: randomBytes(33).toString("base64"),
    OIDC_PROVIDER_METADATA_URL: `${nats}/.well-known/member-openid-configuration`,
    OIDC_CLIENT_ID: "1",
    OIDC_CLIENT_SECRET: "demosecret",
    // The default of five minutes is too long to watch a change arrive.
    OIDC_USER_INFO_REFRESH_INTERVAL: "10",
    NATS_EXPIRED_LOGIN: "on",
    NATS_LINK_DOMAIN: nats,
    NATS_LINK_SITE_ID: "1",
  };
}

async function ensureBuild(): Promise<void> {
  if (isBuilt()) return;
  const began = Date.now();
  process.stdout.write("Building the site … ");
  const { ended, output } = build();
  if ((await ended) !== 0) throw new Error(`the build failed:\n\n${output()}`);
  console.log(`done in ${Math.round((Date.now() - began) / 1000)} s`);
}

/** Waits for an answer with success. Throws if the server ends first, or after three minutes. */
async function ready(what: string, url: string, server: Child): Promise<void> {
  let over = false;
  void server.ended.then(() => {
    over = true;
  });
  const deadline = Date.now() + 180_000;
  while (!over && Date.now() < deadline) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(15_000) }).catch(() => null);
    if (answer?.ok && !over) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} ${over ? "did not start" : "does not answer"}:\n\n${server.output()}`);
}

function introduction(site: string, nats: string): string {
  const members = [...seedMembers().values()].filter(({ demo }) => demo);
  const rows = members.map((member) => {
    const { username, password, key } = member;
    return `  ${username.padEnd(8)}${password.padEnd(10)}${described(member).split(":")[0]?.padEnd(20)}${sees[key] ?? ""}`;
  });
  return [
    "",
    `  Members area    ${site}`,
    `  NATS console    ${nats}/_control/   change members, break things`,
    "",
    `  ${"Member".padEnd(8)}${"Password".padEnd(10)}${"Membership".padEnd(20)}Sees`,
    ...rows,
    "",
    "  A change in the console shows at the next page after ten seconds; “Check my membership again” shows it at once.",
    "  Ctrl-C stops both servers. Below is the site's log.",
    "",
  ].join("\n");
}

let stopping = false;

const developing = process.argv.includes("--dev");

async function main(): Promise<void> {
  whenStopped(async () => {
    stopping = true;
    console.log("\nStopping …");
    await stopAll();
    process.exit(0);
  });
  if (!developing) await ensureBuild();
  const natsPort = await freePort(4000, "the NATS look-alike");
  const sitePort = await freePort(3000, "the members area", [natsPort]);
  const nats = `http://localhost:${natsPort}`;
  const site = `http://localhost:${sitePort}`;

  let introduced = false;
  const natsServer = start(
    [process.execPath, "--import", "tsx", join("e2e", "nats", "main.ts")],
    cleanEnvironment({
      NATS_SIM_PORT: String(natsPort),
      NATS_SIM_DEMO: "1",
      NATS_SIM_APPROVAL_URL: site + withReturn(addresses.recheck, "/full"),
    }),
  );
  const siteServer = start(
    tool("next/dist/bin/next", developing ? "dev" : "start", "-H", "localhost", "-p", String(sitePort)),
    cleanEnvironment(demoSettings(site, nats)),
    (text) => introduced && process.stdout.write(text),
  );
  await Promise.all([
    ready("the NATS look-alike", `${nats}/.well-known/member-openid-configuration`, natsServer),
    ready("the members area", site + addresses.ready, siteServer),
  ]);
  console.log(introduction(site, nats));
  introduced = true;

  const ended = (what: string, { ended, output }: Child) =>
    ended.then(() => Promise.reject(new Error(`${what} ended by itself:\n\n${output().slice(-4000)}`)));
  await Promise.race([ended("the NATS look-alike", natsServer), ended("the members area", siteServer)]);
}

main().catch(async (error: unknown) => {
  if (stopping) return; // The servers ended because we stopped them.
  console.error(`\nThe demo stopped: ${error instanceof Error ? error.message : String(error)}`);
  await stopAll();
  process.exit(1);
});
