/**
 * The product behind an nginx by docs/servers/nginx.conf as it stands, with files of every kind.
 */
import { join } from "node:path";
import { freePort, type Product, type TestSettings } from "../fixtures/product";
import { type RunningServer, removeFolder, startNginx, startPhp } from "./servers";
import { siteFolder } from "./site-folder";

/** A site behind nginx. */
export interface SiteBehindNginx {
  /** The address of nginx. */
  readonly origin: string;
  /** The same site behind a cache that keeps every answer it may. */
  readonly cached: string;
  /**
   * The folder with nginx's own files in archive/, PHP pages in legacy/ and members' files in
   * media/.
   */
  readonly folder: string;
  readonly product: Product;
  stop(): Promise<void>;
}

/**
 * Starts nginx, PHP and the product; `start` starts the product with the settings that nginx needs.
 * `extra` returns lines for the server block.
 */
export async function startBehindNginx(
  start: (settings: TestSettings) => Promise<Product>,
  extra: (folder: string) => string = () => "",
): Promise<SiteBehindNginx> {
  const folder = await siteFolder();
  const [port, php, cachePort] = [await freePort(), await freePort(), await freePort()];
  const origin = `http://localhost:${port}`;
  const product = await start({ AUTH_URL: origin, MEDIA_DIR: join(folder, "media"), MEDIA_SEND: "x-accel" });
  const http = `server { listen 127.0.0.1:${cachePort}; location / { proxy_pass http://members_area; proxy_http_version 1.1; proxy_set_header Connection "";
    proxy_cache members; proxy_cache_key $request_uri; proxy_cache_valid any 1m; add_header X-Cache $upstream_cache_status; } }`;
  const servers: RunningServer[] = [];
  const stop = async () => {
    for (const server of servers) await server.stop();
    await product.stop();
    await removeFolder(folder);
  };
  try {
    servers.push(await startPhp(php, folder));
    const inner = Number(new URL(product.origin).port);
    servers.push(await startNginx({ port, product: inner, php, folder, http, extra: extra(folder) }));
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin, cached: `http://localhost:${cachePort}`, folder, product, stop };
}
