/** Secrets in files reach the gate, which has no files: under `npm start`, and by `next start`. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanEnvironment } from "../../scripts/environment";
import { answers, freePort, root, standardSettings, startProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { request, visitor } from "../fixtures/visitor";

const token = "metrics-canary-0123456789-abcdefghij";
const secrets = {
  AUTH_SECRET: "files-canary-0123456789-abcdefghijklmnopqrstuvwxyz",
  OIDC_CLIENT_SECRET: "demosecret",
  METRICS_TOKEN: token,
};

let folder = "";
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "members-secrets-"));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

/** Settings with every secret in a file. */
function settingsAt(origin: string, metadataUrl: string): Record<string, string> {
  const settings = standardSettings(origin, metadataUrl) as Record<string, string>;
  for (const [name, value] of Object.entries(secrets)) {
    writeFileSync(join(folder, name), `${value}\n`);
    settings[name] = "";
    settings[`${name}_FILE`] = join(folder, name);
  }
  return settings;
}

/** Signs in and opens a gated page: gate, guard and the call to NATS each need a secret. */
async function works(origin: string): Promise<void> {
  const member = visitor();
  expect((await member.signIn(`${origin}/members`, "fiona")).status).toBe(200);
  expect((await member.open(`${origin}/full`)).status).toBe(200);
  // Only the gate refuses with this status before a page runs: it has opened the cookie.
  const trial = visitor();
  await trial.signIn(`${origin}/members`, "tom");
  expect((await trial.open(`${origin}/full`)).status).toBe(403);
  const { status } = await request(`${origin}/api/metrics`, { headers: { authorization: `Bearer ${token}` } });
  expect(status).toBe(200);
}

test("next start reads them, and files that are gone afterwards do not matter", async ({ nats }) => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const product = await startProduct({ port, settings: settingsAt(origin, nats.metadataUrl) });
  for (const name of Object.keys(secrets)) rmSync(join(folder, name));
  await works(origin);
  expect(product.output()).not.toContain("canary");
  await product.stop();
});

/** Runs what `npm start` runs. */
function npmStart(port: number, settings: Record<string, string>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [join(root, "scripts/start.mjs"), "-p", `${port}`, "-H", "localhost"], {
    cwd: root,
    env: cleanEnvironment(settings),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (text += String(chunk)));
  return { child, output: () => text };
}

test("npm start reads them", async ({ nats }) => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const { child, output } = npmStart(port, settingsAt(origin, nats.metadataUrl));
  await answers(`${origin}/api/health/live`);
  await works(origin);
  child.kill("SIGTERM");
  await once(child, "exit");
  expect(output()).not.toContain("canary");
});

test("npm start names every fault of the files before Next says Ready, and no secret", async ({ nats }) => {
  const port = await freePort();
  const settings = settingsAt(`http://localhost:${port}`, nats.metadataUrl);
  rmSync(join(folder, "AUTH_SECRET"));
  const { child, output } = npmStart(port, { ...settings, METRICS_TOKEN: token });
  expect(await once(child, "close")).toEqual([1, null]);
  expect(output()).toContain("The settings have 2 faults");
  expect(output()).toContain("AUTH_SECRET_FILE names no file.");
  expect(output()).toContain("METRICS_TOKEN_FILE is set beside METRICS_TOKEN.");
  expect(output()).not.toMatch(/canary|Ready/);
});
