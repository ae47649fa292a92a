// Everything one running look-alike knows, and the small questions every endpoint asks about it.
import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Calls } from "./calls";
import type { Faults } from "./faults";
import type { KeyRing } from "./keys";
import type { NatsMember } from "./members";
import type { Switches } from "./switches";

/** What a login gave: who, for which client, and the member row as it was then. */
export interface Grant {
  readonly clientId: string;
  readonly memberKey: string;
  readonly snapshot: NatsMember;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** An authorization code waiting to be exchanged. */
export interface CodeGrant extends Grant {
  readonly redirectUri: string;
  readonly nonce: string | null;
  readonly codeChallenge: string | null;
}

/** The state of one look-alike; all of it in memory. */
export interface NatsState {
  readonly origin: string;
  readonly switches: Switches;
  readonly members: Map<string, NatsMember>;
  readonly faults: Faults;
  readonly calls: Calls;
  readonly keys: KeyRing;
  readonly codes: Map<string, CodeGrant>;
  readonly tokens: Map<string, Grant>;
  /** Logins NATS itself remembers (switch singleSignOn): cookie value to member key. */
  readonly logins: Map<string, string>;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}

/** Paths of the endpoints. Only the document's path is public knowledge; the others are made up. */
export const paths = {
  metadata: "/.well-known/member-openid-configuration",
  authorize: "/member/openid/authorize",
  login: "/member/openid/login",
  token: "/member/openid/token",
  userinfo: "/member/openid/userinfo",
  jwks: "/member/openid/jwks",
  logout: "/member/openid/logout",
} as const;

/** The OpenID domain with protocol that this request sees, by NATS's three ways of choosing it. */
export function openidOrigin(state: NatsState, req: IncomingMessage): string {
  const { MEMBER_OPENID_DOMAIN: domain, MEMBER_OPENID_DYNAMIC_DOMAIN: dynamic } = state.switches;
  const host = req.headers.host ?? "";
  if (dynamic && /^[a-z0-9.-]+(:\d{1,5})?$/i.test(host)) return `http://${host}`;
  return domain === "" ? state.origin : domain.replace(/\/+$/, "");
}

/** The issuer in the form the switch says. */
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

/** NATS's time in whole seconds since the epoch, with the skew of the switch. */
export function now(state: NatsState): number {
  return Math.floor(Date.now() / 1000 + state.switches.clockSkewSeconds);
}

/** The sites a client id names, or null when one of them does not exist. */
export function sitesOf(state: NatsState, clientId: string): string[] | null {
  const sites = clientId.split(",");
  return sites.every((site) => state.switches.sites.includes(site)) ? sites : null;
}

/** An opaque random string of 40 letters and digits. */
export function opaque(): string {
  return randomBytes(20).toString("hex");
}

/** Drops what has run out, so that a long run does not grow. */
export function prune(grants: Map<string, Grant>): void {
  for (const [id, grant] of grants) if (grant.expiresAt <= Date.now()) grants.delete(id);
}

/** Ends every access token, waiting code and remembered login of the members of that username. */
export function revokeTokens(state: NatsState, username: string): void {
  const isTheirs = (grant: Grant) => (state.members.get(grant.memberKey) ?? grant.snapshot).username === username;
  for (const grants of [state.tokens, state.codes]) {
    for (const [id, grant] of grants) if (isTheirs(grant)) grants.delete(id);
  }
  for (const [id, key] of state.logins) if (state.members.get(key)?.username === username) state.logins.delete(id);
}

/** SHA-256 in base64url: the S256 transformation of PKCE (RFC 7636, section 4.2). */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
