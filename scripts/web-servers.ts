// Finds nginx, Apache with mod_xsendfile, PHP and HAProxy for the tests with real web servers.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { aptInstall } from "./apt";

const packages = ["nginx", "apache2", "libapache2-mod-xsendfile", "php-cgi", "haproxy"];

/**
 * Returns true if all are installed. Otherwise says which are missing and returns false.
 * With CI set it installs them, and throws if they are still missing: CI runs every test.
 * Without CI it installs none, because the other tests do not need them.
 */
export async function provideWebServers(): Promise<boolean> {
  if (missing().length > 0 && process.env.CI) await aptInstall("web servers", packages);
  if (missing().length === 0) return true;
  const line = `Not found: ${missing().join(", ")}. Debian: apt-get install ${packages.join(" ")}`;
  if (process.env.CI) throw new Error(`The tests with web servers cannot run. ${line}`);
  console.log(`servers … left out. ${line}`);
  return false;
}

function missing(): string[] {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"];
  const programs = ["nginx", "apache2", "php-cgi", "haproxy"].filter(
    (name) => !folders.some((folder) => existsSync(join(folder, name))),
  );
  return existsSync("/usr/lib/apache2/modules/mod_xsendfile.so") ? programs : [...programs, "mod_xsendfile"];
}
