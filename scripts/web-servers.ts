// Finds the web servers, the shared caches and PHP for the tests that put real ones in front.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { aptInstall } from "./apt";

/** The Debian packages that hold them. */
export const webServerPackages = [
  "nginx",
  "caddy",
  "apache2",
  "libapache2-mod-auth-openidc",
  "libapache2-mod-xsendfile",
  "lua-socket",
  "php-cgi",
  "varnish",
  "squid",
  "haproxy",
  "redis-server",
  "systemd", // for systemd-analyze
] as const;

/**
 * Returns true if all are installed. Otherwise says which are missing and returns false.
 * With CI set it installs them, and throws if they are still missing: CI runs every test.
 * Without CI it installs none, because the other tests do not need them.
 */
export async function provideWebServers(): Promise<boolean> {
  if (missing().length > 0 && process.env.CI) await aptInstall("web servers", webServerPackages);
  if (missing().length === 0) return true;
  const line = `Not found: ${missing().join(", ")}. Debian: apt-get install ${webServerPackages.join(" ")}`;
  if (process.env.CI) throw new Error(`The tests with web servers cannot run. ${line}`);
  console.log(`web servers … left out. ${line}`);
  return false;
}

function missing(): string[] {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"];
  const programs = [
    "nginx",
    "caddy",
    "apache2",
    "php-cgi",
    "varnishd",
    "squid",
    "haproxy",
    "redis-server",
    "systemd-analyze",
  ].filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
  const modules = [
    ["mod_xsendfile", "/usr/lib/apache2/modules/mod_xsendfile.so"],
    ["mod_auth_openidc", "/usr/lib/apache2/modules/mod_auth_openidc.so"],
    ["lua-socket", "/usr/share/lua/5.3/socket/http.lua"],
  ].flatMap(([name = "", file = ""]) => (existsSync(file) ? [] : [name]));
  return [...programs, ...modules];
}
