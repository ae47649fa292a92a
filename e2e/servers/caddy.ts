/** docs/servers/Caddyfile as it stands, in a Caddy of its own in front of the product. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort, type Product, root, standardSettings, startProduct, type TestSettings } from "../fixtures/product";
import { type RunningServer, removeFolder, run, startPhp } from "./servers";
import { siteFolder } from "./site-folder";

/** A site behind Caddy. */
export interface SiteBehindCaddy {
  /** The address of Caddy. */
  readonly origin: string;
  readonly folder: string;
  readonly product: Product;
  stop(): Promise<void>;
}

/** How a test's site differs from the sample. */
interface Changes {
  settings?: TestSettings;
  /** Changes the text of the Caddyfile, given the site's folder. */
  edit?: (text: string, folder: string) => string;
}

/** Starts Caddy, PHP and the product. */
export async function startBehindCaddy(
  nats: { metadataUrl: string },
  { settings: more = {}, edit = (text) => text }: Changes = {},
): Promise<SiteBehindCaddy> {
  const folder = await siteFolder();
  const [port, php, inner] = [await freePort(), await freePort(), await freePort()];
  const origin = `http://localhost:${port}`;
  const settings = { ...standardSettings(origin, nats.metadataUrl), MEDIA_DIR: join(folder, "media"), ...more };
  const product = await startProduct({ port: inner, settings });
  const servers: RunningServer[] = [];
  const stop = async () => {
    for (const server of servers) await server.stop();
    await product.stop();
    await removeFolder(folder);
  };
  try {
    servers.push(await startPhp(php, folder));
    servers.push(await startCaddy({ port, product: inner, php, folder, edit }));
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin, folder, product, stop };
}

/** The sample with this machine's ports and folders. */
async function startCaddy(options: {
  port: number;
  product: number;
  php: number;
  folder: string;
  edit: (text: string, folder: string) => string;
}) {
  const { port, product, php, folder, edit } = options;
  const sample = await readFile(join(root, "docs/servers/Caddyfile"), "utf8");
  const local = edit(sample, folder)
    .replace(/^\{$/m, "{\n\tadmin off")
    .replaceAll("localhost:3000", `localhost:${product}`)
    .replaceAll("127.0.0.1:9000", `127.0.0.1:${php}`)
    .replaceAll("/srv/members", folder)
    .replace("members.example.com {", `http://localhost:${port} {\n\tbind 127.0.0.1`);
  const home = join(folder, "caddy");
  await mkdir(home);
  const file = join(home, "Caddyfile");
  await writeFile(file, local);
  const own = { HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home };
  return run("caddy", ["run", "--config", file, "--adapter", "caddyfile"], home, port, own);
}
