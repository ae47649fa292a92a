/** NATS as a provider of next-auth, and what its userinfo becomes in our session. */
import { customFetch } from "next-auth";
import type { OIDCConfig } from "next-auth/providers";
import { fail } from "../failures";
import { memberClaimsOf } from "../nats/member-claims";
import type { Metadata } from "../nats/metadata";
import { absoluteEnd } from "../session/lifetime";
import { remoteUser, type SessionPayload } from "../session/payload";
import { randomText } from "../session/seal";
import type { TokenEndpointAuth } from "../settings/shape";
import type { Site } from "../site";
import type { TokenAnswer } from "./token-call";

/** What NATS's userinfo says of a member. Numbers may come as text; what is switched off in NATS is absent. */
export interface NatsProfile extends Record<string, unknown> {
  sub: string;
  username?: string;
  email?: string;
  /** 0 full member, 1 trial. Needs MEMBER_OPENID_BASE_INFO. */
  trial?: string | number;
  /** 0 never joined, 1 active, 2 expired. */
  status?: string | number;
}

/** Options of the provider. */
export interface NatsOptions {
  clientId: string;
  clientSecret: string;
  /** Full address of the metadata document; NATS does not keep it where OpenID Discovery expects it. */
  metadataUrl: string;
  /** The issuer, exactly as in the document. Default: the origin of `metadataUrl`. */
  issuer?: string;
  /** Endpoints already known. Without them next-auth loads the document at each sign-in. */
  metadata?: Pick<Metadata, "authorizationEndpoint" | "tokenEndpoint" | "userinfoEndpoint">;
  /** Default: `client_secret_basic`. */
  tokenEndpointAuth?: Exclude<TokenEndpointAuth, "client_secret_basic_raw">;
  /** Default: `S256`. */
  pkce?: "S256" | "none";
  scope?: string;
  fetch?: typeof fetch;
}

/**
 * NATS for the `providers` of next-auth. By itself next-auth verifies neither the signature of the
 * id_token nor a signed userinfo: pass a `fetch` that does, as lib/auth/adapter.ts does.
 */
export default function Nats({
  clientId,
  clientSecret,
  metadataUrl,
  issuer = new URL(metadataUrl).origin,
  metadata,
  tokenEndpointAuth = "client_secret_basic",
  pkce = "S256",
  scope = "openid",
  fetch: fetcher = fetch,
}: NatsOptions): OIDCConfig<NatsProfile> {
  const discovery = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  return {
    id: "nats",
    name: "NATS",
    type: "oidc",
    issuer,
    clientId,
    clientSecret,
    client: { token_endpoint_auth_method: tokenEndpointAuth },
    checks: pkce === "S256" ? ["state", "nonce", "pkce"] : ["state", "nonce"],
    // NATS says who the member is in userinfo; what the id_token holds depends on its settings.
    idToken: false,
    authorization: metadata ? { url: metadata.authorizationEndpoint, params: { scope } } : { params: { scope } },
    ...(metadata ? { token: metadata.tokenEndpoint, userinfo: metadata.userinfoEndpoint } : {}),
    [customFetch]: (input: RequestInfo | URL, init?: RequestInit) =>
      fetcher(String(input) === discovery ? metadataUrl : input, init),
    profile: ({ sub, username, email }) => ({ id: sub, name: username ?? null, email: email ?? null }),
  };
}

/**
 * Makes the session of a member who has just signed in. `profile` is userinfo laid over the id_token.
 * Throws `no_username` if the claim that names the member is missing or empty, as Apache does.
 */
export function sessionOf(profile: NatsProfile, tokens: TokenAnswer, issuer: string, site: Site): SessionPayload {
  const { claims: names, session: limits, refresh } = site.settings;
  const claims = memberClaimsOf(profile, names);
  if (remoteUser(claims, names.remoteUser) === "") throw fail("no_username", names.remoteUser);
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
