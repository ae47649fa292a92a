/** Shared caches from the system's packages, each in front of a web server. */
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type RunningServer, run } from "../servers/servers";

/** A cache that listens at `port`, sends requests to `origin`, and writes below `folder`. */
interface CacheOptions {
  port: number;
  origin: string;
  folder: string;
}

/** The caches by name. Each adds `X-Cache` with HIT to an answer that it had kept. */
export const caches: Record<string, (options: CacheOptions) => Promise<RunningServer>> = {
  Varnish: startVarnish,
  Squid: startSquid,
  "Apache's mod_cache": startApacheCache,
};

/** Varnish that ignores cookies, as a site with many images may set it up. */
async function startVarnish({ port, origin, folder }: CacheOptions): Promise<RunningServer> {
  const { port: backend } = new URL(origin);
  const file = join(folder, "cache.vcl");
  await writeFile(
    file,
    `vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "${backend}"; }
sub vcl_recv { if (req.method == "GET" || req.method == "HEAD") { return (hash); } }
sub vcl_deliver { if (obj.hits > 0) { set resp.http.X-Cache = "HIT"; } }
`,
  );
  const args = ["-F", "-a", `127.0.0.1:${port}`, "-f", file, "-n", join(folder, "varnish"), "-s", "malloc,16m"];
  return run("varnishd", [...args, "-T", "none", "-j", "none"], folder, port);
}

async function startSquid({ port, origin, folder }: CacheOptions): Promise<RunningServer> {
  const { port: backend, host } = new URL(origin);
  const home = join(folder, "squid");
  await mkdir(home);
  // Started by root, Squid becomes the user `proxy`.
  await chmod(home, 0o777);
  const file = join(home, "squid.conf");
  await writeFile(
    file,
    `http_port 127.0.0.1:${port} accel defaultsite=${host} no-vhost
cache_peer 127.0.0.1 parent ${backend} 0 no-query originserver no-digest
http_access allow all
cache_mem 16 MB
pid_filename ${home}/pid
cache_log ${home}/cache.log
access_log none
coredump_dir ${home}
shutdown_lifetime 0 seconds
visible_hostname localhost
pinger_enable off
icp_port 0
`,
  );
  return run("squid", ["-N", "-n", `members${port}`, "-f", file], home, port);
}

/** nginx that keeps every answer it may, whatever its status, by its address alone. */
export async function startNginxCache({ port, origin, folder }: CacheOptions): Promise<RunningServer> {
  const home = join(folder, "nginx-cache");
  await mkdir(home);
  const file = join(home, "nginx.conf");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${home}/tmp;`,
  );
  await writeFile(
    file,
    `daemon off;
pid ${home}/nginx.pid;
error_log stderr warn;
user root;
events {}
http {
  access_log off;
  ${temporary.join(" ")}
  proxy_cache_path ${home}/kept keys_zone=all:1m;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${origin};
      proxy_cache all; proxy_cache_key $request_uri; proxy_cache_valid any 1m;
      add_header X-Cache $upstream_cache_status always;
    }
  }
}
`,
  );
  return run("nginx", ["-p", home, "-c", file], home, port);
}

async function startApacheCache({ port, origin, folder }: CacheOptions): Promise<RunningServer> {
  const home = join(folder, "apache-cache");
  await mkdir(join(home, "kept"), { recursive: true });
  const modules = ["mpm_event", "proxy", "proxy_http", "cache", "cache_disk", "authz_core"];
  const file = join(home, "apache.conf");
  await writeFile(
    file,
    `ServerRoot "${home}"
PidFile ${home}/apache.pid
Listen 127.0.0.1:${port}
ServerName localhost
ErrorLog ${home}/error.log
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
CacheRoot ${home}/kept
CacheEnable disk /
CacheHeader on
CacheLock off
ProxyPreserveHost Off
ProxyPass / ${origin}/
`,
  );
  return run("apache2", ["-X", "-d", home, "-f", file], home, port);
}
