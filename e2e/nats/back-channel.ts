// The endpoints that the members area's server calls: metadata, key set, token endpoint, userinfo.
import { recordable } from "./calls";
import { audience, subject, userinfoClaims } from "./claims";
import { badRequest, contentType, type Exchange, readForm, send, sendJson, sendPage } from "./http";
import { keySet, signJwt } from "./keys";
import { messagePage } from "./login-page";
import { mayEnter, type NatsMember } from "./members";
import { jsonText } from "./overrides";
import {
  type CodeGrant,
  type Grant,
  issuer,
  type NatsState,
  now,
  openidOrigin,
  paths,
  prune,
  randomHex,
  sha256,
  sitesOf,
} from "./state";
import { playFault } from "./transport";

/** Serves the discovery document. */
export async function metadata(state: NatsState, { req, res, call }: Exchange): Promise<void> {
  const fault = state.faults.take("metadata");
  if (await playFault(req, res, fault, state.closing)) return;
  if (!state.switches.ENABLE_MEMBER_OPENID) throw badRequest(404, "Not found.");
  const origin = openidOrigin(state, req);
  const { endSession, pkce, tokenEndpointAuthMethods } = state.switches;
  const document = {
    issuer: issuer(state, req),
    authorization_endpoint: origin + paths.authorize,
    token_endpoint: origin + paths.token,
    userinfo_endpoint: origin + paths.userinfo,
    jwks_uri: origin + paths.jwks,
    ...(endSession === "absent" ? {} : { end_session_endpoint: origin + paths.logout }),
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    ...(tokenEndpointAuthMethods && { token_endpoint_auth_methods_supported: tokenEndpointAuthMethods }),
    ...(pkce === "enforced" && { code_challenge_methods_supported: ["S256"] }),
  };
  call.note = "document read";
  send(res, 200, contentType(state.switches, "json"), jsonText(document, fault));
}

/** Serves the public key set. */
export async function jwks(state: NatsState, { req, res, call }: Exchange): Promise<void> {
  const fault = state.faults.take("jwks");
  if (await playFault(req, res, fault, state.closing)) return;
  if (!state.switches.ENABLE_MEMBER_OPENID) throw badRequest(404, "Not found.");
  const set = await keySet(state.keys, state.switches.MEMBER_OPENID_SIGNING_KEY_ID, state.switches.keepOldKeys);
  call.note = "keys read";
  send(res, 200, contentType(state.switches, "json"), jsonText({ ...set }, fault));
}

/**
 * Serves the token endpoint: exchanges a code for an id_token and an access token.
 * A code works once. There is no refresh token (inferred).
 */
export async function token(state: NatsState, exchange: Exchange): Promise<void> {
  const { req, res, call } = exchange;
  const fault = state.faults.take("token");
  if (await playFault(req, res, fault, state.closing)) return;
  if (!state.switches.ENABLE_MEMBER_OPENID) throw badRequest(404, "Not found.");
  if (!isListedAddress(state, exchange)) return refuseAddress(state, exchange);
  const form = await readForm(req);
  call.form = recordable(form);
  const clientId = authenticate(state, req.headers.authorization, form);
  if (clientId === null) {
    const challenge = { "www-authenticate": 'Basic realm="NATS"' };
    return oauthError(state, exchange, 401, "invalid_client", challenge);
  }
  if (form.get("grant_type") !== "authorization_code") {
    return oauthError(state, exchange, 400, "unsupported_grant_type");
  }
  const grant = redeem(state, form, clientId);
  const member = grant && state.members.get(grant.memberKey);
  if (!grant || !member) return oauthError(state, exchange, 400, "invalid_grant");

  const { MEMBER_OPENID_ACCESS_TOKEN_DURATION: lifetime, expiresInAsString } = state.switches;
  prune(state.tokens);
  const accessToken = randomHex();
  const { memberKey } = grant;
  const expiresAt = Date.now() + lifetime * 1000;
  state.tokens.set(accessToken, { clientId, memberKey, snapshot: structuredClone(member), expiresAt });
  const answer = {
    access_token: accessToken,
    token_type: "Bearer",
    expires_in: expiresInAsString ? String(lifetime) : lifetime,
    id_token: await idToken(state, exchange, grant, member),
  };
  call.note = `id_token and access token issued to ${member.username} for client ${clientId}`;
  send(res, 200, contentType(state.switches, "json"), jsonText(answer, fault));
}

/** Serves userinfo: the member's claims, as JSON or as a signed JWT. */
export async function userinfo(state: NatsState, exchange: Exchange): Promise<void> {
  const { req, res, call } = exchange;
  const { switches } = state;
  const fault = state.faults.take("userinfo");
  if (await playFault(req, res, fault, state.closing)) return;
  if (!switches.ENABLE_MEMBER_OPENID) throw badRequest(404, "Not found.");
  if (switches.ipGuards === "tokenAndUserinfo" && !isListedAddress(state, exchange))
    return refuseAddress(state, exchange);
  const bearer = /^Bearer +([\w.~+/-]+=*)$/i.exec(req.headers.authorization ?? "")?.[1] ?? "";
  const grant = state.tokens.get(bearer);
  const member = grant && grant.expiresAt > Date.now() ? reportedMember(state, grant) : null;
  if (!grant || !member) {
    const challenge = { "www-authenticate": 'Bearer error="invalid_token"' };
    return oauthError(state, exchange, 401, "invalid_token", challenge);
  }
  const claims = userinfoClaims(member, switches);
  const shownClaims = ["trial", switches.statusClaim ?? "status"].map((name) => `${name} ${claims[name] ?? "missing"}`);
  call.note = `userinfo of ${member.username}: ${shownClaims.join(", ")}`;
  if (!(fault?.signed ?? switches.signUserinfo)) {
    return send(res, 200, contentType(switches, "json"), jsonText(claims, fault));
  }
  const issued = { iss: issuer(state, req), aud: grant.clientId };
  const payload = switches.userinfoJwtIssAud ? { ...issued, ...claims } : claims;
  const kid = switches.MEMBER_OPENID_SIGNING_KEY_ID;
  const jwt = await signJwt(state.keys, kid, payload, now(state), fault);
  send(res, 200, contentType(switches, "jwt"), jwt);
}

async function idToken(state: NatsState, { req }: Exchange, grant: CodeGrant, member: NatsMember): Promise<string> {
  const { switches } = state;
  const iat = now(state);
  const claims = {
    iss: issuer(state, req),
    sub: subject(member, switches),
    ...audience(grant.clientId, switches),
    iat,
    exp: iat + 600,
    ...(grant.nonce === null ? {} : { nonce: grant.nonce }),
    ...(switches.idTokenContents === "withUsername" ? { username: member.username } : {}),
  };
  return signJwt(state.keys, switches.MEMBER_OPENID_SIGNING_KEY_ID, claims, iat, state.faults.take("idToken"));
}

/**
 * Authenticates the client. Returns its client id, or null. HTTP Basic is inferred; percent-encoded
 * and raw credentials are both accepted, because versions of Apache's module have sent either.
 */
function authenticate(state: NatsState, authorization: string | undefined, form: URLSearchParams): string | null {
  const { basicEncoding, clientSecretPost, MEMBER_OPENID_CLIENT_SECRET: secret } = state.switches;
  const basic = /^Basic +([\w+/-]+=*)$/i.exec(authorization ?? "")?.[1];
  const credentials: (readonly [string, string])[] = [];
  if (basic !== undefined) {
    const text = Buffer.from(basic, "base64").toString("utf8");
    const colon = text.indexOf(":");
    const raw = [text.slice(0, colon), text.slice(colon + 1)] as const;
    if (basicEncoding !== "encoded") credentials.push(raw);
    if (basicEncoding !== "raw") credentials.push([formDecoded(raw[0]), formDecoded(raw[1])]);
  } else if (clientSecretPost === "accepted") {
    credentials.push([form.get("client_id") ?? "", form.get("client_secret") ?? ""]);
  }
  const match = credentials.find(([id, given]) => given === secret && sitesOf(state, id) !== null);
  return match?.[0] ?? null;
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return "";
  }
}

/**
 * Redeems a code and deletes it, so that it works once. Returns null if the code has expired or if
 * client, redirect URI or PKCE verifier do not match.
 */
function redeem(state: NatsState, form: URLSearchParams, clientId: string): CodeGrant | null {
  const code = form.get("code") ?? "";
  const grant = state.codes.get(code);
  state.codes.delete(code);
  if (!grant || grant.expiresAt <= Date.now()) return null;
  if (grant.clientId !== clientId || grant.redirectUri !== form.get("redirect_uri")) return null;
  if (state.switches.pkce === "enforced" && grant.codeChallenge !== null) {
    if (sha256(form.get("code_verifier") ?? "") !== grant.codeChallenge) return null;
  }
  return grant;
}

/** Returns the member row that userinfo reports for this token, or null if it must respond 401. */
function reportedMember(state: NatsState, grant: Grant): NatsMember | null {
  const { switches, members } = state;
  const member = members.get(grant.memberKey);
  if (member?.banned || member?.locked) return null;
  if (member && mayEnter(member, switches)) return switches.userinfoLive === "live" ? member : grant.snapshot;
  if (switches.userinfoAfterExpiry === "refused") return null;
  return switches.userinfoAfterExpiry === "stale" ? grant.snapshot : { ...(member ?? grant.snapshot), status: 2 };
}

function isListedAddress(state: NatsState, { req }: Exchange): boolean {
  const address = (req.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  return state.switches.MEMBER_OPENID_SECURE_IPS.split(/[\s,]+/).includes(address);
}

function refuseAddress(state: NatsState, exchange: Exchange): void {
  const { res, call } = exchange;
  call.note = "refused: address is not in MEMBER_OPENID_SECURE_IPS";
  const refusals = {
    forbidden: () => send(res, 403, "text/plain; charset=utf-8", "Access denied."),
    invalidClient: () => sendJson(res, 401, { error: "invalid_client" }, contentType(state.switches, "json")),
    htmlPage: () => sendPage(res, 200, messagePage("Access denied", "Your address is not allowed.")),
  };
  refusals[state.switches.ipRefusal]();
}

function oauthError(
  state: NatsState,
  { res, call }: Exchange,
  status: number,
  error: string,
  headers: Record<string, string> = {},
): void {
  call.note = `refused: ${error}`;
  sendJson(res, status, { error }, contentType(state.switches, "json"), headers);
}
