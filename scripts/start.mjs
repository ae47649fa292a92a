// `npm start`: checks settings, build and port, then becomes `next start` with the same options.
// Next says "Ready" before it reads the settings, and answers a taken port with a stack.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const options = process.argv.slice(2);

// Without the development packages there is no tsx. Then the server checks the settings itself.
if (existsSync(join(root, "node_modules", "tsx"))) {
  const check = ["--import", "tsx", join(root, "scripts", "before-start.ts"), ...options];
  const { status } = spawnSync(process.execPath, check, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

const next = join(root, "node_modules", "next", "dist", "bin", "next");
// Next exits at once with 143. lib/answers/graceful-stop.ts lets requests and downloads end first.
process.env.NEXT_MANUAL_SIG_HANDLE = "true";
process.argv = [process.execPath, next, "start", ...options];
await import(next);
