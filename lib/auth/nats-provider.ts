/** NATS as a provider of next-auth, and what its userinfo becomes in our session. */
import { customFetch } from "next-auth";
import type { OIDCConfig, OIDCUserConfig } from "next-auth/providers";
import { fail } from "../failures";
import { fitsHeader } from "../http/headers";
import { memberClaimsOf } from "../nats/member-claims";
import { absoluteEnd } from "../session/lifetime";
import { remoteUser, type SessionPayload } from "../session/payload";
import { randomText } from "../session/seal";
import type { Site } from "../site";
import type { TokenAnswer } from "./token-call";

/** What NATS's userinfo says of a member. Numbers may come as text; most claims can be off. */
export interface NatsProfile extends Record<string, unknown> {
  sub: string;
  username?: string;
  email?: string;
  /** 0 full member, 1 trial. Needs MEMBER_OPENID_BASE_INFO. */
  trial?: string | number;
  /** 0 never joined, 1 active, 2 expired. */
  status?: string | number;
}

/**
 * NATS for the `providers` of next-auth. `metadataUrl` is the full address of the metadata
 * document, which NATS does not keep where OpenID Discovery expects it. Default issuer: the origin
 * of that address. By itself next-auth verifies neither the id_token's signature nor signed
 * userinfo: pass a `[customFetch]` that does, as lib/auth/adapter.ts does.
 */
export default function Nats(options: OIDCUserConfig<NatsProfile> & { metadataUrl: string }): OIDCConfig<NatsProfile> {
  const { metadataUrl, issuer = new URL(metadataUrl).origin, [customFetch]: fetcher = fetch, ...own } = options;
  const discovery = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  return {
    id: "nats",
    name: "NATS",
    type: "oidc",
    issuer,
    // next-auth merges `checks` by index: a shorter list would keep "pkce".
    checks: options.checks ?? ["state", "nonce", "pkce"],
    // Userinfo says who the member is; what the id_token holds depends on NATS's settings.
    idToken: false,
    authorization: { params: { scope: "openid" } },
    [customFetch]: (input, init) => fetcher(String(input) === discovery ? metadataUrl : input, init),
    profile: ({ sub, username, email }) => ({ id: sub, name: username ?? null, email: email ?? null }),
    options: own,
  };
}

/**
 * Makes the session of a member who has just signed in. `profile` is userinfo laid over the
 * id_token. Throws `no_username` if the claim that names the member is missing, empty, or nothing
 * that a header can carry unchanged.
 */
export function newSession(profile: NatsProfile, tokens: TokenAnswer, issuer: string, site: Site): SessionPayload {
  const { claims: names, session: limits, refresh } = site.settings;
  const claims = memberClaimsOf(profile, names);
  if (remoteUser(claims, names.remoteUser) === "") {
    throw fail("no_username", `${names.remoteUser} ${whatIsWrong(profile[names.remoteUser])}`);
  }
  const now = site.now();
  return {
    v: 1,
    sid: randomText(16),
    iss: issuer,
    sub: profile.sub,
    claims,
    ...(refresh.every === "never" ? {} : { token: tokens.access_token }),
    loginAt: now,
    seenAt: now,
    checkedAt: now,
    triedAt: now,
    exp: absoluteEnd(now, limits, tokens.expires_in),
  };
}

/** Says why a value cannot name a member, without quoting it. */
function whatIsWrong(value: unknown): string {
  if (value === undefined) return "is missing";
  if (typeof value !== "string")
    return `is ${Array.isArray(value) ? "a list" : value === null ? "null" : `of type ${typeof value}`}`;
  if (value.trim() === "") return "is empty";
  return fitsHeader(value) ? `has ${value.length} characters` : "has blanks at its ends or control characters";
}
