// Checks the settings as the server will read them, and what else in the folder could surprise.
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { envFileNames } from "../../lib/settings/env-file";
import type { Environment, Fault, Settings } from "../../lib/settings/shape";
import { checkStart } from "../../lib/settings/start";
import { settingsWarnings } from "../../lib/settings/warnings";
import { type Finding, findingsOf } from "./finding";

const { good, warning, fault } = findingsOf("Settings");

/**
 * Returns the settings of the server in the folder `project`, unless they have faults. `env` is
 * what Next makes of the environment and the .env files; `outer` is the environment without them.
 */
export function checkSettings(
  env: Environment,
  outer: Environment,
  project: string,
): { findings: Finding[]; settings?: Settings } {
  const { settings, faults, hint, env: filled } = checkStart(env, project);
  if (!settings || faults.length > 0) {
    const said = faults.map(({ name, wrong, cure }) => fault(`${name} ${wrong}.`, `${cure}.`));
    return { findings: hint.startsWith("There is no") ? [fault(hint), ...said] : said };
  }
  const warnings = [...settingsWarnings(settings), ...folderWarnings(filled, outer, project, settings)];
  return {
    findings: [
      good(hint.startsWith("They") ? `The settings have no faults. ${hint}` : "The settings have no faults."),
      ...warnings.map(({ name, wrong, cure }) => warning(`${name} ${wrong}.`, `${cure}.`)),
    ],
    settings,
  };
}

function folderWarnings(env: Environment, outer: Environment, project: string, settings: Settings): Fault[] {
  const warnings: Fault[] = [];
  const files = envFileNames(false).filter((name) => existsSync(join(project, name)));
  // Windows has no such modes.
  const open = process.platform === "win32" ? [] : files.filter((name) => statSync(join(project, name)).mode & 0o077);
  for (const name of open) {
    const cure = `Run: chmod 600 ${name}`;
    warnings.push({ name, wrong: "holds secrets, and other users of this machine may read it", cure });
  }
  const named = files.find((name) => /^\s*(export\s+)?NODE_EXTRA_CA_CERTS\s*=/m.test(textOf(project, name)));
  if (named && !outer.NODE_EXTRA_CA_CERTS) {
    const wrong = `is set in ${named}, where it has no effect: Node reads it before Next reads the file`;
    warnings.push({ name: "NODE_EXTRA_CA_CERTS", wrong, cure: "Set it in the environment of the server" });
  }
  if (settings.client.secret === env.AUTH_SECRET?.trim()) {
    const cure = "Make another one with: openssl rand -base64 33";
    warnings.push({ name: "AUTH_SECRET", wrong: "is the same as OIDC_CLIENT_SECRET, which NATS knows", cure });
  }
  const { media } = settings;
  if (!media.signing && !existsSync(join(project, media.dir)) && !existsSync(media.dir)) {
    const cure = "Create the folder, or correct MEDIA_DIR";
    warnings.push({ name: "MEDIA_DIR", wrong: "does not exist, so /media/ answers 404", cure });
  }
  return warnings;
}

function textOf(project: string, name: string): string {
  return readFileSync(join(project, name), "utf8");
}
