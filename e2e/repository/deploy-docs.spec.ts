/** Runs the commands of docs/deploy.md: two releases of a site, a switch, and the way back. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv, promisify } from "node:util";
import { type Copy, expect, test } from "../fixtures/copy";
import { answers, freePort, root, standardSettings } from "../fixtures/product";
import { request, visitor } from "../fixtures/visitor";
import { startNats } from "../nats/server";
import { textOf } from "../tables/tree";

/** The block of commands that follows a bold word. */
function commands(heading: string): string {
  const page = textOf("docs/deploy.md");
  const [, block] = page.slice(page.indexOf(`**${heading}`)).split(/```(?:sh)?\n/);
  if (!page.includes(`**${heading}`) || !block) throw new Error(`No commands for ${heading}`);
  return block;
}

/** A host: folders in place of the real ones, and commands that only note how they were called. */
async function hostOf(copy: Copy) {
  const folder = await mkdtemp(join(tmpdir(), "members-host-"));
  const at = (path: string) => join(folder, path);
  const [srv, etc, bin, calls] = [at("srv"), at("etc"), at("bin"), at("calls")];
  for (const folder of [srv, join(etc, "systemd/system"), bin]) await mkdir(folder, { recursive: true });
  for (const name of ["useradd", "systemctl"]) {
    await writeFile(join(bin, name), `#!/bin/sh\necho "${name} $*" >> ${calls}\n`);
    await chmod(join(bin, name), 0o755);
  }
  const local = (text: string) =>
    text
      .replaceAll("/srv/members", join(srv, "members"))
      .replaceAll("/etc/", `${etc}/`)
      // No such group here. The packages are here already, by the same lockfile.
      .replaceAll("-g members", "")
      .replaceAll("npm ci", `cp -al ${root}/node_modules node_modules`);
  const run = async (script: string, variables: Record<string, string> = {}) => {
    // `npm test` blanks every setting, and Node's --env-file overrides none that exists.
    const own = Object.entries(process.env).filter(([, value]) => value !== "");
    const inherited = Object.fromEntries(own) as NodeJS.ProcessEnv;
    const env = { ...inherited, PATH: `${bin}:${process.env.PATH}`, NEXT_TELEMETRY_DISABLED: "1", ...variables };
    const told = `${local(script)}\necho "release=\${release:-}"`;
    const shell = promisify(execFile)("bash", ["-euc", told], { cwd: copy.folder, env, maxBuffer: 1e8 });
    // What a command found wrong stands in its output, and Node's error leaves that out.
    const { stdout } = await shell.catch((error) => {
      throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`);
    });
    return stdout;
  };
  return {
    srv: join(srv, "members"),
    etc,
    calls: () => readFile(calls, "utf8"),
    run,
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Starts what the unit names, with the settings of its file, as systemd does. */
async function startUnit(etc: string, current: string): Promise<ChildProcess> {
  const unit = await readFile(join(etc, "systemd/system/members@.service"), "utf8");
  const [, command = ""] = /^ExecStart=\/usr\/bin\/env (.+)$/m.exec(unit) ?? [];
  const settings = parseEnv(await readFile(join(etc, "members/shop.env"), "utf8"));
  const [program = "", ...args] = command.split(" ");
  const env = { PATH: process.env.PATH, ...settings } as unknown as NodeJS.ProcessEnv;
  const child = spawn(program, args, { cwd: current, env, stdio: "ignore" });
  await Promise.race([answers(`http://localhost:${settings.PORT}/api/health/ready`), once(child, "exit")]);
  expect(child.exitCode).toBeNull();
  return child;
}

async function stopUnit(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
}

test("a second release is switched to and back; sessions and the running release stay whole", async ({ copy }) => {
  const nats = await startNats({});
  const host = await hostOf(copy);
  let child: ChildProcess | undefined;
  try {
    await host.run(`git init -q . && git add -A && ${commit("first")}\n${commands("Once.")}`);
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    await host.run(commands("The settings of a site.").replace("3001", String(port)));
    const settings = Object.entries(standardSettings(origin, nats.metadataUrl));
    const lines = settings.map(([name, value]) => `${name}=${value}\n`);
    await writeFile(join(host.etc, "members/shop.env"), `${lines.join("")}PORT=${port}\n`);

    const release = commands("A release.");
    const switchTo = commands("Switch to it.");
    const previous = told(await host.run(`${release}${switchTo}`));
    expect(await host.calls()).toMatch(/enable members@shop\nsystemctl restart members@shop\n$/);
    const current = join(host.srv, "current");
    child = await startUnit(host.etc, current);
    const member = visitor();
    expect((await member.signIn(`${origin}/members`, "fiona")).status).toBe(200);
    const doctor = await host.run(commands("Look at it."));
    expect(doctor).toContain(origin);

    await copy.write("public/robots.txt", "User-agent: second-release\n");
    await host.run(`git add -A && ${commit("second")}`);
    await host.run(`${release}${switchTo}`);
    // The link has changed. The running server still has all of its own release.
    const style = /\/_next\/static\/[^"]+\.css/.exec((await request(origin)).body)?.[0] ?? "";
    expect((await request(origin + style)).status).toBe(200);
    expect((await request(`${origin}/robots.txt`)).body).not.toContain("second-release");

    await stopUnit(child);
    child = await startUnit(host.etc, current);
    expect((await request(`${origin}/robots.txt`)).body).toContain("second-release");
    expect((await member.open(`${origin}/members`)).status).toBe(200);

    await host.run(commands("Back to the release before."), { previous });
    await stopUnit(child);
    child = await startUnit(host.etc, current);
    expect((await request(`${origin}/robots.txt`)).body).not.toContain("second-release");
    expect((await member.open(`${origin}/members`)).status).toBe(200);
  } finally {
    child?.kill("SIGKILL");
    await nats.close();
    await host.remove();
  }
});

function commit(message: string): string {
  return `git -c user.name=test -c user.email=test@example.test commit -qm ${message}`;
}

/** The folder that a run has called `release`. */
function told(output: string): string {
  return /release=(\S+)\n$/.exec(output)?.[1] ?? "";
}

test("the unit is accepted by systemd, and exposes little", async ({ copy }) => {
  const unit = join(copy.folder, "members@shop.service");
  await copy.write("members@shop.service", textOf("docs/servers/members@.service"));
  await promisify(execFile)("systemd-analyze", ["verify", unit]);
  const security = ["security", "--offline=true", "--threshold=15", unit];
  await promisify(execFile)("systemd-analyze", security);
});
