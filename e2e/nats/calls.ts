// Records the look-alike's requests and answers, for assertions and for the console.
import type { IncomingMessage } from "node:http";

/** The endpoint that a request called. */
export type CallEndpoint =
  | "metadata"
  | "jwks"
  | "authorize"
  | "login"
  | "token"
  | "userinfo"
  | "logout"
  | "signup"
  | "other";

/** One recorded request. `headers` and `form` are as received; only passwords are replaced. */
export interface Call {
  readonly endpoint: CallEndpoint;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  /** Path and query, as received. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Fields of a form body. */
  form: Record<string, string>;
  /** HTTP status of the answer; 0 as long as there is none. */
  status: number;
  /** One line for the console, without secrets. */
  note: string;
}

/** The recorded calls. */
export interface Calls {
  /** The latest 2,000 calls, oldest first. */
  readonly list: readonly Call[];
  /** Counts the calls since the last clear: those of one endpoint, or all. */
  count(endpoint?: CallEndpoint): number;
  clear(): void;
  /** Records a request. Returns the record, in which the caller fills in status, form and note. */
  add(endpoint: CallEndpoint, req: IncomingMessage): Call;
}

const maxCalls = 2000;

/** Creates an empty record of calls. */
export function noCalls(): Calls {
  const list: Call[] = [];
  const counts = new Map<CallEndpoint, number>();
  return {
    list,
    count: (endpoint) =>
      endpoint ? (counts.get(endpoint) ?? 0) : [...counts.values()].reduce((sum, count) => sum + count, 0),
    clear() {
      list.length = 0;
      counts.clear();
    },
    add(endpoint, req) {
      const headers = Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)]));
      const call: Call = {
        endpoint,
        at: Date.now(),
        method: req.method ?? "",
        url: req.url ?? "",
        headers,
        form: {},
        status: 0,
        note: "",
      };
      list.push(call);
      if (list.length > maxCalls) list.shift();
      counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
      return call;
    },
  };
}

/** Returns the fields of a form for the record, with passwords replaced by "(hidden)". */
export function recordable(form: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...form].map(([name, value]) => [name, name === "password" ? "(hidden)" : value]));
}
