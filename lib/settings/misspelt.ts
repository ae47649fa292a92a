/** Finds misspelt settings, which would otherwise silently leave the default in force. */
import type { Environment, Fault } from "./shape";
import { isSetting, secretFileNames, settingNames } from "./table";

/** Apache directives without a setting of the same name, and what to do instead. */
const replacements: Readonly<Record<string, string>> = {
  OIDC_CRYPTO_PASSPHRASE: "Set AUTH_SECRET instead",
  OIDC_TOKEN_BINDING_POLICY: "Remove it: browsers no longer support token binding",
  OIDC_HTML_ERROR_TEMPLATE: "Remove it: edit the pages in app/ and their words in app/theme/words/en.ts",
  OIDC_STATE_MAX_NUMBER_OF_COOKIES: "Remove it: the product limits these cookies itself",
};

/** What Kubernetes puts into every pod if there is a service named `nats`, the message broker. */
const fromKubernetes = /^NATS_(SERVICE_(HOST|PORT)|PORT)(_[A-Z0-9_]+)?$/;

/** A name with at most this many wrong letters counts as a typo. */
const maxTypos = 2;

/**
 * Returns a fault for each unknown name that begins with OIDC_ or NATS_. Other software uses AUTH_,
 * MEDIA_, REDIS_ and the like too, so with these only a likely typo is a fault.
 */
export function misspeltNames(env: Environment): Fault[] {
  return Object.keys(env).flatMap((name) => {
    if (env[name] === undefined || isSetting(name)) return [];
    // On Windows, letters of both sizes name the same variable.
    if (isSetting(name.toUpperCase()) && env[name.toUpperCase()] === undefined) {
      return { name, wrong: "is not a setting of this product", cure: `Write it in capitals: ${name.toUpperCase()}` };
    }
    const plain = /^(.+)_FILE$/.exec(name)?.[1];
    if (plain && isSetting(plain)) {
      return { name, wrong: "is not a setting of this product", cure: `Only secrets lie in files: set ${plain}` };
    }
    if (!/^(OIDC|NATS|AUTH|MEDIA|HSTS|SESSIONS|REDIS|METRICS)_/.test(name) || fromKubernetes.test(name)) return [];
    const meant = nearestSetting(name);
    if (!meant && /^(AUTH|MEDIA|HSTS|SESSIONS|REDIS|METRICS)_/.test(name)) return [];
    const cure = replacements[name] ?? (meant ? `Perhaps ${meant} was meant` : "Correct the spelling or remove it");
    return { name, wrong: "is not a setting of this product", cure };
  });
}

const known: readonly string[] = [...settingNames, ...secretFileNames];

function nearestSetting(name: string): string | undefined {
  const typos = known.map((each) => editDistance(name, each));
  const fewest = Math.min(...typos);
  return fewest <= maxTypos ? known[typos.indexOf(fewest)] : undefined;
}

/** Returns the Levenshtein distance: the number of letters to insert, delete or replace. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
