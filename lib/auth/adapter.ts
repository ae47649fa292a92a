/** The adapter to next-auth: it runs the OpenID flow, and our fetch verifies what it does not. */
import { NextRequest } from "next/server";
import NextAuth, { customFetch, type NextAuthConfig } from "next-auth";
import { encode } from "next-auth/jwt";
import { addresses, authPath } from "../addresses";
import { codedErrorIn, fail } from "../failures";
import { type IdTokenClaims, verifyIdToken, wrongIssuer } from "../nats/id-token";
import { mergeClaims } from "../nats/member-claims";
import type { Metadata } from "../nats/metadata";
import { providerOf } from "../nats/provider";
import { readUserinfo } from "../nats/userinfo";
import { sessionCookieName } from "../session/cookies";
import { type Flow, nonceOf } from "../session/flow";
import type { SessionPayload } from "../session/payload";
import type { TokenEndpointAuth } from "../settings/shape";
import type { Site } from "../site";
import Nats, { type NatsProfile, newSession } from "./nats-provider";
import { callTokenEndpoint, type TokenAnswer, tokenEndpointAuth } from "./token-call";

/** An authorization response that belongs to a flow: OpenID Connect Core section 3.1.2.5. */
export interface AuthorizationResponse {
  code: string;
  /** RFC 9207; absent from most responses. */
  iss: string | null;
}

/**
 * Exchanges a code for a session. next-auth verifies state, nonce, PKCE and the id_token's claims;
 * we verify the id_token's signature and userinfo. Makes one call to the token endpoint and one to
 * userinfo. Throws our coded errors.
 */
export async function exchangeCode(flow: Flow, response: AuthorizationResponse, site: Site): Promise<SessionPayload> {
  const { settings } = site;
  const metadata = await providerOf(site).metadata.get();
  // RFC 9207 section 2.4: another issuer, or none though one was promised, may be a mix-up attack.
  // next-auth takes an empty one for none.
  if (![null, metadata.issuer].includes(response.iss))
    throw fail("bad_token", wrongIssuer(metadata.issuer, response.iss));
  const isMissing = response.iss === null && metadata.authorization_response_iss_parameter_supported;
  if (isMissing) throw fail("bad_callback", "NATS's metadata promises the parameter iss, and it is missing");
  const nonce = nonceOf(flow);
  const method = tokenEndpointAuth(settings, metadata);
  const { fetcher, tokens, providerSid } = verifyingFetch(metadata, nonce, method, site);
  let session: SessionPayload | undefined;
  let thrown: unknown;
  const keep = (error: Error) => {
    thrown = error;
  };

  const config: NextAuthConfig = {
    basePath: authPath,
    trustHost: true, // AUTH_URL is required and pins the origin.
    secret: settings.secrets[0],
    useSecureCookies: settings.secure,
    session: { strategy: "jwt", maxAge: settings.session.maxSeconds },
    cookies: { sessionToken: { name: sessionCookieName(settings) } },
    providers: [
      Nats({
        metadataUrl: settings.provider.metadataUrl,
        issuer: metadata.issuer,
        authorization: metadata.authorization_endpoint,
        token: metadata.token_endpoint,
        userinfo: metadata.userinfo_endpoint,
        clientId: settings.client.id,
        clientSecret: settings.client.secret,
        client: {
          token_endpoint_auth_method: method === "client_secret_post" ? method : "client_secret_basic",
        },
        checks: settings.provider.pkce === "S256" ? ["state", "nonce", "pkce"] : ["state", "nonce"],
        [customFetch]: fetcher,
      }),
    ],
    callbacks: {
      async jwt({ token, profile }) {
        const sid = settings.backchannelLogout ? providerSid() : undefined;
        const made = newSession(profile as NatsProfile, tokens(), metadata.issuer, site);
        session = sid === undefined ? made : { ...made, providerSid: sid };
        return token;
      },
    },
    // Our callback route sets the session cookie, so next-auth gets nothing to write.
    jwt: { encode: async () => "" },
    logger: { error: keep, warn: () => undefined, debug: () => undefined },
  };

  await NextAuth(config).handlers.GET(await callbackRequest(flow, response, nonce, site));
  if (thrown || !session) throw codedErrorIn(thrown) ?? fail("bad_token", libraryCode(thrown));
  return session;
}

/**
 * Makes the fetch by which next-auth calls NATS. A token response passes only with a verified
 * id_token. Userinfo passes only verified, and is laid over the claims of that id_token.
 */
function verifyingFetch(
  metadata: Metadata,
  nonce: string,
  method: TokenEndpointAuth,
  site: Site,
): { fetcher: typeof fetch; tokens: () => TokenAnswer; providerSid: () => string | undefined } {
  const { keys } = providerOf(site);
  let verified: { tokens: TokenAnswer; idToken: IdTokenClaims } | undefined;

  const redeem = async (init: RequestInit): Promise<Response> => {
    const tokens = await callTokenEndpoint(site, method, metadata.token_endpoint, init);
    const expected = { issuer: metadata.issuer, clientId: site.settings.client.id, nonce, now: site.now() };
    const idToken = await verifyIdToken(tokens.id_token, keys, { ...expected, accessToken: tokens.access_token });
    verified = { tokens, idToken };
    return Response.json(tokens);
  };
  const userinfo = async (): Promise<Response> => {
    const { idToken, tokens } = known();
    const answer = await readUserinfo(site, metadata, keys, { token: tokens.access_token, sub: idToken.sub });
    if (answer.kind !== "claims") throw fail("bad_userinfo", `${answer.kind}, for a token just issued`);
    return Response.json(mergeClaims(idToken, answer.claims));
  };
  const known = () => {
    if (!verified) throw fail("bad_token", "no tokens");
    return verified;
  };
  return {
    fetcher: (_input, init) => (init?.method === "POST" ? redeem(init) : userinfo()),
    tokens: () => known().tokens,
    providerSid: () => known().idToken.sid,
  };
}

/** Makes the callback that next-auth expects: its own path, and the flow in its own cookies. */
async function callbackRequest(
  flow: Flow,
  { code, iss }: AuthorizationResponse,
  nonce: string,
  { settings }: Site,
): Promise<NextRequest> {
  const url = new URL(addresses.callback, settings.origin);
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

/** Returns a library error's code for the log. Its message may quote what NATS sent. */
function libraryCode(error: unknown, depth = 5): string {
  if (!(error instanceof Error) || depth === 0) return "refused by next-auth";
  const cause = error.cause;
  const inner = typeof cause === "object" && cause !== null && "err" in cause ? cause.err : cause;
  const own = "code" in error && typeof error.code === "string" ? error.code : "";
  return own || (inner ? libraryCode(inner, depth - 1) : "type" in error ? String(error.type) : "refused by next-auth");
}
