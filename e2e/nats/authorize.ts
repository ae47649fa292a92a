// The authorization endpoint: checks the request, shows the login page, checks the login, and
// redirects back to the members area. The end-session endpoint is here, too.
import { recordable } from "./calls";
import { type Exchange, isWebUrl, readForm, redirect, sendPage } from "./http";
import { loginPage, messagePage, setupErrorPage } from "./login-page";
import { findMember, mayEnter, type NatsMember, refusal } from "./members";
import { overridden } from "./overrides";
import { type NatsState, paths, prune, randomHex, sitesOf } from "./state";
import { playFault } from "./transport";

const cookieName = "nats_look_alike_login";

/** A valid authorization request. */
interface AuthorizationRequest {
  readonly clientId: string;
  readonly sites: readonly string[];
  readonly redirectUri: string;
  readonly state: string | null;
  readonly nonce: string | null;
  readonly codeChallenge: string | null;
  readonly prompt: string | null;
}

type Checked =
  | { kind: "ok"; request: AuthorizationRequest }
  | { kind: "setupError"; message: string }
  | { kind: "refused"; request: AuthorizationRequest; error: string };

/**
 * Serves GET of the authorization endpoint and of the login path. Shows the login page, or
 * redirects back at once with a code (NATS remembers the login) or an error.
 */
export async function authorize(state: NatsState, exchange: Exchange): Promise<void> {
  const { req, res, call } = exchange;
  const fault = call.endpoint === "authorize" ? state.faults.take("authorize") : undefined;
  if (await playFault(req, res, fault, state.closing)) return;
  const request = acceptedRequest(state, exchange);
  if (!request) return;
  if (fault?.error !== undefined) {
    const description = fault.errorDescription === undefined ? {} : { error_description: fault.errorDescription };
    return redirectBack(state, exchange, request, { error: fault.error, ...description });
  }
  if (state.switches.cancel && exchange.url.searchParams.has("cancel")) {
    return redirectBack(state, exchange, request, { error: "access_denied" });
  }
  const honoursPrompt = state.switches.prompt === "honoured";
  const remembered = rememberedMember(state, exchange);
  if (remembered && !(honoursPrompt && request.prompt === "login"))
    return issueCode(state, exchange, request, remembered);
  if (honoursPrompt && request.prompt === "none")
    return redirectBack(state, exchange, request, { error: "login_required" });
  showLoginPage(state, exchange, null, "");
}

/** Serves POST of the login form. Redirects back with a code, or shows the login page again. */
export async function login(state: NatsState, exchange: Exchange): Promise<void> {
  const form = await readForm(exchange.req);
  exchange.call.form = recordable(form);
  const request = acceptedRequest(state, exchange);
  if (!request) return;
  const chosen = form.get("member");
  const username = form.get("username") ?? "";
  const member =
    chosen === null
      ? findMember(state.members, request.sites, username)
      : buttonMembers(state).find((m) => m.key === chosen);
  // A demo button replaces the password only; the member must still be allowed to log in.
  const reason = refusal(
    member,
    chosen === null ? (form.get("password") ?? "") : (member?.password ?? ""),
    state.switches,
  );
  if (!member || reason !== null) {
    exchange.call.note = `login failed: ${reason}`;
    const shown = state.switches.MEMBER_OPENID_DESCRIPTIVE_LOGIN_ERROR ? reason : "Login Failed!";
    return showLoginPage(state, exchange, shown, username);
  }
  if (state.switches.singleSignOn) {
    const id = randomHex();
    state.logins.set(id, member.key);
    exchange.res.setHeader("set-cookie", `${cookieName}=${id}; Path=/; HttpOnly; SameSite=Lax`);
  }
  issueCode(state, exchange, request, member);
}

/**
 * Serves the end-session endpoint (RP-initiated logout). Responds 404 if `endSession` is "absent".
 */
export async function logout(state: NatsState, exchange: Exchange): Promise<void> {
  const { req, res, url, call } = exchange;
  if (state.switches.endSession === "absent")
    return sendPage(res, 404, messagePage("Not found", "There is no such page."));
  const form = req.method === "POST" ? await readForm(req) : url.searchParams;
  state.logins.delete(cookieOf(exchange));
  res.setHeader("set-cookie", `${cookieName}=; Path=/; Max-Age=0`);
  call.note = "logged out at NATS";
  const target = form.get("post_logout_redirect_uri");
  if (state.switches.endSession === "stays" || target === null || !isWebUrl(target)) {
    return sendPage(res, 200, messagePage("You are logged out", "Your login at NATS has ended."));
  }
  const back = form.get("state");
  redirect(res, target, back === null ? {} : { state: back });
}

/** Returns the valid request. Returns null if it is invalid and was already answered. */
function acceptedRequest(state: NatsState, exchange: Exchange): AuthorizationRequest | null {
  const checked = check(state, exchange.url.searchParams);
  if (checked.kind === "setupError") {
    exchange.call.note = `setup error: ${checked.message}`;
    const template = state.switches.MEMBER_OPENID_SETUP_ERROR_SHOW_TEMPLATE;
    sendPage(exchange.res, 400, setupErrorPage(checked.message, template));
    return null;
  }
  if (checked.kind === "refused") {
    redirectBack(state, exchange, checked.request, { error: checked.error });
    return null;
  }
  return checked.request;
}

function check(state: NatsState, query: URLSearchParams): Checked {
  const { switches } = state;
  const setupError = (message: string): Checked => ({ kind: "setupError", message });
  if (!switches.ENABLE_MEMBER_OPENID) return setupError("Member OpenID is not enabled.");
  if (switches.MEMBER_OPENID_SIGNING_KEY_ID === "") return setupError("MEMBER_OPENID_SIGNING_KEY_ID is empty.");
  for (const name of new Set(query.keys())) {
    if (query.getAll(name).length > 1) return setupError(`The parameter ${name} was sent more than once.`);
  }
  const clientId = query.get("client_id") ?? "";
  const sites = sitesOf(state, clientId);
  if (!sites) return setupError("Unknown client id.");
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!isWebUrl(redirectUri)) return setupError("The redirect address is missing or malformed.");
  if (!redirectAllowed(state, redirectUri)) return setupError("The redirect address is not allowed.");
  const request: AuthorizationRequest = {
    clientId,
    sites,
    redirectUri,
    state: query.get("state"),
    nonce: query.get("nonce"),
    codeChallenge: query.get("code_challenge"),
    prompt: query.get("prompt"),
  };
  // Unknown: whether NATS redirects these errors back. RFC 6749 (section 4.1.2.1) says to do so.
  const refused = (error: string): Checked => ({ kind: "refused", request, error });
  if (query.get("response_type") !== "code") return refused("unsupported_response_type");
  if (!(query.get("scope") ?? "").split(" ").includes("openid")) return refused("invalid_scope");
  if (request.codeChallenge !== null) {
    if (switches.pkce === "error") return refused("invalid_request");
    if (switches.pkce === "enforced" && query.get("code_challenge_method") !== "S256")
      return refused("invalid_request");
  }
  return { kind: "ok", request };
}

function redirectAllowed(state: NatsState, redirectUri: string): boolean {
  const { redirectUriCheck, redirectUris, siteHosts } = state.switches;
  if (redirectUriCheck === "exact") return redirectUris.includes(redirectUri);
  return redirectUriCheck === "wellFormed" || siteHosts.includes(new URL(redirectUri).host);
}

function buttonMembers(state: NatsState): NatsMember[] {
  return [...state.members.values()].filter((member) => member.demo || state.switches.showAllMembers);
}

function showLoginPage(state: NatsState, exchange: Exchange, message: string | null, username: string): void {
  exchange.call.note ||= "login page shown";
  const action = `${paths.login}${exchange.url.search}`;
  const cancel = state.switches.cancel ? `${paths.login}${exchange.url.search}&cancel=1` : null;
  const members = buttonMembers(state);
  sendPage(exchange.res, 200, loginPage({ action, cancel, message, username, members }));
}

function issueCode(state: NatsState, exchange: Exchange, request: AuthorizationRequest, member: NatsMember): void {
  prune(state.codes);
  const code = randomHex();
  state.codes.set(code, {
    clientId: request.clientId,
    redirectUri: request.redirectUri,
    nonce: request.nonce,
    codeChallenge: request.codeChallenge,
    memberKey: member.key,
    snapshot: structuredClone(member),
    expiresAt: Date.now() + state.switches.codeLifetimeSeconds * 1000,
  });
  exchange.call.note = `code issued to ${member.username} for client ${request.clientId}`;
  redirectBack(state, exchange, request, { code });
}

function redirectBack(
  state: NatsState,
  exchange: Exchange,
  request: AuthorizationRequest,
  answer: Record<string, string>,
): void {
  if (answer.error !== undefined) exchange.call.note = `sent back with error ${answer.error}`;
  const parameters = { ...answer, ...(request.state === null ? {} : { state: request.state }) };
  const sent = Object.entries(overridden(parameters, state.faults.take("callback")));
  redirect(exchange.res, request.redirectUri, Object.fromEntries(sent.map(([name, value]) => [name, String(value)])));
}

function cookieOf(exchange: Exchange): string {
  const cookies = (exchange.req.headers.cookie ?? "").split(/;\s*/);
  return cookies.find((cookie) => cookie.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) ?? "";
}

function rememberedMember(state: NatsState, exchange: Exchange): NatsMember | undefined {
  if (!state.switches.singleSignOn) return undefined;
  const member = state.members.get(state.logins.get(cookieOf(exchange)) ?? "");
  return member && mayEnter(member, state.switches) ? member : undefined;
}
