/** Checks the settings when a server starts. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { consoleLog } from "../log";
import { type EnvFile, envFileFaults, envFileNames } from "./env-file";
import { mediaDirFaults } from "./media-dir";
import { describeFaults, readSettings } from "./read";
import { placeSecrets, withSecretFiles } from "./secret-files";
import type { Environment, Fault, Settings } from "./shape";
import { secretOfFile } from "./table";
import { settingsWarnings } from "./warnings";

/**
 * Prints all faults and exits with status 1 if there are any. Next would ignore a thrown error.
 * Puts secrets from files into the environment.
 */
export function start(): void {
  const { settings, faults, hint, env } = checkStart(process.env, process.cwd());
  if (!settings || faults.length > 0) {
    process.stderr.write(`${describeFaults(faults)}\n${hint}\n`);
    process.exit(1);
  }
  placeSecrets(process.env, env);
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

/**
 * Reads the settings of a server in the folder `project`, with all faults that stop its start.
 * Returns the environment with the secrets that lie in files.
 */
export function checkStart(
  given: Environment,
  project: string,
): { settings: Settings | undefined; faults: Fault[]; hint: string; env: Environment } {
  const files = envFiles(project, given.NODE_ENV === "development");
  const { env, faults: unread } = withSecretFiles(given);
  const changed = [...envFileFaults(files, given), ...unread];
  const result = readSettings(env);
  const settings = "settings" in result ? result.settings : undefined;
  const media = mediaDirFaults(env.MEDIA_DIR?.trim() || "./media", project);
  const own = [...("faults" in result ? result.faults : []), ...media];
  // A value that the loader cut is often too short as well. One fault is enough to find it.
  const isKnown = (name: string) => changed.some((fault) => fault.name === name || secretOfFile(fault.name) === name);
  const others = own.filter(({ name }) => !isKnown(name));
  const hint =
    files.length > 0
      ? `They are read from the environment and from ${files.map(({ name }) => name).join(", ")}.`
      : "There is no .env file. Make one with: npm run doctor -- --init";
  return { settings, faults: [...changed, ...others], hint, env };
}

function envFiles(project: string, development: boolean): EnvFile[] {
  return envFileNames(development).flatMap((name) => {
    const path = join(/* turbopackIgnore: true */ project, name);
    return existsSync(path) ? [{ name, text: readFileSync(path, "utf8") }] : [];
  });
}
