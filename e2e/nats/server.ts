// Serves the NATS look-alike: an OpenID Connect provider that behaves as public documents describe
// NATS. Switches select its behaviour. Faults make it answer wrongly.
import { setMaxListeners } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { authorize, login, logout } from "./authorize";
import { jwks, metadata, token, userinfo } from "./back-channel";
import { type CallEndpoint, type Calls, noCalls } from "./calls";
import { badInput, control } from "./control";
import { type Faults, type JwtFault, noFaults } from "./faults";
import { badRequest, type Exchange, isBadRequest, send, sendPage } from "./http";
import { newKey, newKeyRing, signJwt } from "./keys";
import { messagePage } from "./login-page";
import { changeAndPost, type Post } from "./management";
import { type NatsMember, seedMembers } from "./members";
import { isSignupPath, signup } from "./signup-pages";
import { type NatsState, now, paths, revokeTokens } from "./state";
import { type Switches, startSwitches } from "./switches";

export type { Call, CallEndpoint, Calls } from "./calls";
export type { EndpointFault, FaultName, Faults, FaultTable, JwtFault } from "./faults";
export type { Post } from "./management";
export type { NatsMember } from "./members";
export type { Override } from "./overrides";
export type { Switches } from "./switches";

/** A running look-alike. Changes to switches, members and faults apply to the next request. */
export interface Nats {
  /** For example http://localhost:4000. */
  readonly origin: string;
  /** URL of the discovery document. */
  readonly metadataUrl: string;
  readonly switches: Switches;
  /** The members by `key`. */
  readonly members: Map<string, NatsMember>;
  /** Returns the member with that key. Throws if there is none. */
  member(key: string): NatsMember;
  /**
   * Changes a member as NATS's admin does: ends the tokens of one who is banned now, and posts to
   * the Management URL. Resolves when that has answered.
   */
  change(key: string, changes: Partial<NatsMember>): Promise<void>;
  /** The latest posts to the Management URL, oldest first. */
  readonly posts: readonly Post[];
  readonly faults: Faults;
  readonly calls: Calls;
  /** Replaces the signing key and its kid. With `keepOldKeys`, the old key stays in the key set. */
  rotateKey(): Promise<void>;
  /** Signs claims as its own tokens are signed, or as the fault demands. For logout tokens. */
  signed(claims: Record<string, unknown>, fault?: JwtFault): Promise<string>;
  /** Ends the access tokens, pending codes and NATS logins of all members with that username. */
  revokeTokens(username: string): void;
  /** Restores switches, members and keys. Deletes faults, calls, codes, tokens and logins. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

type Handler = (state: NatsState, exchange: Exchange) => Promise<void>;

const routes: Record<string, { endpoint: CallEndpoint } & Partial<Record<"GET" | "POST", Handler>>> = {
  [paths.metadata]: { endpoint: "metadata", GET: metadata },
  [paths.jwks]: { endpoint: "jwks", GET: jwks },
  [paths.authorize]: { endpoint: "authorize", GET: authorize },
  [paths.login]: { endpoint: "login", GET: authorize, POST: login },
  [paths.token]: { endpoint: "token", POST: token },
  [paths.userinfo]: { endpoint: "userinfo", GET: userinfo, POST: userinfo },
  [paths.logout]: { endpoint: "logout", GET: logout, POST: logout },
};

/**
 * Starts a look-alike on localhost.
 * `port`: without it, or with 0, the system chooses a free port.
 * `switches`: replace the defaults, at the start and at each reset.
 * Rejects if the port is taken or a switch is invalid.
 */
export async function startNats(options: { port?: number; switches?: Partial<Switches> } = {}): Promise<Nats> {
  const switches = startSwitches(options.switches);
  const keys = await newKeyRing();
  const firstKey = keys.current;
  const closing = new AbortController();
  // Every delayed answer adds a listener. A load test has more than the ten at which Node warns.
  setMaxListeners(0, closing.signal);
  const server = createServer((req, res) => void serve(req, res));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: "localhost", port: options.port ?? 0 }, resolve);
  });
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const state: NatsState = {
    origin,
    switches,
    members: seedMembers(),
    faults: noFaults(),
    calls: noCalls(),
    keys,
    posts: [],
    codes: new Map(),
    tokens: new Map(),
    logins: new Map(),
    closing: closing.signal,
  };
  let rotations = 0;

  const nats: Nats = {
    origin,
    metadataUrl: origin + paths.metadata,
    switches,
    members: state.members,
    member(key) {
      const member = state.members.get(key);
      if (!member) throw new Error(`The look-alike has no member with the key ${key}.`);
      return member;
    },
    change: (key, changes) => changeAndPost(state, nats.member(key), changes),
    posts: state.posts,
    faults: state.faults,
    calls: state.calls,
    async rotateKey() {
      const next = await newKey();
      keys.earlier.unshift({ kid: switches.MEMBER_OPENID_SIGNING_KEY_ID, key: keys.current });
      keys.current = next;
      rotations += 1;
      switches.MEMBER_OPENID_SIGNING_KEY_ID = `nats-key-${rotations + 1}`;
    },
    signed: (claims, fault) => signJwt(keys, switches.MEMBER_OPENID_SIGNING_KEY_ID, claims, now(state), fault),
    revokeTokens: (username) => revokeTokens(state, username),
    async reset() {
      Object.assign(switches, startSwitches(options.switches));
      state.members.clear();
      for (const [key, member] of seedMembers()) state.members.set(key, member);
      state.faults.clear();
      state.calls.clear();
      state.posts.length = 0;
      for (const issued of [state.codes, state.tokens, state.logins]) issued.clear();
      keys.current = firstKey;
      keys.earlier = [];
      rotations = 0;
    },
    async close() {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      await route(req, res);
    } catch (error) {
      if (res.headersSent || res.destroyed) return void res.destroy();
      const reasons = badInput(error);
      if (reasons !== null) return send(res, 400, "text/plain; charset=utf-8", reasons);
      if (isBadRequest(error)) return sendPage(res, error.status, messagePage("Not possible", error.message));
      console.error(error);
      sendPage(res, 500, messagePage("Error", "The look-alike failed. Its console output shows the error."));
    }
  }

  async function route(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const target = req.url ?? "";
    if (switches.clockSkewSeconds !== 0) res.setHeader("date", new Date(now(state) * 1000).toUTCString());
    if (!target.startsWith("/") || !URL.canParse(origin + target)) throw badRequest(400, "Malformed URL.");
    const url = new URL(origin + target);
    const path = url.pathname;
    const found = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (path.startsWith("/_control/")) {
      return control(state, nats, { req, res, url, call: noCalls().add("other", req) });
    }
    const call = state.calls.add(found?.endpoint ?? (isSignupPath(path) ? "signup" : "other"), req);
    res.once("finish", () => {
      call.status = res.statusCode;
    });
    const exchange = { req, res, url, call };
    if (isSignupPath(path)) return signup(state, exchange);
    if (!found) throw badRequest(404, "Not found.");
    if (switches.down) {
      call.note = "NATS is down";
      res.setHeader("retry-after", "30");
      throw badRequest(503, "NATS is down.");
    }
    const handler = req.method === "POST" ? found.POST : /^(GET|HEAD)$/.test(req.method ?? "") ? found.GET : undefined;
    if (!handler) throw badRequest(405, "Method not allowed.");
    await handler(state, exchange);
  }

  return nats;
}
