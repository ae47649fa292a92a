// Defines the state of one running look-alike, and small functions that several endpoints share.
import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Calls } from "./calls";
import type { Faults } from "./faults";
import type { KeyRing } from "./keys";
import type { Post } from "./management";
import type { NatsMember } from "./members";
import type { Switches } from "./switches";

/** What a code or a token stands for: client, member and expiry. */
export interface Grant {
  readonly clientId: string;
  readonly memberKey: string;
  /** Copy of the member at the time of the grant, for the switch `userinfoLive: "frozen"`. */
  readonly snapshot: NatsMember;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** An authorization code that was issued and not yet exchanged. */
export interface CodeGrant extends Grant {
  readonly redirectUri: string;
  readonly nonce: string | null;
  readonly codeChallenge: string | null;
}

/** The state of one look-alike. It is kept in memory only. */
export interface NatsState {
  readonly origin: string;
  readonly switches: Switches;
  readonly members: Map<string, NatsMember>;
  readonly faults: Faults;
  readonly calls: Calls;
  readonly keys: KeyRing;
  /** The latest posts to the Management URL, oldest first. */
  readonly posts: Post[];
  /** Pending authorization codes by their value. */
  readonly codes: Map<string, CodeGrant>;
  /** Access tokens by their value. */
  readonly tokens: Map<string, Grant>;
  /** Logins that NATS remembers (switch `singleSignOn`): cookie value to member key. */
  readonly logins: Map<string, string>;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}

/** Paths of the endpoints. The path of the metadata is confirmed; the others are made up. */
export const paths = {
  metadata: "/.well-known/member-openid-configuration",
  authorize: "/member/openid/authorize",
  login: "/member/openid/login",
  token: "/member/openid/token",
  userinfo: "/member/openid/userinfo",
  jwks: "/member/openid/jwks",
  logout: "/member/openid/logout",
} as const;

/**
 * Returns the origin of all OpenID endpoints for this request: from the Host header, from
 * MEMBER_OPENID_DOMAIN, or the look-alike's own. The switches decide.
 */
export function openidOrigin(state: NatsState, req: IncomingMessage): string {
  const { MEMBER_OPENID_DOMAIN: domain, MEMBER_OPENID_DYNAMIC_DOMAIN: dynamic } = state.switches;
  const host = req.headers.host ?? "";
  if (dynamic && /^[a-z0-9.-]+(:\d{1,5})?$/i.test(host)) return `http://${host}`;
  return domain === "" ? state.origin : domain.replace(/\/+$/, "");
}

/** Returns the issuer in the form that the switch `issuerForm` selects. */
export function issuer(state: NatsState, req: IncomingMessage): string {
  const origin = openidOrigin(state, req);
  const forms = {
    origin,
    trailingSlash: `${origin}/`,
    path: `${origin}/member/openid`,
    otherHost: "https://nats.example.test",
  };
  return forms[state.switches.issuerForm];
}

/** Returns NATS's time in whole seconds since the epoch, shifted by `clockSkewSeconds`. */
export function now(state: NatsState): number {
  return Math.floor(Date.now() / 1000 + state.switches.clockSkewSeconds);
}

/** Splits a client id into its Site IDs. Returns null if one of the sites does not exist. */
export function sitesOf(state: NatsState, clientId: string): string[] | null {
  const sites = clientId.split(",");
  return sites.every((site) => state.switches.sites.includes(site)) ? sites : null;
}

/** Returns a random string of 40 hexadecimal digits, for codes, tokens and cookies. */
export function randomHex(): string {
  return randomBytes(20).toString("hex");
}

/** Deletes expired grants, so that memory does not grow in a long run. */
export function prune(grants: Map<string, Grant>): void {
  for (const [id, grant] of grants) if (grant.expiresAt <= Date.now()) grants.delete(id);
}

/** Deletes the access tokens, pending codes and NATS logins of all members with that username. */
export function revokeTokens(state: NatsState, username: string): void {
  const belongsToThem = (grant: Grant) => (state.members.get(grant.memberKey) ?? grant.snapshot).username === username;
  for (const grants of [state.tokens, state.codes]) {
    for (const [id, grant] of grants) if (belongsToThem(grant)) grants.delete(id);
  }
  for (const [id, key] of state.logins) if (state.members.get(key)?.username === username) state.logins.delete(id);
}

/** Returns SHA-256 in base64url, as PKCE's method S256 demands (RFC 7636, section 4.2). */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
