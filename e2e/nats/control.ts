// The control API: other processes and the console change the look-alike and read what it was asked.
import { z } from "zod";
import { consoleAction, consolePage, consoleScriptHash, memberActions } from "./console-page";
import { badRequest, type Exchange, readForm, readJson, redirect, sendJson, sendPage } from "./http";
import { changeMember } from "./members";
import { type NatsState, revokeTokens } from "./state";
import { changeSwitches } from "./switches";

/** What only the running server can do. */
export interface Actions {
  rotateKey(): Promise<void>;
  reset(): Promise<void>;
}

/** Serves everything under /_control/. Bad input answers 400 with the reasons; other origins and hosts answer 403. */
export async function control(state: NatsState, actions: Actions, exchange: Exchange): Promise<void> {
  const { req, res, url } = exchange;
  if (!isLocal(req.headers.host, req.headers.origin)) throw badRequest(403, "Only for this machine.");
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
      changeMember(memberOf(state, argument), await body(exchange));
      return ok();
    case "DELETE members":
      state.members.delete(memberOf(state, argument).key);
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
      throw badRequest(404, "No such control.");
  }
}

/** A JSON body; a form cannot reach these, so no page of another site can either. */
async function body({ req }: Exchange): Promise<unknown> {
  if (!(req.headers["content-type"] ?? "").startsWith("application/json")) throw badRequest(415, "JSON is needed.");
  return readJson(req);
}

/** One of the console's buttons. */
async function press(state: NatsState, actions: Actions, exchange: Exchange): Promise<void> {
  const form = await readForm(exchange.req);
  const action = form.get("action") ?? "";
  const known = Object.hasOwn(memberActions, action) ? memberActions[action] : undefined;
  if (known) {
    const member = memberOf(state, form.get("member") ?? "");
    changeMember(member, known.change);
    // NATS's sharing prevention bans and invalidates the tokens in one step.
    if (action === "ban" || action === "revoke") revokeTokens(state, member.username);
  } else if (action === "up" || action === "down") changeSwitches(state.switches, { down: action === "down" });
  else if (action === "rotate") await actions.rotateKey();
  else if (action === "reset") await actions.reset();
  else throw badRequest(400, "No such action.");
  redirect(exchange.res, `${state.origin}${consoleAction.replace(/do$/, "")}`);
}

/** The whole state without secrets, passwords, codes or tokens. */
function summary(state: NatsState): Record<string, unknown> {
  const members = [...state.members.values()].map(({ password: _password, ...member }) => member);
  const { MEMBER_OPENID_CLIENT_SECRET: _secret, ...switches } = state.switches;
  return {
    origin: state.origin,
    switches,
    members: Object.fromEntries(members.map((member) => [member.key, member])),
    faults: state.faults.list(),
    calls: state.calls.count(),
    tokens: state.tokens.size,
  };
}

function memberOf(state: NatsState, key: string) {
  const member = state.members.get(key);
  if (!member) throw badRequest(404, "No such member.");
  return member;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badRequest(400, "Malformed address.");
  }
}

/** Keeps web pages of other origins, and names rebound to this machine, away from the controls. */
function isLocal(host: string | undefined, origin: string | undefined): boolean {
  const name = (host ?? "").replace(/:\d+$/, "").toLowerCase();
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(name) || name.endsWith(".localhost");
  return local && (origin === undefined || [`http://${host}`, `https://${host}`].includes(origin));
}

/** The reasons of a ZodError in one line, or null for any other error. */
export function badInput(error: unknown): string | null {
  return error instanceof z.ZodError ? z.prettifyError(error) : null;
}
