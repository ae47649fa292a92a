// Tells apart why NATS would refuse the server's own calls: address not listed, wrong secret,
// another way of client authentication, feature off.
import { networkInterfaces } from "node:os";
import { tokenEndpointAuth } from "../../lib/auth/token-call";
import { parseJson } from "../../lib/http/json";
import type { Metadata } from "../../lib/nats/metadata";
import type { TokenEndpointAuth } from "../../lib/settings/shape";
import type { Site } from "../../lib/site";
import { type Call, call, networkFault } from "./call";
import { type Finding, findingsOf, type Verdict } from "./finding";

const { good, fault, unknown } = findingsOf("Token endpoint");
const methods: readonly TokenEndpointAuth[] = ["client_secret_basic", "client_secret_basic_raw", "client_secret_post"];

/** What an answer to a call with a made-up code or token says of the caller. */
type Standing = "accepted" | "rejected" | "not_listed" | "off" | "failing" | "unknown" | "no_answer";

/**
 * Calls userinfo with a made-up token and the token endpoint with a made-up code. `loginPage` is
 * the verdict on the login page: if NATS knows the client id there, only the secret can be wrong.
 */
export async function checkClient(site: Site, metadata: Metadata, loginPage: Verdict): Promise<Finding[]> {
  const method = tokenEndpointAuth(site.settings, metadata);
  const [userinfo, token] = await Promise.all([askUserinfo(site, metadata), askToken(site, metadata, method)]);
  const standing = standingOf(token);
  const status = "status" in token.answer ? token.answer.status : 0;
  if (standing === "no_answer") return [fault(...networkFault(token, new URL(metadata.token_endpoint).host))];
  if (standing === "accepted") return [good(`NATS accepts this server, by ${method}.`), userinfoFinding(userinfo)];
  if (standing === "not_listed" || (standing === "rejected" && standingAtUserinfo(userinfo) === "not_listed")) {
    return [fault("NATS refuses this server's address.", `Add it to MEMBER_OPENID_SECURE_IPS. ${ownAddresses()}`)];
  }
  if (standing === "off") {
    return [fault("NATS's token endpoint is not there (404).", "Turn ENABLE_MEMBER_OPENID on in NATS.")];
  }
  if (standing === "failing") {
    return [fault(`NATS's token endpoint fails (${status}).`, "Try again later. If it stays, ask who runs your NATS.")];
  }
  if (standing === "rejected") return [await rejection(site, metadata, method, loginPage)];
  const cure = "Sign in once, and look at the log: it names the cause.";
  return [unknown(`NATS answers a made-up code with status ${status}, which the doctor does not know.`, cure)];
}

/** The client was rejected: tries the other ways of authentication with the same credentials. */
async function rejection(
  site: Site,
  metadata: Metadata,
  method: TokenEndpointAuth,
  loginPage: Verdict,
): Promise<Finding> {
  for (const other of methods.filter((each) => each !== method)) {
    if (standingOf(await askToken(site, metadata, other)) === "accepted") {
      return fault(`NATS rejects ${method}, and accepts ${other}.`, `Set OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH=${other}`);
    }
  }
  const secret = "Copy MEMBER_OPENID_CLIENT_SECRET from NATS into OIDC_CLIENT_SECRET once more.";
  const id = "Check that OIDC_CLIENT_ID is the Site ID.";
  const cure = loginPage === "good" ? secret : `${id} ${secret}`;
  return fault("NATS rejects the client.", `${cure} If both are right: is this address in MEMBER_OPENID_SECURE_IPS?`);
}

/** Only a token of a member shows what userinfo holds. */
function userinfoFinding(asked: Call): Finding {
  const userinfo = findingsOf("Userinfo");
  const standing = standingAtUserinfo(asked);
  if (standing === "no_answer") return userinfo.fault(...networkFault(asked, "Userinfo"));
  if (standing === "not_listed") {
    return userinfo.fault("NATS refuses this server at userinfo.", "Add its address to MEMBER_OPENID_SECURE_IPS.");
  }
  if (standing === "off") return userinfo.fault("NATS's userinfo is not there (404).", "Ask TMM Support.");
  if (standing === "failing") return userinfo.fault("NATS's userinfo fails.", "Try again later.");
  if (standing === "unknown") return userinfo.unknown("Userinfo answers a made-up token in a way not seen before.");
  const cure = "Sign in once. If claims are missing, turn MEMBER_OPENID_BASE_INFO on in NATS.";
  return userinfo.unknown("Userinfo answers. Which claims it sends is seen at the first sign-in.", cure);
}

function askUserinfo({ fetch: fetcher }: Site, { userinfo_endpoint }: Metadata): Promise<Call> {
  return call(fetcher, userinfo_endpoint, { headers: { authorization: "Bearer doctor-made-up-token" } });
}

function askToken(site: Site, { token_endpoint }: Metadata, method: TokenEndpointAuth): Promise<Call> {
  const { id, secret, redirectUri } = site.settings.client;
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code: "doctor-made-up-code",
    redirect_uri: redirectUri,
    code_verifier: "doctor-made-up-verifier-of-43-characters-or-more",
  });
  const headers: Record<string, string> = { accept: "application/json" };
  if (method === "client_secret_post") {
    body.set("client_id", id);
    body.set("client_secret", secret);
  } else {
    const encode = method === "client_secret_basic" ? formEncoded : (text: string) => text;
    headers.authorization = `Basic ${Buffer.from(`${encode(id)}:${encode(secret)}`).toString("base64")}`;
  }
  return call(site.fetch, token_endpoint, { method: "POST", headers, body });
}

/** Percent-encodes for HTTP Basic: RFC 6749 section 2.3.1. */
function formEncoded(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}

function standingOf({ answer }: Call): Standing {
  if (!("status" in answer)) return "no_answer";
  const { status, text } = answer;
  const json = parseJson(text);
  const error = typeof json === "object" && json !== null && "error" in json ? String(json.error) : "";
  if (/^(invalid_client|unauthorized_client)$/.test(error)) return "rejected";
  // The code and the token are made up, so these are the answers to a caller that is let in.
  if (/^(invalid_grant|invalid_token)$/.test(error)) return "accepted";
  if (status === 404) return "off";
  if (status >= 500) return "failing";
  if (status === 403 || (status === 200 && error === "" && typeof json !== "object")) return "not_listed";
  return status === 401 ? "rejected" : "unknown";
}

/** Userinfo knows no clients: if it speaks of one, the address was refused. */
function standingAtUserinfo(asked: Call): Standing {
  const standing = standingOf(asked);
  if (standing !== "rejected") return standing;
  return "text" in asked.answer && asked.answer.text.includes("invalid_client") ? "not_listed" : "accepted";
}

/** The addresses that this machine has, for the operator to compare with NATS's list. */
function ownAddresses(): string {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const own = all.filter(({ internal, address }) => !internal && !address.startsWith("fe80:"));
  const isPrivate = (address: string) => /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd])/i.test(address);
  const open = own.map(({ address }) => address).filter((address) => !isPrivate(address));
  if (open.length > 0) return `This machine has ${open.slice(0, 4).join(", ")}.`;
  return "This machine has no public address of its own: list the one that your network calls out from.";
}
