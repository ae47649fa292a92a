/** Verifies logout tokens: OpenID Connect Back-Channel Logout 1.0 sections 2.4 and 2.6. */
import { decodeProtectedHeader, type JSONWebKeySet } from "jose";
import { z } from "zod";
import { fail } from "../failures";
import { maxTokenAgeSeconds, numericDate, rethrowTokenError, wrongIssuer } from "./id-token";
import { verifyJwt } from "./keys";
import type { LastGood } from "./last-good";

/** The event that makes a JWT a logout token. */
const logoutEvent = "http://schemas.openid.net/event/backchannel-logout";

const name = z.string().min(1).max(255);
const logoutClaims = z
  .looseObject({
    iat: numericDate,
    exp: numericDate,
    jti: name,
    sub: name.optional(),
    sid: name.optional(),
    events: z.looseObject({ [logoutEvent]: z.looseObject({}) }),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined, { path: ["sub"] });

/** Whom a verified logout token signs out. `exp` in seconds since 1970. */
export interface LogoutToken {
  jti: string;
  exp: number;
  sub: string | undefined;
  sid: string | undefined;
}

/**
 * Verifies a logout token. `now` is in seconds. Throws `bad_token`, `clock`, or why there are no
 * keys. The caller refuses a `jti` that came before.
 */
export async function verifyLogoutToken(
  jwt: string,
  keys: LastGood<JSONWebKeySet>,
  expected: { issuer: string; clientId: string; now: number },
): Promise<LogoutToken> {
  const { issuer, clientId, now } = expected;
  if (jwt.split(".").length === 5) throw fail("bad_token", "it is encrypted, which this product does not read");
  const requiredClaims = ["iss", "aud", "iat", "exp", "jti", "events"];
  const payload = await verifyJwt(jwt, keys, now, { audience: clientId, requiredClaims }).catch(rethrowTokenError);
  const { typ } = decodeProtectedHeader(jwt);
  // Providers from before the final specification send none, or "JWT".
  const isKnown = typeof typ === "string" && /^(application\/)?(logout\+)?jwt$/i.test(typ);
  if (typ !== undefined && !isKnown) throw fail("bad_token", "typ is another");
  if (payload.iss !== issuer) throw fail("bad_token", wrongIssuer(issuer, payload.iss));
  // So that no id_token can serve as a logout token.
  if ("nonce" in payload) throw fail("bad_token", "nonce is present");
  const { data: claims, error } = logoutClaims.safeParse(payload);
  if (!claims) throw fail("bad_token", `${error.issues[0]?.path.slice(0, 1).join()} is malformed or not allowed`);
  if (Math.abs(now - claims.iat) > maxTokenAgeSeconds)
    throw fail("clock", `iat is ${claims.iat - now} seconds from now`);
  const { jti, exp, sub, sid } = claims;
  return { jti, exp, sub, sid };
}
