/** Answers back-channel logout: the provider says that a session of its own has ended. */
import { type NextRequest, NextResponse } from "next/server";
import { privateJson } from "../answers/json";
import { codedErrorIn } from "../failures";
import { boundedBody, isUrlEncoded } from "../http/bounded-body";
import { noIndex, noStore, retryLater } from "../http/headers";
import { withSlot } from "../nats/call-slots";
import { clockToleranceSeconds } from "../nats/keys";
import { type LogoutToken, verifyLogoutToken } from "../nats/logout-token";
import { providerOf } from "../nats/provider";
import { registryOf } from "../registry";
import type { Name } from "../registry/names";
import { randomText } from "../session/seal";
import type { Site } from "../site";

const maxBytes = 16_384;
const maxSeconds = 10;

/**
 * Answers `POST /api/auth/backchannel-logout`, and `?logout=backchannel` at the redirect URI, as
 * Apache's module takes it. Responds 200 when the visits are over, and 400 to a token that is not
 * good or came before. Without OIDC_BACKCHANNEL_LOGOUT=on it is 404.
 * Source: OpenID Connect Back-Channel Logout 1.0 sections 2.5 to 2.8.
 */
export async function answerBackchannelLogout(request: NextRequest, site: Site): Promise<NextResponse> {
  if (!site.settings.backchannelLogout) return privateJson(404, { error: "not_found" });
  const jwt = await readToken(request);
  if (jwt === null) return refused("the form has no logout_token, several, or is too long", site);
  try {
    // Whoever wants may send tokens, and each costs a signature's check. Each waits for itself, so
    // that forged ones do not keep the provider's out.
    const ended = await withSlot("logout", randomText(6), site, () => end(jwt, site));
    if (ended === "busy") return privateJson(503, { error: "busy" }, retryLater);
    if (ended === "again") return refused("its jti came before", site);
    site.log("info", "backchannel_logout", { outcome: "ended", ended });
    return new NextResponse(null, { status: 200, headers: { ...noStore, ...noIndex } });
  } catch (error) {
    const coded = codedErrorIn(error);
    return refused(coded ? `${coded.failure}: ${coded.detail ?? ""}` : "unreadable", site);
  }
}

/** Ends what a token names. Returns how many visits were open. */
async function end(jwt: string, site: Site): Promise<number | "again"> {
  const { metadata, keys } = providerOf(site);
  const { issuer } = await metadata.get();
  const token = await verifyLogoutToken(jwt, keys, { issuer, clientId: site.settings.client.id, now: site.now() });
  const registry = registryOf(site);
  // A token counts for its life and the clock difference that is allowed.
  const id = JSON.stringify(["logout token", issuer, token.jti]);
  if (!(await registry.isFirst(id, token.exp + clockToleranceSeconds))) return "again";
  return registry.endAll(nameOf(token, issuer), "provider");
}

/** A `sid` means one session. A `sub` alone means all of the member's. */
function nameOf({ sid, sub = "" }: LogoutToken, iss: string): Name {
  return sid === undefined ? { kind: "member", iss, sub } : { kind: "provider_session", iss, sid };
}

async function readToken(request: NextRequest): Promise<string | null> {
  if (!isUrlEncoded(request.headers)) return null;
  const body = await boundedBody(request.body, maxBytes, maxSeconds);
  if ("fault" in body) return null;
  const tokens = new URLSearchParams(new TextDecoder().decode(body.bytes)).getAll("logout_token");
  return tokens.length === 1 && tokens[0] ? tokens[0] : null;
}

/** The reason is for the log. The answer says no more than that the token was refused. */
function refused(reason: string, site: Site): NextResponse {
  site.log("warn", "backchannel_logout", { outcome: "refused", reason });
  return privateJson(400, { error: "invalid_request", error_description: "The logout token was refused." });
}
