/** `npm start`: what is wrong is said before Next says that the server is ready. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanEnvironment } from "../../scripts/environment";
import { answers, freePort, root, standardSettings, type TestSettings } from "../fixtures/product";
import { expect, test } from "../fixtures/test";

const metadataUrl = "http://localhost:9/.well-known/member-openid-configuration";

/** Runs what `npm start -- …` runs. */
function npmStart(port: number, settings: TestSettings, ...options: string[]): ChildProcess {
  return spawn(process.execPath, [join(root, "scripts/start.mjs"), "-p", String(port), ...options], {
    cwd: root,
    env: cleanEnvironment(settings),
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Waits for the end of a start that must fail. Returns its status and output. */
async function failedStart(child: ChildProcess): Promise<{ code: number; output: string }> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  const [code] = await once(child, "close");
  return { code: Number(code), output };
}

const settingsAt = (port: number) => standardSettings(`http://localhost:${port}`, metadataUrl);

test("faults of the settings end the start before Next says Ready", async () => {
  const port = await freePort();
  const settings = { ...settingsAt(port), OIDC_CLIENT_ID: "<NATS Site ID>", NODE_TLS_REJECT_UNAUTHORIZED: "0" };
  const { code, output } = await failedStart(npmStart(port, settings));
  expect([code, output]).toEqual([1, expect.stringContaining("2 faults")]);
  for (const said of ["OIDC_CLIENT_ID is still a placeholder", "NODE_TLS_REJECT_UNAUTHORIZED is 0"])
    expect(output).toContain(said);
  expect(output).not.toContain("Ready");
});

test("a port that is taken is said in one sentence, without a stack", async () => {
  const other = createServer().listen(0, "localhost");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const { code, output } = await failedStart(npmStart(port, settingsAt(port), "-H", "localhost"));
  other.close();
  expect(code).toBe(1);
  expect(output.trim()).toBe(
    `Another program listens at localhost, port ${port}. Stop it, or choose another port: npm start -- -p ${port + 1}`,
  );
});

for (const [option, said] of [
  ["-p=abc", "The port =abc is not a number up to 65535."],
  ["--port=70000", "The port 70000 is not a number up to 65535."],
  [
    "--hostname=nowhere.invalid",
    "The name nowhere.invalid is not known. Choose one that this machine has: -H localhost",
  ],
] as const) {
  test(`${option} is answered with one sentence, without a stack`, async () => {
    const { code, output } = await failedStart(npmStart(9, settingsAt(9), option));
    expect([code, output.trim()]).toEqual([1, said]);
  });
}

test("a PORT in a .env file is not the server's port, and ends the start", async () => {
  const folder = await mkdtemp(join(tmpdir(), "members-port-"));
  for (const name of ["scripts", "lib", "package.json", "tsconfig.json"])
    await cp(join(root, name), join(folder, name), { recursive: true });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "dir");
  await writeFile(join(folder, ".env"), "PORT=4567\n");
  const beforeStart = (env: Record<string, string>, ...options: string[]) =>
    failedStart(
      spawn(process.execPath, ["--import", "tsx", join(folder, "scripts/before-start.ts"), ...options], {
        env: cleanEnvironment({ ...settingsAt(9), ...env }),
        stdio: ["ignore", "pipe", "pipe"],
      }),
    );
  const port = String(await freePort());
  const said = "PORT in a .env file has no effect";
  expect((await beforeStart({})).output).toContain(said);
  expect((await beforeStart({ PORT: port })).output).not.toContain(said);
  expect((await beforeStart({}, "-p", port)).output).not.toContain(said);
  await rm(folder, { recursive: true });
});

test("an address that Next confuses with localhost is refused before Next says Ready", async () => {
  const port = await freePort();
  const { code, output } = await failedStart(npmStart(port, settingsAt(port), "--hostname", "127.0.0.1"));
  expect([code, output]).toEqual([1, expect.stringContaining("Start with -H localhost")]);
  expect(output).not.toContain("Ready");
});

test("with good settings the server answers, and SIGTERM ends it", async () => {
  const port = await freePort();
  const child = npmStart(port, settingsAt(port), "-H", "localhost");
  await answers(`http://localhost:${port}/api/health/live`);
  child.kill("SIGTERM");
  const [code, signal] = await once(child, "exit");
  expect(signal ?? code).toBe(0);
});
