/** The start of a server: bad settings end it here, with all faults on the screen. */
import { existsSync } from "node:fs";
import { consoleLog } from "../log";
import { describeFaults, readSettings } from "./read";

/** Checks the settings; ends the process with status 1 when they have faults (throwing here would not stop Next). */
export function start(): void {
  const result = readSettings(process.env);
  if ("faults" in result) {
    process.stderr.write(`${describeFaults(result.faults)}\n`);
    process.exit(1);
  }
  const { settings } = result;
  if (!settings.provider.verifyTls) process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0"; // Development only: readSettings saw to it.
  consoleLog("info", "start", {
    origin: settings.origin,
    provider: settings.provider.metadataUrl,
    client: settings.client.id,
  });
  const { dir, signing } = settings.media;
  // Not a fault: a site of pages alone, or with its files at a CDN, has none.
  if (!signing && !existsSync(dir)) {
    consoleLog("warn", "start", {
      file: dir,
      operator:
        "MEDIA_DIR: there is no such folder, so every address under /media/ answers 404. Create it, or set where the files are.",
    });
  }
}
