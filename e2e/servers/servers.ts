/**
 * Real web servers for tests: nginx, Apache, PHP and HAProxy from the system's packages, each with
 * a folder and ports of its own.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { webServerPackages } from "../../scripts/web-servers";
import { root } from "../fixtures/product";

/** A running server and the folder it lives in. */
export interface RunningServer {
  folder: string;
  pid: number;
  stop(): Promise<void>;
}

/** Debian keeps servers out of users' PATH. */
const searched = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;

/** A folder that servers running as other users can read. */
export async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "members-servers-"));
  await chmod(folder, 0o755);
  return folder;
}

/**
 * Runs a server in the foreground until `stop`; waits until its port answers. Rejects with its
 * output when it ends instead.
 */
export async function run(
  command: string,
  args: string[],
  folder: string,
  port: number,
  env: Record<string, string> = {},
): Promise<RunningServer> {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, PATH: searched, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const ended = new Promise<never>((_, reject) => {
    child.once("error", () =>
      reject(new Error(`${command} is not installed: apt-get install ${webServerPackages.join(" ")}`)),
    );
    child.once("exit", (code) => reject(new Error(`${command} ended with ${code}:\n${output}`)));
  });
  await Promise.race([answers(port), ended]);
  ended.catch(() => undefined);
  return { folder, pid: child.pid ?? 0, stop: () => stopped(child) };
}

/**
 * docs/servers/nginx.conf as it stands, with this machine's ports and folders, in an nginx of its
 * own.
 */
export async function startNginx(options: {
  port: number;
  product: number;
  php: number;
  folder: string;
  extra?: string;
  http?: string;
}): Promise<RunningServer> {
  const { port, product, php, folder, extra = "", http = "" } = options;
  const local = (text: string) =>
    text
      .replaceAll("localhost:3000", `localhost:${product}`)
      .replaceAll("127.0.0.1:9000", `127.0.0.1:${php}`)
      .replaceAll("/srv/members", folder)
      .replaceAll("/run/members-check", `${folder}/cache`)
      .replaceAll("include fastcgi_params", "include /etc/nginx/fastcgi_params");
  const sample = readFileSync(join(root, "docs/servers/nginx.conf"), "utf8");
  const httpBlock = [...sample.matchAll(/^# {3}(.+)$/gm)].map(([, line]) => line).join("\n  ");
  await mkdir(join(folder, "cache"), { recursive: true });
  await writeFile(join(folder, "members.conf"), local(sample));
  await writeFile(
    join(folder, "nginx.conf"),
    `daemon off;
pid ${folder}/nginx.pid;
error_log stderr warn;
user root;
worker_processes 2;
events {}
http {
  include /etc/nginx/mime.types;
  access_log off;
  sendfile on;
  client_body_temp_path ${folder}/tmp; proxy_temp_path ${folder}/tmp; fastcgi_temp_path ${folder}/tmp; uwsgi_temp_path ${folder}/tmp; scgi_temp_path ${folder}/tmp;
  ${local(httpBlock)}
  ${http}
  server {
    listen 127.0.0.1:${port};
    include ${folder}/members.conf;
    ${extra}
  }
}
`,
  );
  return run("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], folder, port);
}

/** PHP as FastCGI, as php-fpm would be. */
export function startPhp(port: number, folder: string): Promise<RunningServer> {
  return run("php-cgi", ["-b", `127.0.0.1:${port}`, "-d", "cgi.force_redirect=0"], folder, port);
}

/** Apache in front of the product, with mod_xsendfile allowed to read `media`. */
export async function startApache(options: {
  port: number;
  product: number;
  folder: string;
  media: string;
}): Promise<RunningServer> {
  const { port, product, folder, media } = options;
  const modules = ["mpm_event", "proxy", "proxy_http", "headers", "mime", "authz_core", "xsendfile"];
  await writeFile(
    join(folder, "apache.conf"),
    `ServerRoot "${folder}"
PidFile ${folder}/apache.pid
Listen 127.0.0.1:${port}
ServerName localhost
ErrorLog ${folder}/error.log
User www-data
Group www-data
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
TypesConfig /etc/mime.types
ProxyPreserveHost On
ProxyPass / http://127.0.0.1:${product}/
XSendFile On
XSendFilePath ${media}
`,
  );
  return run("apache2", ["-X", "-d", folder, "-f", join(folder, "apache.conf")], folder, port);
}

/** Removes a folder made by `openFolder`. */
export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

async function answers(port: number): Promise<void> {
  for (;;) {
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        done(true);
      });
      socket.once("error", () => done(false));
    });
    if (open) return;
    await new Promise((done) => setTimeout(done, 30));
  }
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once("exit", () => done());
    child.kill("SIGTERM");
  });
}
