/** The settings read: a closed schema over the environment, every fault reported at once with its cure. */
import type { z } from "zod";
import { canonicalPath } from "../access/paths";
import { isOwnPath } from "../access/table";
import { addresses } from "../addresses";
import { claimNames, memberClaims } from "../claims";
import { misspeltNames } from "./misspelt";
import { type Environment, type Fault, type MediaSigning, type Settings, siteSecret } from "./shape";
import { type SettingName, settingNames, table, type Values } from "./table";

/**
 * Reads and checks all settings. Empty values count as missing. Gives the settings, or every fault at once; never throws.
 * `env` is the environment; `NODE_ENV` in it decides what production forbids.
 */
export function readSettings(env: Environment): { settings: Settings } | { faults: Fault[] } {
  const given = (name: string) => env[name]?.trim() || undefined;
  const faults: Fault[] = misspeltNames(env);
  const values: Record<string, unknown> = {};
  for (const name of settingNames) {
    const { schema, cure } = table[name];
    const value = given(name);
    const parsed = schema.safeParse(value);
    if (parsed.success) values[name] = parsed.data;
    else faults.push({ name, wrong: value === undefined ? "is missing" : firstMessage(parsed.error), cure });
  }
  const older = olderSecrets(env, faults);
  faults.push(...crossChecks(values as Partial<Values>, env));
  if (faults.length > 0) return { faults };
  return { settings: arrange(values as Values, older) };
}

/** The faults as lines for a terminal: name, what is wrong, cure. Values are never shown: they may be secrets. */
export function describeFaults(faults: readonly Fault[]): string {
  const lines = faults.map(({ name, wrong, cure }) => `  ${name} ${wrong}.\n    ${cure}.`);
  const count = faults.length === 1 ? "a fault" : `${faults.length} faults`;
  return `The settings have ${count}:\n${lines.join("\n")}\nThey are read from the environment and from .env; .env.example explains each.`;
}

function firstMessage(error: z.ZodError): string {
  return error.issues[0]?.message ?? "is not understood";
}

/** AUTH_SECRET_1, _2 …, in order; a gap in the numbers is no reason to forget one. */
function olderSecrets(env: Environment, faults: Fault[]): string[] {
  const names = Object.keys(env).filter((name) => /^AUTH_SECRET_\d+$/.test(name) && env[name]?.trim());
  names.sort((a, b) => Number(a.slice(12)) - Number(b.slice(12)));
  return names.map((name) => {
    const value = env[name]?.trim() ?? "";
    if (new TextEncoder().encode(value).length < 32) {
      faults.push({ name, wrong: "is shorter than 32 bytes", cure: "Set the former AUTH_SECRET, or remove it" });
    }
    return value;
  });
}

function crossChecks(values: Partial<Values>, env: Environment): Fault[] {
  const faults: Fault[] = [];
  const add = (name: SettingName, wrong: string) => faults.push({ name, wrong, cure: table[name].cure });
  const redirect = values.OIDC_REDIRECT_URI ? new URL(values.OIDC_REDIRECT_URI) : undefined;
  if (redirect && values.AUTH_URL && redirect.origin !== new URL(values.AUTH_URL).origin) {
    add("OIDC_REDIRECT_URI", "is not on the origin of AUTH_URL, so cookies would not reach it");
  } else if (redirect && (redirect.pathname === "/" || redirect.search || redirect.hash)) {
    add("OIDC_REDIRECT_URI", "must be a path of its own, without query or fragment");
  } else if (redirect && redirect.pathname !== addresses.callback && !isFreePath(redirect.pathname)) {
    add("OIDC_REDIRECT_URI", "is a path that the product needs itself, or one that no request can have");
  }
  // Where Next listens, in its own words. It writes a loopback address as `localhost` in the gate and nowhere else; then it takes the pages
  // that the gate shows for another server's, asks itself for them without end, and answers 500: from the callback, too.
  const { __NEXT_PRIVATE_ORIGIN: listening = "" } = env;
  if (/^https?:\/\/(127\.|\[::1\])/.test(listening)) {
    faults.push({
      name: `-H (${listening})`,
      wrong: "is an address that Next confuses with localhost",
      cure: "Start with -H localhost",
    });
  }
  if (values.OIDC_SSL_VALIDATE_SERVER === "Off" && env.NODE_ENV === "production") {
    add("OIDC_SSL_VALIDATE_SERVER", "is Off, which production refuses");
  }
  const idle = values.OIDC_SESSION_INACTIVITY_TIMEOUT;
  const max = values.OIDC_SESSION_MAX_DURATION;
  if (idle && max && env.OIDC_SESSION_INACTIVITY_TIMEOUT && idle > max) {
    add("OIDC_SESSION_INACTIVITY_TIMEOUT", "is longer than OIDC_SESSION_MAX_DURATION");
  }
  for (const name of claimNames) {
    if (memberClaims.shape[name].safeParse(undefined).success) continue;
    faults.push({
      name: `The claim ${name} in lib/claims.ts`,
      wrong: "is not optional",
      cure: "Add .optional(): NATS may not send it, and a gate then refuses",
    });
  }
  if (values.MEDIA_SIGN) {
    if (!values.MEDIA_SIGN_BASE_URL) add("MEDIA_SIGN_BASE_URL", "is missing beside MEDIA_SIGN");
    if (!values.MEDIA_SIGN_KEY) add("MEDIA_SIGN_KEY", "is missing beside MEDIA_SIGN");
    const { MEDIA_SIGN: kind, MEDIA_SIGN_KEY: key = "", MEDIA_SIGN_KEY_ID: id = "" } = values;
    if (kind === "nginx" && /["'$\\]/.test(key))
      add("MEDIA_SIGN_KEY", "has a quote, dollar or backslash, which nginx would read");
    if (kind === "nginx" && !/^[\w-]*$/.test(id))
      add("MEDIA_SIGN_KEY_ID", "has other characters than letters, digits, _ and -");
    if (kind === "cloudfront" && key && !key.includes("PRIVATE KEY"))
      add("MEDIA_SIGN_KEY", "is not a private key in PEM");
    const keyId = values.MEDIA_SIGN === "cloudfront" && !values.MEDIA_SIGN_KEY_ID;
    if (keyId) add("MEDIA_SIGN_KEY_ID", "is missing beside MEDIA_SIGN=cloudfront");
  }
  if (values.NATS_LINK_DOMAIN && !values.NATS_LINK_SITE_ID)
    add("NATS_LINK_SITE_ID", "is missing beside NATS_LINK_DOMAIN");
  return faults;
}

function isFreePath(path: string): boolean {
  return canonicalPath(path) === path && path !== addresses.membersHome && !isOwnPath(path);
}

function mediaSigning(values: Values): MediaSigning | undefined {
  const { MEDIA_SIGN: kind, MEDIA_SIGN_BASE_URL: baseUrl, MEDIA_SIGN_KEY: key, MEDIA_SIGN_KEY_ID: keyId } = values;
  if (!kind || !baseUrl || !key) return undefined;
  return { kind, baseUrl, key: key.replaceAll("\\n", "\n"), keyId, seconds: values.MEDIA_SIGN_SECONDS };
}

function arrange(values: Values, older: string[]): Settings {
  const origin = new URL(values.AUTH_URL).origin;
  return {
    origin,
    secure: origin.startsWith("https:"),
    secrets: [siteSecret(values.AUTH_SECRET, origin), ...older.map((secret) => siteSecret(secret, origin))],
    provider: {
      metadataUrl: values.OIDC_PROVIDER_METADATA_URL,
      issuer: values.OIDC_PROVIDER_ISSUER,
      tokenEndpointAuth: values.OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH,
      pkce: values.OIDC_PKCE_METHOD,
      userinfoSigned: values.OIDC_USER_INFO_SIGNED_RESPONSE_ALG === "RS256",
      verifyTls: values.OIDC_SSL_VALIDATE_SERVER === "On",
    },
    client: {
      id: values.OIDC_CLIENT_ID,
      secret: values.OIDC_CLIENT_SECRET,
      scope: values.OIDC_SCOPE,
      redirectUri: values.OIDC_REDIRECT_URI ?? origin + addresses.callback,
    },
    session: {
      idleSeconds: Math.min(values.OIDC_SESSION_INACTIVITY_TIMEOUT, values.OIDC_SESSION_MAX_DURATION),
      maxSeconds: values.OIDC_SESSION_MAX_DURATION,
      persistent: values.OIDC_SESSION_TYPE === "client-cookie:persistent",
    },
    claims: {
      remoteUser: values.OIDC_REMOTE_USER_CLAIM,
      status: values.NATS_STATUS_CLAIM,
      expiredLogin: values.NATS_EXPIRED_LOGIN === "on",
    },
    refresh: { every: values.OIDC_USER_INFO_REFRESH_INTERVAL, graceSeconds: values.OIDC_USER_INFO_REFRESH_GRACE },
    returnOrigins: values.OIDC_REDIRECT_URLS_ALLOWED.map((value) => new URL(value).origin),
    links: {
      domain: values.NATS_LINK_DOMAIN && new URL(values.NATS_LINK_DOMAIN).origin,
      siteId: values.NATS_LINK_SITE_ID,
      join: values.NATS_JOIN_URL,
      upgrade: values.NATS_UPGRADE_URL,
      renew: values.NATS_RENEW_URL,
      cancel: values.NATS_CANCEL_URL,
      password: values.NATS_PASSWORD_URL,
    },
    media: {
      dir: values.MEDIA_DIR,
      send: values.MEDIA_SEND,
      accelPrefix: values.MEDIA_ACCEL_PREFIX,
      signing: mediaSigning(values),
    },
  };
}
