// Installs the packages if they are missing or older than the lock file. Runs before any package
// is there, so it imports none.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Returns when a file was last written, in milliseconds since 1970, or 0 if it does not exist. */
function writtenAt(...path) {
  return statSync(join(root, ...path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Returns true if a version like "20.9.0" is at least 20.9, the oldest that Next supports. */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 20 || (major === 20 && minor >= 9);
}

/** Runs `npm ci` with the npm that runs this script. Returns its exit status. */
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
  console.error(`Node 20.9 or newer is required. This is Node ${process.versions.node}. Download: https://nodejs.org`);
  process.exit(1);
}
// npm writes this copy of the lock file at the end of an installation.
if (writtenAt("node_modules", ".package-lock.json") < writtenAt("package-lock.json")) {
  console.log("Installing packages (npm ci) …");
  const status = install();
  if (status !== 0) console.error("npm could not install the packages. Its output above says why.");
  process.exitCode = status;
}
