/** From NATS's answer to a session: next-auth runs the OpenID flow, our hooks verify what it does not and seal the result. */

import { NextRequest } from "next/server";
import NextAuth, { customFetch, type NextAuthConfig } from "next-auth";
import { encode } from "next-auth/jwt";
import { codedErrorIn, fail } from "../failures";
import { verifyIdToken } from "../nats/id-token";
import { memberClaimsOf, mergeClaims } from "../nats/member-claims";
import { providerOf } from "../nats/provider";
import { readUserinfo } from "../nats/userinfo";
import { sessionCookieName } from "../session/cookies";
import { type Flow, nonceOf } from "../session/flow";
import { absoluteEnd } from "../session/lifetime";
import { remoteUser, type SessionPayload, sealSession } from "../session/payload";
import { randomText } from "../session/seal";
import type { Site } from "../site";
import { callTokenEndpoint, type TokenAnswer, tokenEndpointAuth } from "./token-call";

/** What the callback received from NATS, already matched to its flow. */
export interface ProviderAnswer {
  code: string;
  /** RFC 9207; absent from most answers. */
  iss: string | null;
}

/** A new session and its sealed cookie value. */
export interface NewSession {
  session: SessionPayload;
  sealed: string;
}

/** A cookie must stay under 4,096 bytes with its name and attributes. */
const longestSealed = 3900;

/**
 * Exchanges a code for a session. Everything is verified before there is one: state, nonce, PKCE and the id_token's claims by next-auth,
 * its signature and userinfo by us. Throws our coded errors. One call to the token endpoint, one to userinfo.
 */
export async function exchangeCode(flow: Flow, answer: ProviderAnswer, site: Site): Promise<NewSession> {
  const { settings } = site;
  const { metadata: metadataCache, keys } = providerOf(site);
  const metadata = await metadataCache.get();
  const nonce = await nonceOf(flow);
  const method = tokenEndpointAuth(settings, metadata);
  let tokens: TokenAnswer | undefined;
  let fresh: NewSession | undefined;
  let thrown: unknown;

  const exchange = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    tokens = await callTokenEndpoint(site, method, String(url), init ?? {});
    await verifyIdToken(tokens.id_token, keys, {
      issuer: metadata.issuer,
      clientId: settings.client.id,
      nonce,
      accessToken: tokens.access_token,
      now: site.now(),
    });
    return Response.json(tokens);
  };

  const config: NextAuthConfig = {
    ...baseConfig(site),
    providers: [
      {
        id: "nats",
        name: "NATS",
        type: "oidc",
        issuer: metadata.issuer,
        authorization: metadata.authorizationEndpoint,
        token: metadata.tokenEndpoint,
        userinfo: metadata.userinfoEndpoint,
        clientId: settings.client.id,
        clientSecret: settings.client.secret,
        client: {
          token_endpoint_auth_method: method === "client_secret_post" ? "client_secret_post" : "client_secret_basic",
        },
        checks: settings.provider.pkce === "S256" ? ["state", "nonce", "pkce"] : ["state", "nonce"],
        [customFetch]: exchange,
        profile: ({ sub }) => ({ id: sub }),
      },
    ],
    callbacks: {
      async jwt({ token, profile }) {
        if (!tokens || !profile?.sub) throw fail("bad_token", "no tokens");
        const session = await openNewSession(tokens, { ...profile, sub: profile.sub }, site);
        fresh = { session, sealed: await sealSession(session, settings.secrets) };
        return { ...token, session };
      },
    },
    // The session cookie is set by the callback route; next-auth gets nothing to write.
    jwt: { encode: async () => "" },
    logger: {
      error: (error) => {
        thrown = error;
      },
      warn: () => undefined,
      debug: () => undefined,
    },
  };

  await NextAuth(config).handlers.GET(await callbackRequest(flow, answer, nonce, site));
  if (thrown || !fresh) throw codedErrorIn(thrown) ?? fail("bad_token", libraryCode(thrown));
  if (fresh.sealed.length > longestSealed) throw fail("session_too_large", `${fresh.sealed.length} bytes sealed`);
  return fresh;

  /** Userinfo laid over the id_token makes the member; a name is required, as in Apache. */
  async function openNewSession(
    { access_token: token, expires_in }: TokenAnswer,
    idToken: Record<string, unknown> & { sub: string },
    { now }: Site,
  ): Promise<SessionPayload> {
    const userinfo = await readUserinfo(site, metadata, keys, { token, sub: idToken.sub });
    if (userinfo.kind !== "claims") throw fail("bad_userinfo", `${userinfo.kind}, for a token just issued`);
    const claims = memberClaimsOf(mergeClaims(idToken, userinfo.claims), settings.claims);
    if (remoteUser(claims, settings.claims.remoteUser) === "") throw fail("no_username", settings.claims.remoteUser);
    const at = now();
    const recheck = settings.refresh.every !== "never";
    return {
      v: 1,
      sid: randomText(16),
      iss: metadata.issuer,
      sub: idToken.sub,
      claims,
      ...(recheck ? { token } : {}),
      loginAt: at,
      seenAt: at,
      checkedAt: at,
      triedAt: at,
      exp: absoluteEnd(at, settings.session, expires_in),
    };
  }
}

/** What does not depend on the sign-in: our cookie's name, our secrets, the origin pinned. */
function baseConfig({ settings }: Site): Omit<NextAuthConfig, "providers"> {
  return {
    basePath: "/api/auth",
    trustHost: true, // AUTH_URL is required and pins the origin.
    secret: settings.secrets[0],
    useSecureCookies: settings.secure,
    session: { strategy: "jwt", maxAge: settings.session.maxSeconds },
    cookies: { sessionToken: { name: sessionCookieName(settings) } },
  };
}

/** NATS's answer as next-auth expects it: on its own path, with the flow in the three cookies it would have set itself. */
async function callbackRequest(
  flow: Flow,
  { code, iss }: ProviderAnswer,
  nonce: string,
  { settings }: Site,
): Promise<NextRequest> {
  const url = new URL("/api/auth/callback/nats", settings.origin);
  url.search = `${new URLSearchParams({ code, state: flow.state, ...(iss === null ? {} : { iss }) })}`;
  const prefix = settings.secure ? "__Secure-" : "";
  const check = async (name: string, value: string) => {
    const salt = `${prefix}authjs.${name}`;
    return `${salt}=${await encode({ salt, secret: settings.secrets[0], maxAge: 60, token: { value, provider: "nats" } })}`;
  };
  const cookies = await Promise.all([
    check("state", flow.state),
    check("nonce", nonce),
    check("pkce.code_verifier", flow.verifier),
  ]);
  return new NextRequest(url, { headers: { cookie: cookies.join("; ") } });
}

/** The code a library put on its error, for the log; messages may quote what the provider sent. */
function libraryCode(error: unknown, depth = 5): string {
  if (!(error instanceof Error) || depth === 0) return "refused by next-auth";
  const cause = error.cause;
  const inner = typeof cause === "object" && cause !== null && "err" in cause ? cause.err : cause;
  const own = "code" in error && typeof error.code === "string" ? error.code : "";
  return own || (inner ? libraryCode(inner, depth - 1) : "type" in error ? String(error.type) : "refused by next-auth");
}
