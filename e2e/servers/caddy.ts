/** docs/servers/Caddyfile as it stands, in a Caddy of its own in front of the product. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort, type Product, root, standardSettings, startProduct } from "../fixtures/product";
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

/** Starts Caddy, PHP and the product. */
export async function startBehindCaddy(nats: { metadataUrl: string }): Promise<SiteBehindCaddy> {
  const folder = await siteFolder();
  const [port, php, inner] = [await freePort(), await freePort(), await freePort()];
  const origin = `http://localhost:${port}`;
  const settings = { ...standardSettings(origin, nats.metadataUrl), MEDIA_DIR: join(folder, "media") };
  const product = await startProduct({ port: inner, settings });
  const servers: RunningServer[] = [];
  const stop = async () => {
    for (const server of servers) await server.stop();
    await product.stop();
    await removeFolder(folder);
  };
  try {
    servers.push(await startPhp(php, folder));
    servers.push(await startCaddy({ port, product: inner, php, folder }));
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin, folder, product, stop };
}

/** The sample with this machine's ports and folders. */
async function startCaddy(options: { port: number; product: number; php: number; folder: string }) {
  const { port, product, php, folder } = options;
  const sample = await readFile(join(root, "docs/servers/Caddyfile"), "utf8");
  const local = sample
    .replaceAll("localhost:3000", `localhost:${product}`)
    .replaceAll("127.0.0.1:9000", `127.0.0.1:${php}`)
    .replaceAll("/srv/members", folder)
    .replace("members.example.com {", `http://localhost:${port} {\n\tbind 127.0.0.1`);
  const home = join(folder, "caddy");
  await mkdir(home);
  const file = join(home, "Caddyfile");
  await writeFile(file, `{\n\tadmin off\n}\n${local}`);
  const own = { HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home };
  return run("caddy", ["run", "--config", file, "--adapter", "caddyfile"], home, port, own);
}
