/** Reads the settings from the environment, and reports all faults at once. */
import type { ZodType } from "zod";
import { canonicalPath } from "../access/paths";
import { isOwnPath } from "../access/table";
import { addresses } from "../addresses";
import { memberClaims } from "../claims";
import { misspeltNames } from "./misspelt";
import { type Environment, type Fault, type MediaSigning, type Settings, siteSecret } from "./shape";
import { type SettingName, settingNames, table, type Values } from "./table";
import { isLongSecret } from "./values";

/** Returns the settings, or all faults. Never throws. An empty value counts as missing. */
export function readSettings(env: Environment): { settings: Settings } | { faults: Fault[] } {
  const faults = [...misspeltNames(env), ...nodeFaults(env), ...claimFaults()];
  const values: Record<string, unknown> = {};
  for (const name of settingNames) {
    const { schema, cure } = table[name];
    const value = env[name]?.trim() || undefined;
    const { success, data, error } = schema.safeParse(value);
    if (success) values[name] = data;
    else faults.push({ name, wrong: value ? (error.issues[0]?.message ?? "is not valid") : "is missing", cure });
  }
  const older = olderSecrets(env);
  for (const [name, secret] of older) {
    if (isLongSecret(secret)) continue;
    faults.push({ name, wrong: "is shorter than 32 bytes", cure: "Set the former AUTH_SECRET, or remove it" });
  }
  for (const [name, broken, wrong] of crossChecks(values as Partial<Values>, env)) {
    if (broken && !faults.some((fault) => fault.name === name)) faults.push({ name, wrong, cure: table[name].cure });
  }
  return faults.length > 0 ? { faults } : { settings: settingsFrom(values as Values, older) };
}

/** Formats faults for a terminal. Leaves out the values, which may be secrets. */
export function describeFaults(faults: readonly Fault[]): string {
  const lines = faults.map(({ name, wrong, cure }) => `  ${name} ${wrong}.\n    ${cure}.`);
  const count = faults.length === 1 ? "a fault" : `${faults.length} faults`;
  return `The settings have ${count}:\n${lines.join("\n")}`;
}

/** Returns AUTH_SECRET_1, AUTH_SECRET_2 and so on by number, as pairs. There may be gaps. */
function olderSecrets(env: Environment): [name: string, secret: string][] {
  const numberOf = (name: string) => Number(name.slice("AUTH_SECRET_".length));
  const names = Object.keys(env).filter((name) => /^AUTH_SECRET_\d+$/.test(name) && env[name]?.trim());
  return names.sort((a, b) => numberOf(a) - numberOf(b)).map((name) => [name, env[name]?.trim() ?? ""]);
}

/** True unless NODE_ENV says development: a server with NODE_ENV=staging has real members. */
const isProduction = ({ NODE_ENV }: Environment) => NODE_ENV !== "development";

/** Faults in what the environment tells Node and Next. */
function nodeFaults(env: Environment): Fault[] {
  const faults: Fault[] = [];
  const { __NEXT_PRIVATE_ORIGIN: listening = "" } = env;
  // Next writes a loopback address as `localhost` in the gate and nowhere else. It then takes the
  // gate's status pages for another server's, requests them from itself, and answers 500.
  if (/^https?:\/\/(127\.|\[::1\])/.test(listening)) {
    const wrong = "is an address that Next confuses with localhost";
    faults.push({ name: `-H (${listening})`, wrong, cure: "Start with -H localhost" });
  }
  if (isProduction(env) && env.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
    const { cure } = table.OIDC_SSL_VALIDATE_SERVER;
    faults.push({ name: "NODE_TLS_REJECT_UNAUTHORIZED", wrong: "is 0, which production refuses", cure });
  }
  return faults;
}

/** Returns a fault for each claim that must come. `shape` has the claims of lib/claims.ts. */
export function claimFaults(shape: Readonly<Record<string, ZodType>> = memberClaims.shape): Fault[] {
  const cure = "Add .optional(): NATS may not send it, and a gate then refuses";
  const required = Object.entries(shape).filter(([, schema]) => !schema.safeParse(undefined).success);
  return required.map(([name]) => ({ name: `The claim ${name} in lib/claims.ts`, wrong: "is not optional", cure }));
}

/** The rules between settings. A setting gets the first fault that applies. */
function crossChecks(values: Partial<Values>, env: Environment): [SettingName, broken: unknown, wrong: string][] {
  const { MEDIA_SIGN: signer, MEDIA_SIGN_KEY: key = "", MEDIA_SIGN_KEY_ID: keyId = "" } = values;
  const { OIDC_SESSION_INACTIVITY_TIMEOUT: idle = 0, OIDC_SESSION_MAX_DURATION: max = idle } = values;
  const redirect = values.OIDC_REDIRECT_URI ? new URL(values.OIDC_REDIRECT_URI) : undefined;
  const elsewhere = redirect && values.AUTH_URL && redirect.origin !== new URL(values.AUTH_URL).origin;
  const incomplete = redirect && (redirect.pathname === "/" || redirect.search || redirect.hash);
  const taken = redirect && redirect.pathname !== addresses.callback && !isFreePath(redirect.pathname);
  // The default may be longer than the limit: settingsFrom cuts it.
  const idleIsSet = Boolean(env.OIDC_SESSION_INACTIVITY_TIMEOUT?.trim());
  // The log of a proxy has the Management URL. It must not hold what seals sessions.
  const { NATS_MANAGEMENT_KEY: keys = [], AUTH_SECRET: secret = "" } = values;
  const unverified = values.OIDC_SSL_VALIDATE_SERVER === "Off" && isProduction(env);
  return [
    ["OIDC_REDIRECT_URI", elsewhere, "is not on the origin of AUTH_URL, so cookies would not reach it"],
    ["OIDC_REDIRECT_URI", incomplete, "must be a path of its own, without query or fragment"],
    ["OIDC_REDIRECT_URI", taken, "is a path that the product uses itself, or one that no request can have"],
    ["OIDC_SSL_VALIDATE_SERVER", unverified, "is Off, which production refuses"],
    ["OIDC_SESSION_INACTIVITY_TIMEOUT", idleIsSet && idle > max, "is longer than OIDC_SESSION_MAX_DURATION"],
    ["MEDIA_SIGN_BASE_URL", signer && !values.MEDIA_SIGN_BASE_URL, "is missing beside MEDIA_SIGN"],
    ["MEDIA_SIGN_KEY", signer && !key, "is missing beside MEDIA_SIGN"],
    ["MEDIA_SIGN_KEY", signer === "nginx" && /["'$\\]/.test(key), "has a quote, dollar or backslash"],
    ["MEDIA_SIGN_KEY", signer === "cloudfront" && !key.includes("PRIVATE KEY"), "is not a private key in PEM"],
    ["MEDIA_SIGN_KEY_ID", signer === "nginx" && /[^\w-]/.test(keyId), "is not of letters, digits, _ and - only"],
    ["MEDIA_SIGN_KEY_ID", signer === "cloudfront" && !keyId, "is missing beside MEDIA_SIGN=cloudfront"],
    ["NATS_MANAGEMENT_KEY", keys.includes(secret), "is AUTH_SECRET, which must stand in no address"],
    ["NATS_LINK_SITE_ID", values.NATS_LINK_DOMAIN && !values.NATS_LINK_SITE_ID, "is missing beside NATS_LINK_DOMAIN"],
  ];
}

function isFreePath(path: string): boolean {
  return canonicalPath(path) === path && path !== addresses.membersHome && !isOwnPath(path);
}

function mediaSigning(values: Values): MediaSigning | undefined {
  const { MEDIA_SIGN: kind, MEDIA_SIGN_BASE_URL: baseUrl, MEDIA_SIGN_KEY: key, MEDIA_SIGN_KEY_ID: keyId } = values;
  if (!kind || !baseUrl || !key) return undefined;
  return { kind, baseUrl, key: key.replaceAll("\\n", "\n"), keyId, seconds: values.MEDIA_SIGN_SECONDS };
}

function settingsFrom(values: Values, older: readonly [name: string, secret: string][]): Settings {
  const { origin, host } = new URL(values.AUTH_URL);
  const redirectUri = values.OIDC_REDIRECT_URI ?? origin + addresses.callback;
  return {
    origin,
    host,
    secure: origin.startsWith("https:"),
    hstsSeconds: values.HSTS_SECONDS,
    secrets: [siteSecret(values.AUTH_SECRET, origin), ...older.map(([, secret]) => siteSecret(secret, origin))],
    provider: {
      metadataUrl: values.OIDC_PROVIDER_METADATA_URL,
      origin: new URL(values.OIDC_PROVIDER_METADATA_URL).origin,
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
      redirectUri,
      redirectPath: new URL(redirectUri).pathname,
    },
    session: {
      idleSeconds: Math.min(values.OIDC_SESSION_INACTIVITY_TIMEOUT, values.OIDC_SESSION_MAX_DURATION),
      maxSeconds: values.OIDC_SESSION_MAX_DURATION,
      persistent: values.OIDC_SESSION_TYPE === "client-cookie:persistent",
      perMember: values.SESSIONS_PER_MEMBER,
    },
    backchannelLogout: values.OIDC_BACKCHANNEL_LOGOUT === "on",
    redisUrls: values.REDIS_URL,
    claims: {
      remoteUser: values.OIDC_REMOTE_USER_CLAIM,
      status: values.NATS_STATUS_CLAIM,
      expiredLogin: values.NATS_EXPIRED_LOGIN === "on",
    },
    refresh: { every: values.OIDC_USER_INFO_REFRESH_INTERVAL, graceSeconds: values.OIDC_USER_INFO_REFRESH_GRACE },
    returnOrigins: values.OIDC_REDIRECT_URLS_ALLOWED.map((value) => new URL(value).origin),
    metricsToken: values.METRICS_TOKEN,
    links: {
      domain: values.NATS_LINK_DOMAIN && new URL(values.NATS_LINK_DOMAIN).origin,
      siteId: values.NATS_LINK_SITE_ID,
      join: values.NATS_JOIN_URL,
      upgrade: values.NATS_UPGRADE_URL,
      renew: values.NATS_RENEW_URL,
      cancel: values.NATS_CANCEL_URL,
      password: values.NATS_PASSWORD_URL,
    },
    managementKeys: values.NATS_MANAGEMENT_KEY,
    media: {
      dir: values.MEDIA_DIR,
      send: values.MEDIA_SEND,
      accelPrefix: values.MEDIA_ACCEL_PREFIX,
      signing: mediaSigning(values),
    },
  };
}
