// Starts the demo's two servers: the built site, and a NATS look-alike.
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { addresses, withReturn } from "../lib/addresses";
import { build, isBuilt } from "./build";
import { cleanEnvironment } from "./environment";
import { freePort } from "./ports";
import { type Child, start, tool } from "./processes";

/** Settings of a site, given its origin and its NATS's. AUTH_SECRET is new at each run. */
function demoSettings(site: string, nats: string, managementKey: string): Record<string, string> {
  return {
    AUTH_URL: site,
    AUTH_SECRET: randomBytes(33).toString("base64"),
    OIDC_PROVIDER_METADATA_URL: `${nats}/.well-known/member-openid-configuration`,
    OIDC_CLIENT_ID: "1",
    OIDC_CLIENT_SECRET: "demosecret",
    NATS_MANAGEMENT_KEY: managementKey,
    // For what NATS does not post: five minutes, the default, are too long to watch.
    OIDC_USER_INFO_REFRESH_INTERVAL: "60",
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

/** The servers, and where they are. */
export interface DemoServers {
  site: string;
  nats: string;
  siteServer: Child;
  natsServer: Child;
}

/**
 * Starts both servers and waits until they answer. With `developing`, the site follows changes of
 * the source. `onOutput` gets what the site prints. Throws if one of them does not start.
 */
export async function startDemo(developing: boolean, onOutput: (text: string) => void): Promise<DemoServers> {
  if (!developing) await ensureBuild();
  const natsPort = await freePort(4000, "the NATS look-alike");
  const sitePort = await freePort(3000, "the members area", [natsPort]);
  const nats = `http://localhost:${natsPort}`;
  const site = `http://localhost:${sitePort}`;
  const managementKey = randomBytes(32).toString("hex");

  const natsServer = start(
    [process.execPath, "--import", "tsx", join("e2e", "nats", "main.ts")],
    cleanEnvironment({
      NATS_SIM_PORT: String(natsPort),
      NATS_SIM_DEMO: "1",
      NATS_SIM_MANAGEMENT_URL: `${site}${addresses.pushes}?key=${managementKey}`,
      NATS_SIM_APPROVAL_URL: site + withReturn(addresses.recheck, "/full"),
    }),
  );
  const siteServer = start(
    tool("next/dist/bin/next", developing ? "dev" : "start", "-H", "localhost", "-p", String(sitePort)),
    cleanEnvironment(demoSettings(site, nats, managementKey)),
    onOutput,
  );
  await Promise.all([
    ready("the NATS look-alike", `${nats}/.well-known/member-openid-configuration`, natsServer),
    ready("the members area", site + addresses.ready, siteServer),
  ]);
  return { site, nats, siteServer, natsServer };
}
