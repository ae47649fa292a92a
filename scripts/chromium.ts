// Finds a Chromium for the browser tests, or installs Debian's.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";
import { aptInstall, succeeds } from "./apt";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const onMac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/**
 * Lists the files that may be a Chromium, best first.
 * If CHROMIUM_PATH is set, it is the only candidate. Otherwise the usual names in the folders of
 * PATH come first, and then `playwrights`, the file that Playwright would download.
 */
export function chromiumCandidates(env: Readonly<Record<string, string | undefined>>, playwrights: string): string[] {
  if (env.CHROMIUM_PATH) return [env.CHROMIUM_PATH];
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), onMac, playwrights];
}

/**
 * Returns the program file of a Chromium that starts. Offers to install Debian's if none is found.
 * Throws with the cure if there is none, or if CHROMIUM_PATH is set to a file that does not start.
 */
export async function provideChromium(): Promise<string> {
  const found = (await findChromium()) ?? (process.env.CHROMIUM_PATH ? undefined : await installChromium());
  if (found) return found;
  if (process.env.CHROMIUM_PATH)
    throw new Error("CHROMIUM_PATH is not a program that starts. Correct it, or unset it.");
  throw new Error(
    [
      "The browser tests need Chromium, and none was found. Do one of these, then run again:",
      "  Debian, as root:  apt-get install chromium fonts-liberation",
      "  any system:       npx playwright install chromium",
      "  installed already: set CHROMIUM_PATH to its program file",
    ].join("\n"),
  );
}

/** Starts each candidate: Ubuntu's `chromium-browser` can be a script that only asks for a snap. */
async function findChromium(): Promise<string | undefined> {
  for (const file of chromiumCandidates(process.env, chromium.executablePath())) {
    if (isExecutable(file) && (await succeeds([file, "--version"]))) return file;
  }
  return undefined;
}

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
