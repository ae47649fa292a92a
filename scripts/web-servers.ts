// Finds nginx, Apache with mod_xsendfile and PHP for the tests that put real web servers in front.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { aptInstall } from "./apt";

const packages = ["nginx", "apache2", "libapache2-mod-xsendfile", "php-cgi"];

/**
 * True when they are there. Where they are not, the tests are left out and said so. With CI set they are installed, and their absence is an
 * error: a gate that leaves tests out is none. Never on a person's machine: nobody asks for web servers by testing.
 */
export async function provideWebServers(): Promise<boolean> {
  if (missing().length > 0 && process.env.CI) await aptInstall("web servers", packages);
  if (missing().length === 0) return true;
  const line = `${missing().join(", ")} not found. Debian: apt-get install ${packages.join(" ")}`;
  if (process.env.CI) throw new Error(`The tests with web servers cannot run: ${line}`);
  console.log(`servers … left out: ${line}`);
  return false;
}

function missing(): string[] {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"];
  const programs = ["nginx", "apache2", "php-cgi"].filter(
    (name) => !folders.some((folder) => existsSync(join(folder, name))),
  );
  return existsSync("/usr/lib/apache2/modules/mod_xsendfile.so") ? programs : [...programs, "mod_xsendfile"];
}
