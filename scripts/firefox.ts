// Finds Debian's Firefox for the journey that is made in a second browser.
import { aptInstall, succeeds } from "./apt";

const packages = ["firefox-esr"];

/**
 * Returns true if Firefox is installed. Otherwise says so and returns false.
 * With CI set it installs it, and throws if it is still missing: CI runs every test.
 */
export async function provideFirefox(): Promise<boolean> {
  const isInstalled = () => succeeds(["firefox-esr", "--version"]);
  if (await isInstalled()) return true;
  if (process.env.CI && (await aptInstall("Firefox", packages)) && (await isInstalled())) return true;
  const line = `Not found: firefox-esr. Debian: apt-get install ${packages.join(" ")}`;
  if (process.env.CI) throw new Error(`The journey in Firefox cannot run. ${line}`);
  console.log(`firefox … left out. ${line}`);
  return false;
}
