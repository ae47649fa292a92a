/** Names in the environment that look like settings and are none: a misspelt one would silently leave a default in force. */
import type { Environment, Fault } from "./shape";
import { type SettingName, settingNames } from "./table";

/** Directives of Apache that have no setting of their name, with what took their place. */
const successors: Readonly<Record<string, string>> = {
  OIDC_CRYPTO_PASSPHRASE: "Set AUTH_SECRET instead",
  OIDC_TOKEN_BINDING_POLICY: "Remove it: browsers have given token binding up",
  OIDC_HTML_ERROR_TEMPLATE: "Remove it: the pages are in app/, their words in app/theme/words/en.ts",
  OIDC_STATE_MAX_NUMBER_OF_COOKIES: "Remove it: any number of sign-ins may be under way",
};

/** Letters that may differ in a name that somebody meant. */
const slips = 2;

/**
 * The faults of names that are no settings: all that begin with OIDC_ or NATS_, and of the prefixes that others use too (AUTH_, MEDIA_)
 * those that are nearly one of ours. Each cure names what was meant, where that can be told.
 */
export function misspeltNames(env: Environment): Fault[] {
  return Object.keys(env).flatMap((name) => {
    if (env[name] === undefined || isKnown(name) || !/^(OIDC|NATS|AUTH|MEDIA)_/.test(name)) return [];
    const meant = nearest(name);
    if (!meant && /^(AUTH|MEDIA)_/.test(name)) return [];
    const cure = successors[name] ?? (meant ? `Perhaps ${meant} was meant` : "Correct the spelling or remove it");
    return { name, wrong: "is not a setting of this product", cure };
  });
}

function isKnown(name: string): boolean {
  return settingNames.some((known) => known === name) || /^AUTH_SECRET_\d+$/.test(name);
}

function nearest(name: string): SettingName | undefined {
  const near = settingNames.map((known) => ({ known, slips: distance(name, known) })).sort((a, b) => a.slips - b.slips);
  return near[0] && near[0].slips <= slips ? near[0].known : undefined;
}

/** How many letters must be put in, taken out or changed to make one text of the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, letter] of Array.from(one).entries()) {
    const next = [at + 1];
    for (const [index, wanted] of Array.from(other).entries()) {
      const same = (row[index] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(same, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
