/** The settings: one closed schema over the environment, every fault reported at once with its cure. */
import { z } from "zod";
import { canonicalPath } from "./access/paths";
import { isOwnPath } from "./access/table";
import { claimNames, memberClaims } from "./claims";
import { isSafeUrl } from "./http/loopback";
import { membersHome } from "./http/return-path";

/** All settings of one site, checked. Times in seconds. */
export interface Settings {
  /** Origin of the members area, from AUTH_URL; never guessed from a Host header. */
  origin: string;
  /** True on https: cookies are Secure and carry the __Host- prefix. */
  secure: boolean;
  /** AUTH_SECRET first, then the older ones that still open cookies. */
  secrets: readonly [string, ...string[]];
  provider: {
    metadataUrl: string;
    issuer: string | undefined;
    tokenEndpointAuth: TokenEndpointAuth | undefined;
    pkce: "S256" | "none";
    userinfoSigned: boolean;
    verifyTls: boolean;
  };
  client: { id: string; secret: string; scope: string; redirectUri: string };
  session: { idleSeconds: number; maxSeconds: number; persistent: boolean };
  claims: { remoteUser: string; status: string; expiredLogin: boolean };
  refresh: { every: number | "never" | "always"; graceSeconds: number };
  /** Further origins that a sign-out may return to. */
  returnOrigins: readonly string[];
  links: {
    domain: string | undefined;
    siteId: string | undefined;
    join: string | undefined;
    upgrade: string | undefined;
    renew: string | undefined;
    cancel: string | undefined;
    password: string | undefined;
  };
  media: {
    /** Folder of the gated files, outside public/. */
    dir: string;
    send: MediaSend;
    /** Where nginx keeps the same folder as an internal location; without a slash at the end. */
    accelPrefix: string;
    /** How links to a web server or CDN are signed; undefined: they are not, files come from /media. */
    signing: MediaSigning | undefined;
  };
}

/** Who carries the bytes of `/media/**`: we, or the web server in front, told by a header. */
export type MediaSend = "stream" | "x-accel" | "x-sendfile";

/** Signed links: `key` is the shared secret, or CloudFront's private key in PEM. `seconds` is how long a link lives, at most 600. */
export interface MediaSigning {
  kind: "nginx" | "bunny" | "cloudfront";
  baseUrl: string;
  key: string;
  keyId: string | undefined;
  seconds: number;
}

/** How the client proves itself at the token endpoint; `_raw` is Basic without percent-encoding (RFC 6749 section 2.3.1). */
export type TokenEndpointAuth = "client_secret_basic" | "client_secret_post" | "client_secret_basic_raw";

/** One thing wrong with one setting. */
export interface Fault {
  name: string;
  wrong: string;
  cure: string;
}

/** The environment as Node and the edge runtime give it. */
export type Environment = Readonly<Record<string, string | undefined>>;

const callbackPath = "/api/auth/callback/nats";

const text = (wrong = "is empty") => z.string(wrong).min(1, wrong);

const url = () =>
  text().refine(
    (value) => URL.canParse(value) && isSafeUrl(new URL(value)),
    "is not an https address (http only on localhost)",
  );

const origin = () =>
  url().refine((value) => {
    if (!URL.canParse(value)) return false;
    const { pathname, search, hash, username } = new URL(value);
    return pathname === "/" && search === "" && hash === "" && username === "";
  }, "is more than an origin: scheme, host and port only");

const seconds = (min: number, max = 31_536_000) =>
  text()
    .regex(/^\d{1,9}$/, "is not a whole number of seconds")
    .transform(Number)
    .refine((value) => value >= min && value <= max, `is not between ${min} and ${max} seconds`);

const link = () => url().optional();

interface Row {
  schema: z.ZodType;
  cure: string;
}

/** The table of settings: what each takes, its default, and how to cure a bad value. Held against README and .env.example by a test. */
const table = {
  OIDC_PROVIDER_METADATA_URL: {
    schema: url(),
    cure: "Set the full address of NATS's metadata: https://…/.well-known/member-openid-configuration",
  },
  OIDC_PROVIDER_ISSUER: {
    schema: url().optional(),
    cure: "Copy the issuer from NATS's metadata document, letter for letter, or leave this out",
  },
  OIDC_CLIENT_ID: { schema: text(), cure: "Set the NATS Site ID, or several with commas: 1 or 1,2" },
  OIDC_CLIENT_SECRET: { schema: text(), cure: "Set the value of MEMBER_OPENID_CLIENT_SECRET in NATS" },
  AUTH_SECRET: {
    schema: text().refine(
      (value) => new TextEncoder().encode(value).length >= 32 && new Set(value).size >= 8,
      "is shorter than 32 bytes or too simple",
    ),
    cure: "Make one with: openssl rand -base64 33",
  },
  AUTH_URL: { schema: origin(), cure: "Set the address members type, without a path: https://members.example.com" },
  OIDC_REDIRECT_URI: {
    schema: url().optional(),
    cure: `Leave it out for AUTH_URL + ${callbackPath}, or set the old vanity address on the same origin`,
  },
  OIDC_SCOPE: {
    schema: text()
      .refine((value) => value.split(" ").includes("openid"), "does not contain openid")
      .default("openid"),
    cure: "Use: openid",
  },
  OIDC_SESSION_INACTIVITY_TIMEOUT: { schema: seconds(10).default(3600), cure: "Use seconds, 10 or more: 3600" },
  OIDC_SESSION_MAX_DURATION: {
    schema: seconds(15).default(28_800),
    cure: "Use seconds, 15 or more: the value of MEMBER_OPENID_ACCESS_TOKEN_DURATION in NATS",
  },
  OIDC_SESSION_TYPE: {
    schema: z
      .enum(["client-cookie", "client-cookie:persistent"], "is not a known type (sessions live in the cookie here)")
      .default("client-cookie"),
    cure: "Use client-cookie, or client-cookie:persistent to stay signed in when the browser closes",
  },
  OIDC_REMOTE_USER_CLAIM: {
    schema: z.enum(claimNames, "is not a claim that lib/claims.ts declares").default("username"),
    cure: "Use username, or declare the claim as a string in lib/claims.ts",
  },
  OIDC_USER_INFO_REFRESH_INTERVAL: {
    schema: text()
      .refine(
        (value) => value !== "0",
        "is 0, which meant never before mod_auth_openidc 2.4.15.4 and every request since",
      )
      .pipe(z.union([z.enum(["never", "always"]), seconds(10)], "is neither never, always, nor seconds of 10 or more"))
      .default(300),
    cure: "Use never, always, or seconds: 300",
  },
  OIDC_USER_INFO_REFRESH_GRACE: { schema: seconds(0).default(600), cure: "Use seconds: 600" },
  OIDC_USER_INFO_SIGNED_RESPONSE_ALG: {
    schema: z.enum(["RS256"], "is not RS256, the one algorithm taken").optional(),
    cure: "Use RS256 if NATS signs userinfo, or leave it out",
  },
  OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH: {
    schema: z
      .enum(["client_secret_basic", "client_secret_post", "client_secret_basic_raw"], "is not a method we have")
      .optional(),
    cure: "Leave it out, or use client_secret_basic, client_secret_post or client_secret_basic_raw",
  },
  OIDC_PKCE_METHOD: {
    schema: z.enum(["S256", "none"], "is neither S256 nor none").default("S256"),
    cure: "Leave it out; none only for a NATS that chokes on PKCE",
  },
  OIDC_SSL_VALIDATE_SERVER: {
    schema: z.enum(["On", "Off"], "is neither On nor Off").default("On"),
    cure: "Leave it out; for a private certificate authority set NODE_EXTRA_CA_CERTS to its file",
  },
  OIDC_REDIRECT_URLS_ALLOWED: {
    schema: z
      .string()
      .transform((value) => value.split(/[\s,]+/).filter(Boolean))
      .pipe(z.array(origin()))
      .default([]),
    cure: "List origins with spaces: https://www.example.com https://join.example.com",
  },
  NATS_STATUS_CLAIM: {
    schema: text().default("status"),
    cure: "Set the name under which NATS sends 1 = active, 2 = expired",
  },
  NATS_EXPIRED_LOGIN: {
    schema: z.enum(["on", "off"], "is neither on nor off").default("off"),
    cure: "Use on if MEMBER_OPENID_EXPIRED_LOGIN is on in NATS, else off",
  },
  NATS_LINK_DOMAIN: { schema: origin().optional(), cure: "Set the origin of the join pages: https://join.example.com" },
  NATS_LINK_SITE_ID: { schema: text().optional(), cure: "Set the NATS Site ID for join, upgrade and renew links" },
  NATS_JOIN_URL: { schema: link(), cure: "Set a full https address, or leave it out" },
  NATS_UPGRADE_URL: { schema: link(), cure: "Set a full https address, or leave it out" },
  NATS_RENEW_URL: { schema: link(), cure: "Set a full https address, or leave it out" },
  NATS_CANCEL_URL: { schema: link(), cure: "Set a full https address, or leave it out" },
  NATS_PASSWORD_URL: { schema: link(), cure: "Set a full https address, or leave it out" },
  MEDIA_DIR: {
    schema: text()
      .refine((value) => !/^(\.\/)?public(\/|$)/.test(value), "lies in public/, where everything is open")
      .default("./media"),
    cure: "Set a folder outside public/",
  },
  MEDIA_SEND: {
    schema: z.enum(["stream", "x-accel", "x-sendfile"], "is not a way we have").default("stream"),
    cure: "Use stream, x-accel for nginx in front, or x-sendfile for Apache in front",
  },
  MEDIA_ACCEL_PREFIX: {
    schema: text()
      .regex(/^(\/[\w.-]+)+$/, "is not a path like /protected-media")
      .default("/protected-media"),
    cure: "Set the internal location that nginx maps to MEDIA_DIR",
  },
  MEDIA_SIGN: {
    schema: z.enum(["nginx", "bunny", "cloudfront"], "is not a signer we have").optional(),
    cure: "Leave it out, or use nginx, bunny or cloudfront",
  },
  MEDIA_SIGN_BASE_URL: {
    schema: url()
      .refine((value) => !/[?#]|\/$/.test(value), "ends with a slash, or has a query")
      .optional(),
    cure: "Set where the signed files are, without a slash at the end: https://files.example.com/media",
  },
  MEDIA_SIGN_KEY: {
    schema: text()
      .refine((value) => value.length >= 16, "is shorter than 16 characters")
      .optional(),
    cure: "Set the secret shared with the web server or CDN; for CloudFront the private key (PEM, \\n for line ends)",
  },
  MEDIA_SIGN_KEY_ID: { schema: text().optional(), cure: "Set CloudFront's key pair id, or a name for the key" },
  MEDIA_SIGN_SECONDS: { schema: seconds(30, 600).default(300), cure: "Use seconds, 30 to 600: 300" },
} as const satisfies Record<string, Row>;

/** Name of a setting. */
export type SettingName = keyof typeof table;

/** The names of all settings, in the order of the table. */
export const settingNames = Object.keys(table) as SettingName[];

type Values = { [N in SettingName]: z.output<(typeof table)[N]["schema"]> };

/**
 * Reads and checks all settings. Empty values count as missing. Gives the settings, or every fault at once; never throws.
 * `env` is the environment; `NODE_ENV` in it decides what production forbids.
 */
export function readSettings(env: Environment): { settings: Settings } | { faults: Fault[] } {
  const given = (name: string) => env[name]?.trim() || undefined;
  const faults: Fault[] = unknownNames(env);
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
  return `The settings have ${faults.length === 1 ? "a fault" : `${faults.length} faults`}:\n${lines.join("\n")}`;
}

function firstMessage(error: z.ZodError): string {
  return error.issues[0]?.message ?? "is not understood";
}

/** A misspelt name would silently leave a default in force: fails closed. */
function unknownNames(env: Environment): Fault[] {
  const known: readonly string[] = settingNames;
  return Object.keys(env)
    .filter((name) => /^(OIDC|NATS)_/.test(name) && !known.includes(name) && env[name] !== undefined)
    .map((name) => ({ name, wrong: "is not a setting of this product", cure: "Correct the spelling or remove it" }));
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
  } else if (redirect && redirect.pathname !== callbackPath && !isFreePath(redirect.pathname)) {
    add("OIDC_REDIRECT_URI", "is a path that the product needs itself, or one that no request can have");
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
    if (kind === "cloudfront" && !key.includes("PRIVATE KEY")) add("MEDIA_SIGN_KEY", "is not a private key in PEM");
    const keyId = values.MEDIA_SIGN === "cloudfront" && !values.MEDIA_SIGN_KEY_ID;
    if (keyId) add("MEDIA_SIGN_KEY_ID", "is missing beside MEDIA_SIGN=cloudfront");
  }
  if (values.NATS_LINK_DOMAIN && !values.NATS_LINK_SITE_ID)
    add("NATS_LINK_SITE_ID", "is missing beside NATS_LINK_DOMAIN");
  return faults;
}

function isFreePath(path: string): boolean {
  return canonicalPath(path) === path && path !== membersHome && !isOwnPath(path);
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
    secrets: [values.AUTH_SECRET, ...older],
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
      redirectUri: values.OIDC_REDIRECT_URI ?? origin + callbackPath,
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
