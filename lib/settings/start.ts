/** Checks the settings when a server starts. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { consoleLog } from "../log";
import { type EnvFile, envFileFaults, envFileNames } from "./env-file";
import { mediaDirFaults } from "./media-dir";
import { describeFaults, readSettings } from "./read";
import type { Environment, Fault, Settings } from "./shape";
import { settingsWarnings } from "./warnings";

/** Prints all faults and exits with status 1 if there are any. Next would ignore a thrown error. */
export function start(): void {
  const { settings, faults, hint } = checkStart(process.env, process.cwd());
  if (!settings || faults.length > 0) {
    process.stderr.write(`${describeFaults(faults)}\n${hint}\n`);
    process.exit(1);
  }
  const { origin, provider, client, media } = settings;
  // readSettings refuses this in production.
  if (!provider.verifyTls) process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  consoleLog("info", "start", { origin, provider: provider.metadataUrl, client: client.id });
  for (const { name, wrong, cure } of settingsWarnings(settings)) {
    consoleLog("warn", "start", { setting: name, operator: `${name} ${wrong}. ${cure}.` });
  }
  // Only a warning: a site without files, or with all files at a CDN, needs no folder.
  if (!media.signing && !existsSync(media.dir)) {
    const operator = "MEDIA_DIR does not exist, so /media/ answers 404. Create the folder, or correct MEDIA_DIR.";
    consoleLog("warn", "start", { file: media.dir, operator });
  }
}

/** Reads the settings of a server in the folder `project`, with all faults that stop its start. */
export function checkStart(
  env: Environment,
  project: string,
): { settings: Settings | undefined; faults: Fault[]; hint: string } {
  const files = envFiles(project, env.NODE_ENV === "development");
  const changed = envFileFaults(files, env);
  const result = readSettings(env);
  const settings = "settings" in result ? result.settings : undefined;
  const media = mediaDirFaults(env.MEDIA_DIR?.trim() || "./media", project);
  const own = [...("faults" in result ? result.faults : []), ...media];
  // A value that the loader cut is often too short as well. One fault is enough to find it.
  const others = own.filter(({ name }) => !changed.some((fault) => fault.name === name));
  const hint =
    files.length > 0
      ? `They are read from the environment and from ${files.map(({ name }) => name).join(", ")}.`
      : "There is no .env file. Make one with: npm run doctor -- --init";
  return { settings, faults: [...changed, ...others], hint };
}

function envFiles(project: string, development: boolean): EnvFile[] {
  return envFileNames(development).flatMap((name) => {
    const path = join(/* turbopackIgnore: true */ project, name);
    return existsSync(path) ? [{ name, text: readFileSync(path, "utf8") }] : [];
  });
}
