// Finds a Chromium for the browser tests, and installs Debian's where that is possible.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";
import { aptInstall, succeeds } from "./apt";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const onMac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/**
 * Files that may be a Chromium, best first: CHROMIUM_PATH alone when it is set, else the usual names in the folders of PATH, then
 * Playwright's own (`playwrights`). Pure: looks at no disk.
 */
export function chromiumCandidates(env: Readonly<Record<string, string | undefined>>, playwrights: string): string[] {
  if (env.CHROMIUM_PATH) return [env.CHROMIUM_PATH];
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), onMac, playwrights];
}

/**
 * The program file of a Chromium that starts: one that is there, else Debian's, installed now. Throws with what to do when there is
 * none, and when CHROMIUM_PATH names none: that is a mistake to correct, not to work around.
 */
export async function provideChromium(): Promise<string> {
  const found = (await findChromium()) ?? (process.env.CHROMIUM_PATH ? undefined : await installChromium());
  if (found) return found;
  if (process.env.CHROMIUM_PATH)
    throw new Error("CHROMIUM_PATH names no program that starts: correct it, or unset it.");
  throw new Error(
    "No Chromium was found for the browser tests. Install one (Debian: apt-get install chromium; anywhere: npx playwright install chromium), or set CHROMIUM_PATH to its program file.",
  );
}

/** Ubuntu has scripts of that name that only ask for a snap: a candidate must start. */
async function findChromium(): Promise<string | undefined> {
  for (const file of chromiumCandidates(process.env, chromium.executablePath())) {
    if (isExecutable(file) && (await succeeds([file, "--version"]))) return file;
  }
  return undefined;
}

/** Debian's, installed now where that is ours to do. */
async function installChromium(): Promise<string | undefined> {
  return (await aptInstall("Chromium", ["chromium", "fonts-liberation"])) ? findChromium() : undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
