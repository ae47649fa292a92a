// Asks NATS for its login page as a member's browser would, which shows whether it accepts the
// client id and the redirect URI.
import { createHash, randomBytes } from "node:crypto";
import type { Metadata } from "../../lib/nats/metadata";
import type { Site } from "../../lib/site";
import { type Call, call, excerpt, networkFault, placeOf } from "./call";
import { type Finding, findingsOf } from "./finding";
import { askSupport } from "./keys";

const { good, fault, unknown } = findingsOf("Login page");

/** Sends the authorization request of a sign-in, and judges what comes back. */
export async function checkLoginPage(site: Site, metadata: Metadata): Promise<Finding> {
  const { client, provider } = site.settings;
  const asked = await ask(site, metadata, provider.pkce);
  const error = errorOf(asked, client.redirectUri);
  if (error === "invalid_request" && provider.pkce === "S256") {
    const plain = await ask(site, metadata, "none");
    if (errorOf(plain, client.redirectUri) === null) {
      return fault("NATS rejects sign-ins with PKCE, and accepts them without.", "Set OIDC_PKCE_METHOD=none");
    }
  }
  if (error !== null) {
    return fault(`NATS sends members back with the error ${error}.`, "Check OIDC_CLIENT_ID and OIDC_SCOPE.");
  }
  return judged(asked, site, metadata);
}

function judged(asked: Call, { settings }: Site, { authorization_endpoint }: Metadata): Finding {
  const { client } = settings;
  const { host } = new URL(authorization_endpoint);
  const sent = `client id ${client.id} and redirect URI ${client.redirectUri}`;
  const leads = asked.headers.get("location");
  if ("fault" in asked.answer && asked.answer.fault === "redirect" && leads !== null) {
    const isOwn = new URL(leads, authorization_endpoint).host === host;
    if (isOwn) return good(`NATS leads to its login page, for ${sent}.`);
    return unknown(`NATS leads to ${placeOf(asked.headers)}, for ${sent}.`, "Is its login page there?");
  }
  if (!("text" in asked.answer)) return fault(...networkFault(asked, host));
  const { status, text } = asked.answer;
  if (status === 200) return good(`NATS shows its login page, for ${sent}.`);
  if (status >= 500) return fault(`NATS fails to show its login page (${status}).`, "Try again later.");
  if (status !== 400 && status !== 403 && status !== 404) {
    return unknown(
      `NATS answers the login page with status ${status}.`,
      "Open a member page in a browser, and compare.",
    );
  }
  if (/signing.?key/i.test(text)) return fault(`NATS has no signing key: ${excerpt(text)}`, askSupport);
  return fault(
    `NATS refuses ${sent}: ${excerpt(text) || `status ${status}`}`,
    "Is OIDC_CLIENT_ID the Site ID? Is the redirect URI on the site's own domain? Is ENABLE_MEMBER_OPENID on?",
  );
}

function ask({ settings, fetch: fetcher }: Site, metadata: Metadata, pkce: "S256" | "none"): Promise<Call> {
  const url = new URL(metadata.authorization_endpoint);
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const parameters = {
    response_type: "code",
    client_id: settings.client.id,
    redirect_uri: settings.client.redirectUri,
    scope: settings.client.scope,
    state: "doctor",
    nonce: randomBytes(16).toString("base64url"),
    ...(pkce === "S256" ? { code_challenge: challenge, code_challenge_method: "S256" } : {}),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return call(fetcher, url.href, { headers: { accept: "text/html" } });
}

/** Returns the error code with which NATS sends the browser back, or null: RFC 6749 4.1.2.1. */
function errorOf({ headers }: Call, redirectUri: string): string | null {
  const location = headers.get("location") ?? "";
  if (!location.startsWith(redirectUri) || !URL.canParse(location)) return null;
  return /^[a-z_]{1,40}$/.exec(new URL(location).searchParams.get("error") ?? "")?.[0] ?? "of an unknown name";
}
