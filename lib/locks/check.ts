/** Answers `/api/auth/check?gate=full`: the verdict, for a web server with files of its own. */
import { type NextRequest, NextResponse } from "next/server";
import { type Rule, validUser } from "../access/rules";
import { standingOf } from "../access/table";
import { addresses } from "../addresses";
import { type GateName, gates } from "../gates";
import { fitsHeader, headerName, headerValue, noIndex, noStore, retryLater } from "../http/headers";
import { isSameOrigin } from "../http/navigation";
import { readVisit } from "../registry/visit";
import { remoteUser, type SessionPayload } from "../session/payload";
import { rolledCookie } from "../session/write";
import type { Site } from "../site";
import { countedReason, judgeConfirmed } from "./renew";
import type { Verdict } from "./verdict";

/**
 * Answers 204 to let in, 401 to ask for a sign-in, 403 to refuse, and 503 while the claims are too
 * old. `X-Members-Reason` names the reason. An unknown gate is refused; without `gate`, the one
 * before the members' home judges. With `claims=1` a 204 carries `X-Remote-User` and
 * `OIDC-Claim-NAME` headers, as Apache's module gave them to PHP. A renewed cookie comes with the
 * answer, and the server in front passes it on. Made for nginx, Caddy and Apache.
 */
export async function checkAccess(request: NextRequest, site: Site): Promise<NextResponse> {
  const query = request.nextUrl.searchParams;
  const rule = ruleOf(query.get("gate"));
  if (!rule) return empty(403, { "x-members-reason": "no such gate in lib/gates.ts" });
  return judged(request, rule, query.get("claims") === "1", site);
}

/**
 * Answers `POST /api/auth/stay`, by which an open page says that its member is still there. Counts
 * as activity, and asks NATS if the claims are due: after an hour without a request they are too
 * old for the gate. 403 for other sites.
 */
export async function stay(request: NextRequest, site: Site): Promise<NextResponse> {
  return isSameOrigin(request.headers, site.settings.origin) ? judged(request, validUser, false, site) : empty(403, {});
}

async function judged(request: NextRequest, rule: Rule, withClaims: boolean, site: Site): Promise<NextResponse> {
  const confirmed = await judgeConfirmed(await readVisit(request.cookies, site), rule, site);
  const { verdict } = confirmed;
  const refused = countedReason(verdict);
  if (refused) site.count("refusal", { reason: refused });
  const rolls = verdict.kind === "admitted" && verdict.roll;
  const cookie = rolls ? await rolledCookie(verdict.session, site) : confirmed.cookie;
  const response = answerTo(verdict, withClaims, site.settings.claims.remoteUser);
  if (cookie) response.cookies.set(cookie);
  return response;
}

/** Returns the rule of a gate by its name, or of the gate before the members' home. */
function ruleOf(name: string | null): Rule | undefined {
  if (name !== null) return Object.hasOwn(gates.gates, name) ? gates.gates[name as GateName].require : undefined;
  const standing = standingOf(gates, addresses.membersHome);
  return standing.kind === "gated" ? standing.require : validUser;
}

function answerTo(verdict: Verdict, withClaims: boolean, nameClaim: string): NextResponse {
  switch (verdict.kind) {
    case "admitted":
      return empty(204, withClaims ? identityHeaders(verdict.session, nameClaim) : {});
    case "refused":
      return empty(403, { "x-members-reason": verdict.reason });
    case "unconfirmed":
      return empty(503, retryLater);
    default:
      return empty(401, { "x-members-reason": verdict.kind });
  }
}

function empty(status: number, headers: Record<string, string>): NextResponse {
  return new NextResponse(null, { status, headers: { ...noStore, ...noIndex, ...headers } });
}

/**
 * Returns the member as headers: strings as they are, lists joined by commas, objects as JSON.
 * Leaves out a value that a header would change, and a list whose item has a comma or blank ends.
 */
function identityHeaders({ claims }: SessionPayload, nameClaim: string): Record<string, string> {
  const name = remoteUser(claims, nameClaim);
  const texts: Record<string, string> = name === "" ? {} : { "x-remote-user": name };
  for (const [claim, value] of Object.entries<unknown>(claims)) {
    if (Array.isArray(value) && value.some((item) => /^\s|,|\s$/.test(String(item)))) continue;
    const isObject = typeof value === "object" && !Array.isArray(value);
    texts[headerName(`oidc-claim-${claim}`)] = isObject ? JSON.stringify(value) : String(value);
  }
  const fitting = Object.entries(texts).filter(([, text]) => fitsHeader(text));
  return Object.fromEntries(fitting.map(([header, text]) => [header, headerValue(text)]));
}
