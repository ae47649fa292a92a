/** What the tables share: a base environment, sites made from it by the real settings reader, clocks set by hand, answers, keys. */
import { CompactSign, exportJWK, generateKeyPair, type JWK } from "jose";
import type { LogFields } from "../../lib/log";
import type { Metadata } from "../../lib/nats/metadata";
import type { SessionPayload } from "../../lib/session/payload";
import { describeFaults, readSettings } from "../../lib/settings/read";
import type { Environment, Fault, Settings } from "../../lib/settings/shape";
import type { Site } from "../../lib/site";

/** The moment at which most tables happen, in seconds since 1970. */
export const moment = 1_800_000_000;

/** Where NATS is in the tables. */
export const issuer = "https://nats.example";

/** Every required setting and nothing else: an https site. */
export const baseEnvironment: Environment = {
  OIDC_PROVIDER_METADATA_URL: `${issuer}/.well-known/member-openid-configuration`,
  OIDC_CLIENT_ID: "1",
  OIDC_CLIENT_SECRET: "client-secret-canary",
  AUTH_SECRET: "kV3sT0q9Zr7mB2nX8cL5wH1jD6fG4aPy-new",
  AUTH_URL: "https://members.example",
};

/** The changes that make it a site on plain http, as in development. */
export const localhost: Environment = {
  AUTH_URL: "http://localhost:3000",
  OIDC_PROVIDER_METADATA_URL: "http://localhost:4000/.well-known/member-openid-configuration",
};

/** Settings of the base environment with `changes` (undefined removes a name). Throws when they have faults. */
export function settingsWith(changes: Environment = {}): Settings {
  const result = readSettings({ ...baseEnvironment, ...changes });
  if ("faults" in result) throw new Error(describeFaults(result.faults));
  return result.settings;
}

/** The faults of the base environment with `changes`; empty when there are none. */
export function faultsWith(changes: Environment): Fault[] {
  const result = readSettings({ ...baseEnvironment, ...changes });
  return "faults" in result ? result.faults : [];
}

/** A clock that stands still until `pass` moves it, in seconds. */
export interface Clock {
  now: () => number;
  pass: (seconds: number) => void;
}

/** A clock at `moment`. */
export function clockByHand(): Clock {
  let at = moment;
  return {
    now: () => at,
    pass: (seconds) => {
      at += seconds;
    },
  };
}

/** A line of the log as a test sees it. */
export interface LoggedLine {
  level: string;
  event: string;
  fields: LogFields;
}

/** What a test may set of a site. */
export interface SiteOptions {
  env?: Environment;
  now?: () => number;
  fetch?: typeof fetch;
}

/** A site with its settings from the base environment, and the lines it logged. Without `fetch` it has no network. */
export function siteWith({ env = {}, now = () => moment, fetch = noNetwork }: SiteOptions = {}): Site & {
  logged: LoggedLine[];
} {
  const logged: LoggedLine[] = [];
  return {
    settings: settingsWith(env),
    now,
    fetch,
    log: (level, event, fields = {}) => logged.push({ level, event, fields }),
    development: false,
    logged,
  };
}

const noNetwork: typeof fetch = () => Promise.reject(new TypeError("no network in this test"));

/** A `fetch` that gives `answer` and keeps every call; an error as the answer is thrown, as a broken network does. */
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

/** Metadata as NATS is believed to send it. */
export const metadata: Metadata = {
  issuer,
  authorization_endpoint: `${issuer}/member/authorize`,
  token_endpoint: `${issuer}/member/token`,
  userinfo_endpoint: `${issuer}/member/userinfo`,
  jwks_uri: `${issuer}/member/jwks`,
  end_session_endpoint: undefined,
  token_endpoint_auth_methods_supported: undefined,
};

/** A signing key: its secret half, and its public half as a JWKS lists it. */
export interface SigningKey {
  privateKey: CryptoKey;
  publicJwk: JWK;
}

/** A new RSA key of 2,048 bits; with a `kid` when one is given. */
export async function signingKey(kid?: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  return { privateKey, publicJwk: { ...(await exportJWK(publicKey)), use: "sig", ...(kid ? { kid } : {}) } };
}

/** A compact JWS over any JSON value, so that malformed claims can be signed, too. */
export function signed(
  claims: unknown,
  key: CryptoKey | Uint8Array,
  header: Record<string, unknown> = {},
): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: "RS256", ...header })
    .sign(key);
}

/** An object without some of its members. */
export function without(value: Readonly<Record<string, unknown>>, ...names: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

/** A session such as most members have, with `changes`. */
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
