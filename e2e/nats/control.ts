// The control API under /_control/. With it, other processes and the console page change the
// look-alike, plant faults, and read the calls it received.
import { z } from "zod";
import { consoleAction, consolePage, consoleScriptHash, memberActions } from "./console-page";
import { badRequest, type Exchange, readForm, readJson, redirect, sendJson, sendPage } from "./http";
import { addByHand, changeAndPost, deleteAndPost, postRebill } from "./management";
import { type NatsState, revokeTokens } from "./state";
import { changeSwitches } from "./switches";

/** Actions that need more than the state; server.ts implements them. */
export interface Actions {
  rotateKey(): Promise<void>;
  reset(): Promise<void>;
}

/**
 * Serves all paths under /_control/. Responds 400 with the reasons to invalid input. Responds 403
 * if the Host header is not this machine's or the request comes from a page of another origin.
 */
export async function control(state: NatsState, actions: Actions, exchange: Exchange): Promise<void> {
  const { req, res, url } = exchange;
  if (!isLocal(req.headers.host, req.headers.origin))
    throw badRequest(403, "The control API is only for this machine.");
  const [, , area = "", ...rest] = url.pathname.split("/");
  const argument = decoded(rest.join("/"));
  const ok = () => sendJson(res, 200, { ok: true });

  switch (`${req.method} ${area}`) {
    case "GET ":
    case "HEAD ":
      return sendPage(res, 200, consolePage(state), consoleScriptHash);
    case "POST do":
      return press(state, actions, exchange);
    case "GET state":
      return sendJson(res, 200, summary(state));
    case "POST switches":
      changeSwitches(state.switches, await body(exchange));
      return ok();
    case "POST members":
      if (argument === "") await addByHand(state, await body(exchange));
      else await changeAndPost(state, memberOf(state, argument), await body(exchange));
      return ok();
    case "DELETE members":
      await deleteAndPost(state, memberOf(state, argument));
      return ok();
    case "POST rebill":
      await postRebill(state, memberOf(state, argument));
      return ok();
    case "POST faults":
      state.faults.change(await body(exchange));
      return ok();
    case "DELETE faults":
      state.faults.clear();
      return ok();
    case "POST revoke":
      revokeTokens(state, argument);
      return ok();
    case "POST rotate-key":
      await actions.rotateKey();
      return ok();
    case "POST reset":
      await actions.reset();
      return ok();
    case "GET calls":
      return sendJson(res, 200, { count: state.calls.count(), calls: state.calls.list });
    case "DELETE calls":
      state.calls.clear();
      return ok();
    default:
      throw badRequest(404, "The control API has no such path.");
  }
}

/**
 * Reads a JSON body. Pages of other sites can post forms here but not JSON (CORS), so other
 * content types are rejected with 415.
 */
async function body({ req }: Exchange): Promise<unknown> {
  if (!(req.headers["content-type"] ?? "").startsWith("application/json"))
    throw badRequest(415, "The body must be JSON.");
  return readJson(req);
}

/** Performs the action of a console button, then redirects back to the console. */
async function press(state: NatsState, actions: Actions, exchange: Exchange): Promise<void> {
  const form = await readForm(exchange.req);
  const action = form.get("action") ?? "";
  const known = Object.hasOwn(memberActions, action) ? memberActions[action] : undefined;
  if (known) {
    const member = memberOf(state, form.get("member") ?? "");
    await changeAndPost(state, member, known.change);
    if (action === "rebill") await postRebill(state, member);
    if (action === "revoke") revokeTokens(state, member.username);
  } else if (action === "up" || action === "down") changeSwitches(state.switches, { down: action === "down" });
  else if (action === "rotate") await actions.rotateKey();
  else if (action === "reset") await actions.reset();
  else throw badRequest(400, "The console has no such action.");
  redirect(exchange.res, `${state.origin}${consoleAction.replace(/do$/, "")}`);
}

/** Returns the state as JSON, without secrets, passwords, codes and tokens. */
function summary(state: NatsState): Record<string, unknown> {
  const members = [...state.members.values()].map(({ password: _password, ...member }) => member);
  const { MEMBER_OPENID_CLIENT_SECRET: _secret, managementUrl: _key, ...switches } = state.switches;
  return {
    origin: state.origin,
    switches,
    members: Object.fromEntries(members.map((member) => [member.key, member])),
    faults: state.faults.list(),
    calls: state.calls.count(),
    posts: state.posts,
    tokens: state.tokens.size,
  };
}

function memberOf(state: NatsState, key: string) {
  const member = state.members.get(key);
  if (!member) throw badRequest(404, "There is no such member.");
  return member;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badRequest(400, "Malformed URL.");
  }
}

/**
 * Returns true if the Host header names this machine and the Origin header, where sent, equals it.
 * The check of Host stops DNS rebinding: a foreign name that resolves to 127.0.0.1.
 * The check of Origin stops pages of other sites.
 */
function isLocal(host: string | undefined, origin: string | undefined): boolean {
  const name = (host ?? "").replace(/:\d+$/, "").toLowerCase();
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(name) || name.endsWith(".localhost");
  return local && (origin === undefined || [`http://${host}`, `https://${host}`].includes(origin));
}

/** Returns the reasons of a ZodError as text, or null for any other error. */
export function badInput(error: unknown): string | null {
  return error instanceof z.ZodError ? z.prettifyError(error) : null;
}
