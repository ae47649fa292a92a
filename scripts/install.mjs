// Makes sure that the packages are there: the only script that runs before they are. Silent when there is nothing to do.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** When a file of the project was last written, in milliseconds since 1970; 0 when it is not there. */
function writtenAt(...path) {
  return statSync(join(root, ...path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Whether a version like "20.9.0" is at least 20.9, the oldest that Next runs on. */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 20 || (major === 20 && minor >= 9);
}

/** Runs `npm ci` with the npm that runs this script; gives its exit status. */
function install() {
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund"];
  const npm = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : undefined;
  const options = { cwd: root, stdio: "inherit", env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1" } };
  const result = npm
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
  return result.status ?? 1;
}

if (!isNewEnough(process.versions.node)) {
  console.error(`This needs Node 20.9 or newer; here is ${process.versions.node}. Get one from https://nodejs.org`);
  process.exit(1);
}
// npm writes this copy of the lock file when an installation is complete.
if (writtenAt("node_modules", ".package-lock.json") < writtenAt("package-lock.json")) {
  console.log("Installing packages (npm ci) …");
  const status = install();
  if (status !== 0) console.error("The packages could not be installed; npm's own lines above say why.");
  process.exitCode = status;
}
