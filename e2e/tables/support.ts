/** Helpers of the table tests: settings, sites, clocks, a fake fetch, signing keys, sessions. */
import { CompactSign, exportJWK, generateKeyPair, type JWK } from "jose";
import type { LogFields } from "../../lib/log";
import type { Metadata } from "../../lib/nats/metadata";
import type { SessionPayload } from "../../lib/session/payload";
import type { CookieJar } from "../../lib/session/read";
import { describeFaults, readSettings } from "../../lib/settings/read";
import type { Environment, Fault, Settings } from "../../lib/settings/shape";
import type { Site } from "../../lib/site";

/** The fixed time of most table tests, in seconds since 1970. */
export const moment = 1_800_000_000;

/** The issuer and the origin of NATS in the table tests. */
export const issuer = "https://nats.example";

/** The required settings and no others, for a site on https. */
export const baseEnvironment: Environment = {
  OIDC_PROVIDER_METADATA_URL: `${issuer}/.well-known/member-openid-configuration`,
  OIDC_CLIENT_ID: "1",
  OIDC_CLIENT_SECRET: "client-secret-canary",
  AUTH_SECRET: "kV3sT0q9Zr7mB2nX8cL5wH1jD6fG4aPy-new",
  AUTH_URL: "https://members.example",
};

/** Changes to the base environment for a site on plain http, as in development. */
export const localhost: Environment = {
  AUTH_URL: "http://localhost:3000",
  OIDC_PROVIDER_METADATA_URL: "http://localhost:4000/.well-known/member-openid-configuration",
};

/**
 * Reads settings from the base environment with `changes`; undefined removes a variable.
 * Throws if the settings have faults.
 */
export function settingsWith(changes: Environment = {}): Settings {
  const result = readSettings({ ...baseEnvironment, ...changes });
  if ("faults" in result) throw new Error(describeFaults(result.faults));
  return result.settings;
}

/** Returns the faults in the base environment with `changes`; an empty list if there are none. */
export function faultsWith(changes: Environment): Fault[] {
  const result = readSettings({ ...baseEnvironment, ...changes });
  return "faults" in result ? result.faults : [];
}

/** A clock that stands still until `pass` moves it by some seconds. */
export interface Clock {
  now: () => number;
  pass: (seconds: number) => void;
}

/** Creates a clock that starts at `moment`. */
export function clockByHand(): Clock {
  let at = moment;
  return {
    now: () => at,
    pass: (seconds) => {
      at += seconds;
    },
  };
}

/** A log line, before it is serialized. */
export interface LoggedLine {
  level: string;
  event: string;
  fields: LogFields;
}

/** What a site has counted. */
export interface Counted {
  measure: string;
  labels: Record<string, string>;
  value: number;
}

/** The parts of a site that a test can choose. */
export interface SiteOptions {
  env?: Environment;
  now?: () => number;
  fetch?: typeof fetch;
}

/**
 * Creates a site with the base environment. `logged` and `counted` collect what it tells.
 * Without `fetch`, every request of the site fails like a missing network.
 */
export function siteWith({ env = {}, now = () => moment, fetch = noNetwork }: SiteOptions = {}): Site & {
  logged: LoggedLine[];
  counted: Counted[];
} {
  const logged: LoggedLine[] = [];
  const counted: Counted[] = [];
  return {
    settings: settingsWith(env),
    now,
    fetch,
    log: (level, event, fields = {}) => logged.push({ level, event, fields }),
    count: (measure, labels, value = 1) => counted.push({ measure, labels, value }),
    development: false,
    logged,
    counted,
  };
}

const noNetwork: typeof fetch = () => Promise.reject(new TypeError("no network in this test"));

/**
 * Creates a fake `fetch` that returns the result of `answer`, or throws it if it is an Error.
 * `calls` collects the requests.
 */
export function answering(answer: (url: string, init: RequestInit) => Response | Error): {
  fetch: typeof fetch;
  calls: { url: string; init: RequestInit }[];
} {
  const calls: { url: string; init: RequestInit }[] = [];
  return {
    calls,
    fetch: async (input, init = {}) => {
      calls.push({ url: String(input), init });
      const given = answer(String(input), init);
      if (given instanceof Error) throw given;
      return given;
    },
  };
}

/** Metadata in the form that NATS probably sends. */
export const metadata: Metadata = {
  issuer,
  authorization_endpoint: `${issuer}/member/authorize`,
  token_endpoint: `${issuer}/member/token`,
  userinfo_endpoint: `${issuer}/member/userinfo`,
  jwks_uri: `${issuer}/member/jwks`,
  end_session_endpoint: undefined,
  token_endpoint_auth_methods_supported: undefined,
};

/** A signing key: the private key, and the public key as an entry of a JWKS. */
export interface SigningKey {
  privateKey: CryptoKey;
  publicJwk: JWK;
}

/** Generates an RSA key of 2,048 bits, with `kid` if one is given. */
export async function signingKey(kid?: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  return { privateKey, publicJwk: { ...(await exportJWK(publicKey)), use: "sig", ...(kid ? { kid } : {}) } };
}

/** Signs any JSON value as a compact JWS. Tests need signed claims that are malformed, too. */
export function signed(
  claims: unknown,
  key: CryptoKey | Uint8Array,
  header: Record<string, unknown> = {},
): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: "RS256", ...header })
    .sign(key);
}

/** Returns a copy of an object without some of its fields. */
export function without(value: Readonly<Record<string, unknown>>, ...names: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

/** Returns the session of a full, active member who signed in at `moment`, with `changes`. */
export function typicalSession(changes: Partial<SessionPayload> = {}): SessionPayload {
  return {
    v: 1,
    sid: "pL3vX0a9Qm7Zt2Rk8Wc5Yw",
    iss: issuer,
    sub: "1048576",
    claims: { username: "riverwatcher", trial: "0", status: "1", email: "riverwatcher@mail.example" },
    token: "f3a9c1e07b5d2846a1c9e0f7b3d58264c7e9f1a0",
    loginAt: moment,
    seenAt: moment,
    checkedAt: moment,
    triedAt: moment,
    exp: moment + 28_800,
    ...changes,
  };
}

/** Returns a request's cookies: a session cookie, and the id of a session that was signed out. */
export function jarOf(value: string | undefined, ended?: string): CookieJar {
  const cookies: Record<string, string | undefined> = {
    "__Host-members.session": value,
    "__Host-members.ended": ended,
  };
  return {
    get: (name) => {
      const found = cookies[name];
      return found === undefined ? undefined : { value: found };
    },
  };
}
