/** `/api/auth/check?gate=full`: the gate's answer for a web server in front, which then serves its own files and legacy pages. */
import { type NextRequest, NextResponse } from "next/server";
import { decide } from "../access/decide";
import type { MemberClaims } from "../claims";
import { type GateName, gates } from "../gates";
import { headerValue, noIndex, noStore, retryLater } from "../http/headers";
import { recheck } from "../nats/ask-again";
import { expiredCookie, sessionCookie, sessionCookieName } from "../session/cookies";
import { isDue, isTooOld } from "../session/freshness";
import { needsRoll } from "../session/lifetime";
import { remoteUser, type SessionPayload, sealSession } from "../session/payload";
import { readSession } from "../session/read";
import type { Site } from "../site";

/**
 * 204 lets in, 401 wants a sign-in, 403 refuses with the reason in `X-Members-Reason`, 503 while claims are too old; an unknown gate is
 * refused. With `?claims=1` a 204 carries `X-Remote-User` and `OIDC-Claim-NAME` headers, what Apache's module gave to PHP. Old claims are
 * asked for again here; a renewed cookie comes with the answer, for the server to pass on: this request is the member's activity.
 * Made for nginx `auth_request`, Caddy and Traefik `forward_auth`.
 */
export async function checkAccess(request: NextRequest, site: Site): Promise<NextResponse> {
  const query = request.nextUrl.searchParams;
  const gate = query.get("gate") ?? "members";
  if (!isGateName(gate)) return answer(403, { "x-members-reason": "no such gate in lib/gates.ts" });

  const { settings, now } = site;
  const visitor = await readSession(request.cookies, site);
  if (visitor.kind !== "live")
    return answer(401, { "x-members-reason": visitor.kind === "none" ? "signed_out" : visitor.kind });
  let { session } = visitor;
  let renewed = false;
  if (isDue(session, now(), settings.refresh)) {
    const result = await recheck(session, site);
    if (result.kind === "over") {
      const over = answer(401, { "x-members-reason": "signed_out" });
      over.cookies.set(expiredCookie(sessionCookieName(settings), settings));
      return over;
    }
    session = result.session;
    renewed = true;
  }
  const reason = decide(gates.gates[gate].require, { kind: "live", session }, settings.claims);
  const response = isTooOld(session, now(), settings.refresh)
    ? answer(503, retryLater)
    : reason === null
      ? answer(204, query.get("claims") === "1" ? identityHeaders(session, settings.claims.remoteUser) : {})
      : answer(403, { "x-members-reason": reason });
  if (renewed || needsRoll(session, now(), settings.session)) {
    const seen = { ...session, seenAt: now() };
    response.cookies.set(sessionCookie(await sealSession(seen, settings.secrets), seen, settings, now()));
  }
  return response;
}

function isGateName(name: string): name is GateName {
  return Object.hasOwn(gates.gates, name);
}

function answer(status: number, headers: Record<string, string>): NextResponse {
  return new NextResponse(null, { status, headers: { ...noStore, ...noIndex, ...headers } });
}

/** The member as headers: strings as they are, lists joined by commas, objects as JSON; UTF-8, without control characters. */
function identityHeaders({ claims }: SessionPayload, nameClaim: string): Record<string, string> {
  const headers: Record<string, string> = { "x-remote-user": headerValue(remoteUser(claims, nameClaim)) };
  for (const [name, value] of Object.entries(claims satisfies MemberClaims)) {
    const text = Array.isArray(value)
      ? value.join(",")
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);
    headers[`oidc-claim-${name}`] = headerValue(text);
  }
  return headers;
}
