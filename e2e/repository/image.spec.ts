/** The image: built by the Dockerfile's own steps, run as another user in a read-only tree. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, linkFolder, test } from "../fixtures/copy";
import { answers, freePort, root, standardSettings } from "../fixtures/product";
import { visitor } from "../fixtures/visitor";
import { startNats } from "../nats/server";
import { buildImage, shell } from "./image";

const canary = "canary-0123456789-must-not-leave-the-host";
/** A user that owns nothing here, as `nobody` on Debian. */
const nobody = 65534;

async function lines(command: string, args: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(command, args, { maxBuffer: 50_000_000 });
  return stdout.split("\n").filter(Boolean);
}

test("has no .env, is small, writes nothing, and ends with 0", async ({ copy }) => {
  const folder = await mkdtemp(join(tmpdir(), "members-image-"));
  const nats = await startNats({});
  try {
    for (const path of [".env", ".env.production", "app/.env.local", "notes.txt", ".git/notes"]) {
      await copy.write(path, `OIDC_CLIENT_SECRET=${canary}\n`);
    }
    await copy.write("media/heron.txt", "a heron");
    const image = await buildImage(copy.folder, folder, async (command, cwd, env) => {
      // The packages are here already, and by the same lockfile.
      if (!command.startsWith("npm ci")) return shell(command, cwd, env);
      await linkFolder(join(root, "node_modules"), join(cwd, "node_modules"));
    });
    expect(image.user).toBe("node");
    expect(await lines("grep", ["-rlF", canary, image.folder]).catch(() => [])).toEqual([]);
    const [size = ""] = await lines("du", ["-sm", image.folder]);
    expect(Number.parseInt(size, 10)).toBeLessThanOrEqual(200);

    await chmod(folder, 0o755);
    await promisify(execFile)("chmod", ["-R", "a-w,a+rX", image.folder]);
    const tree = () => lines("find", [image.folder, "-printf", "%p %s %T@\n"]);
    const before = await tree();
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const { AUTH_SECRET = "", ...others } = standardSettings(origin, nats.metadataUrl);
    // As Docker hands secrets over. The gate, which has no files, must get it.
    const secretFile = join(folder, "auth-secret");
    await writeFile(secretFile, AUTH_SECRET);
    const settings = { ...others, AUTH_SECRET_FILE: secretFile, METRICS_TOKEN: canary };
    const own = { PATH: process.env.PATH ?? "", ...image.env, PORT: String(port), HOSTNAME: "localhost" };
    const env = { ...settings, ...own } as unknown as NodeJS.ProcessEnv;
    const [, ...args] = image.command;
    const options = { cwd: join(image.folder, image.workdir), env, uid: nobody, gid: nobody } as const;
    const server = spawn(process.execPath, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const output: string[] = [];
    for (const stream of [server.stdout, server.stderr]) stream.on("data", (data) => output.push(`${data}`));
    const ended = once(server, "exit");
    try {
      await Promise.race([answers(`${origin}/api/health/ready`), ended]);
      await promisify(execFile)(process.execPath, image.healthCheck.slice(1), options);
      const member = visitor();
      expect((await member.signIn(`${origin}/members`, "fiona")).status, output.join("")).toBe(200);
      expect((await member.open(`${origin}/media/heron.txt`)).body).toBe("a heron");
      const page = await member.open(origin);
      const [style = ""] = /\/_next\/static\/[^"]+\.css/.exec(page.body) ?? [];
      expect((await member.open(origin + style)).status).toBe(200);
      expect((await member.open(`${origin}/robots.txt`)).status).toBe(200);
      const metrics = await member.open(`${origin}/api/metrics`, { headers: { authorization: `Bearer ${canary}` } });
      expect(metrics.body).toContain('members_sign_ins_total{outcome="done"} 1');
    } finally {
      server.kill("SIGTERM");
    }
    expect(await ended).toEqual([0, null]);
    expect(await tree()).toEqual(before);
    expect(output.join("")).not.toContain(canary);
    expect(output.join("")).not.toMatch(/EACCES|EROFS|Error:/);
  } finally {
    await nats.close();
    await rm(folder, { recursive: true, force: true });
  }
});

test("a linter has nothing against the Dockerfile", async () => {
  // Fetched when it is needed: a cloner does not need it. It prints what it finds.
  const linter = ["--yes", "dockerfile-utils@0.16.3", "lint", join(root, "Dockerfile")];
  expect(await lines("npx", linter)).toEqual([]);
});
