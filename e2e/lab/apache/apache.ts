// Runs a real Apache with mod_auth_openidc in the foreground, as one process, in a folder of its own.
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
  /** http://localhost:PORT */
  readonly origin: string;
  /** What its error log holds so far. */
  log(): string;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

interface Start {
  metadataUrl: string;
  /** "1,2" by default. */
  clientId?: string;
  /** Whether the recipe's OIDCUserInfoSignedResponseAlg RS256 is on. */
  signedUserinfo?: boolean;
}

/** Throws, naming the packages to install, when Apache or its module is missing. */
export function requireApache(): void {
  if (existsSync(binary) && existsSync(join(modules, "mod_auth_openidc.so"))) return;
  throw new Error("This check needs a real Apache (Debian 12): apt-get install apache2 libapache2-mod-auth-openidc");
}

/** Starts Apache by virtual-host.conf and waits until it answers. Rejects with its log when it ends instead. */
export async function startApache({ metadataUrl, clientId = "1,2", signedUserinfo = false }: Start): Promise<Apache> {
  requireApache();
  const folder = layOut();
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const define = signedUserinfo ? ["-D", "SIGNED_USERINFO"] : [];
  const child = spawn(binary, ["-X", "-f", join(folder, "virtual-host.conf"), ...define], {
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
  let complaints = "";
  child.stderr.on("data", (chunk) => (complaints += String(chunk)));
  const logFile = join(folder, "error.log");
  const log = () => complaints + (existsSync(logFile) ? readFileSync(logFile, "utf8") : "");
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  const ended = exited.then(() => Promise.reject(new Error(`Apache ended:\n${log()}`)));
  ended.catch(() => undefined);
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.race([answers(`${origin}/unauthorized.html`), ended]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin, log, stop };
}

/** A folder with the configuration and the site; others may read it, since Apache gives up root. */
function layOut(): string {
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
