// Starts a real Apache with mod_auth_openidc, as a single process with a temporary folder.
import { spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answers, freePort } from "../../fixtures/product";

const binary = "/usr/sbin/apache2";
const modules = "/usr/lib/apache2/modules";

/** A running Apache. */
export interface Apache {
  /** For example http://localhost:8080. */
  readonly origin: string;
  /** Its one process. */
  readonly pid: number;
  /** Returns the contents of the error log. */
  log(): string;
  /** Stops Apache and deletes its folder. */
  stop(): Promise<void>;
}

interface Start {
  metadataUrl: string;
  /** Default: "1,2". */
  clientId?: string;
  /** Adds the directive `OIDCUserInfoSignedResponseAlg RS256`. */
  signedUserinfo?: boolean;
}

/** Throws if Apache or its module is missing. The message names the packages to install. */
export function requireApache(): void {
  if (existsSync(binary) && existsSync(join(modules, "mod_auth_openidc.so"))) return;
  throw new Error("Apache is missing. On Debian 12: apt-get install apache2 libapache2-mod-auth-openidc");
}

/**
 * Starts Apache with virtual-host.conf and waits until it responds. Rejects with its log if it
 * exits.
 */
export async function startApache({ metadataUrl, clientId = "1,2", signedUserinfo = false }: Start): Promise<Apache> {
  requireApache();
  const folder = createFolder();
  const define = signedUserinfo ? ["-D", "SIGNED_USERINFO"] : [];
  return launchApache(folder, "virtual-host.conf", "/unauthorized.html", { metadataUrl, clientId }, define);
}

/**
 * Starts Apache with a configuration in `folder`, which is deleted when it stops. Waits until
 * `openPath` responds. Rejects with Apache's log if it exits.
 */
export async function launchApache(
  folder: string,
  configuration: string,
  openPath: string,
  { metadataUrl, clientId = "1,2" }: Pick<Start, "metadataUrl" | "clientId">,
  args: readonly string[] = [],
): Promise<Apache> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const child = spawn(binary, ["-X", "-f", join(folder, configuration), ...args], {
    env: {
      ...process.env,
      LAB_FOLDER: folder,
      LAB_MODULES: modules,
      LAB_PORT: String(port),
      LAB_METADATA_URL: metadataUrl,
      LAB_CLIENT_ID: clientId,
      LAB_CLIENT_SECRET: "demosecret",
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  const logFile = join(folder, "error.log");
  const log = () => stderr + (existsSync(logFile) ? readFileSync(logFile, "utf8") : "");
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  const ended = exited.then(() => Promise.reject(new Error(`Apache exited:\n${log()}`)));
  ended.catch(() => undefined);
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.race([answers(`${origin}${openPath}`), ended]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin, pid: child.pid ?? 0, log, stop };
}

/** Creates the folder with configuration and site. Started as root, Apache reads it as www-data. */
function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "apache-lab-"));
  chmodSync(folder, 0o755);
  const page =
    'user=<!--#echo var="REMOTE_USER" --> trial=<!--#echo var="OIDC_CLAIM_trial" --> status=<!--#echo var="OIDC_CLAIM_status" -->';
  for (const gate of ["members", "full"]) {
    mkdirSync(join(folder, "site", gate), { recursive: true });
    writeFileSync(join(folder, "site", gate, "page.html"), page);
  }
  writeFileSync(join(folder, "site/members/vanity.html"), "");
  writeFileSync(join(folder, "site/unauthorized.html"), "You are not allowed to view this page.");
  writeFileSync(join(folder, "error-template.html"), "error: %s<br>description: %s");
  copyFileSync(join(__dirname, "virtual-host.conf"), join(folder, "virtual-host.conf"));
  return folder;
}
