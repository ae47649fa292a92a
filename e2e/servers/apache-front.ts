/** docs/servers/apache.conf and members.lua as they stand, in an Apache in front of the product. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort, type Product, root, standardSettings, startProduct, type TestSettings } from "../fixtures/product";
import { type RunningServer, removeFolder, run, startPhp } from "./servers";
import { siteFolder } from "./site-folder";

/** A site behind Apache. */
export interface SiteBehindApache {
  /** The address of Apache. */
  readonly origin: string;
  readonly folder: string;
  readonly product: Product;
  stop(): Promise<void>;
}

/** What the sample needs besides Debian's default modules. */
export const modules =
  "mpm_event authz_core mime dir alias headers lua proxy proxy_fcgi proxy_http rewrite setenvif ssl xsendfile";

/** The start of a configuration: one folder, loopback only, and the named modules. */
export function apacheServer(home: string, port: number, names: string): string {
  return `ServerRoot "${home}"
DefaultRuntimeDir ${home}
PidFile ${home}/apache.pid
ErrorLog ${home}/error.log
Listen 127.0.0.1:${port}
ServerName localhost
User www-data
Group www-data
${names
  .split(" ")
  .map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`)
  .join("\n")}
TypesConfig /etc/mime.types
LogFormat "%h \\"%r\\" %>s" combined
DirectoryIndex index.php index.html
`;
}

/** How a test's site differs from the sample. */
interface Changes {
  /** With `https`, Apache uses the tests' certificate. */
  scheme?: "http" | "https";
  /** Starts the product. The default is the project's own build. */
  start?: (options: { port: number; settings: TestSettings }) => Promise<Product>;
  /** Changes the text of apache.conf and members.lua. */
  edit?: (text: string) => string;
}

/** Starts Apache, PHP and the product. */
export async function startBehindApache(
  nats: { metadataUrl: string },
  { scheme = "http", start = startProduct, edit = (text) => text }: Changes = {},
): Promise<SiteBehindApache> {
  const folder = await siteFolder();
  const [port, php] = [await freePort(), await freePort()];
  const origin = `${scheme}://localhost:${port}`;
  const standard = standardSettings(origin, nats.metadataUrl);
  const settings = { ...standard, MEDIA_DIR: join(folder, "media"), MEDIA_SEND: "x-sendfile" };
  const product = await start({ port: await freePort(), settings });
  const servers: RunningServer[] = [];
  const stop = async () => {
    for (const server of servers) await server.stop();
    await product.stop();
    await removeFolder(folder);
  };
  try {
    servers.push(await startPhp(php, folder));
    const home = join(folder, "apache");
    const inner = Number(new URL(product.origin).port);
    const host = await memberHost({ home, port, product: inner, php, folder, scheme }, edit);
    const file = join(home, "apache.conf");
    await writeFile(file, apacheServer(home, port, modules) + host);
    servers.push(await run("apache2", ["-X", "-d", home, "-f", file], home, port));
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin, folder, product, stop };
}

/** Returns the sample with this machine's ports and folders. Writes its members.lua to `home`. */
export async function memberHost(
  options: { home: string; port: number; product: number; php: number; folder: string; scheme: string },
  edit: (text: string) => string = (text) => text,
): Promise<string> {
  const { home, port, product, php, folder, scheme } = options;
  const local = async (name: string) =>
    edit(await readFile(join(root, "docs/servers", name), "utf8"))
      .replaceAll("localhost:3000", `localhost:${product}`)
      .replaceAll("127.0.0.1:9000", `127.0.0.1:${php}`)
      .replaceAll("/etc/apache2/members.lua", join(home, "members.lua"))
      .replaceAll("/srv/members", folder)
      .replaceAll(/\$\{APACHE_LOG_DIR\}/g, home)
      .replace("*:443", `*:${port}`)
      .replace("members.example.com", "localhost")
      .replace("/etc/ssl/certs/members.pem", join(root, "e2e/fixtures/localhost-cert.pem"))
      .replace("/etc/ssl/private/members.key", join(root, "e2e/fixtures/localhost-key.pem"));
  await mkdir(home, { recursive: true });
  await writeFile(join(home, "members.lua"), await local("members.lua"));
  const host = await local("apache.conf");
  return scheme === "https" ? host : host.replaceAll(/^ *SSL.*\n/gm, "");
}
