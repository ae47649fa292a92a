/** Checks the settings when a server starts. */
import { existsSync } from "node:fs";
import { consoleLog } from "../log";
import { mediaDirFaults } from "./media-dir";
import { describeFaults, readSettings } from "./read";

/** Prints all faults and exits with status 1 if there are any. Next would ignore a thrown error. */
export function start(): void {
  const result = readSettings(process.env);
  const faults = "faults" in result ? result.faults : mediaDirFaults(result.settings.media.dir, process.cwd());
  if ("faults" in result || faults.length > 0) {
    process.stderr.write(`${describeFaults(faults)}\n`);
    process.exit(1);
  }
  const { origin, provider, client, media } = result.settings;
  // readSettings refuses this in production.
  if (!provider.verifyTls) process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  consoleLog("info", "start", { origin, provider: provider.metadataUrl, client: client.id });
  // Only a warning: a site without files, or with all files at a CDN, needs no folder.
  if (!media.signing && !existsSync(media.dir)) {
    const operator = "MEDIA_DIR does not exist, so /media/ answers 404. Create the folder, or correct MEDIA_DIR.";
    consoleLog("warn", "start", { file: media.dir, operator });
  }
}
