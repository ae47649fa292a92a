// The record of what the look-alike was asked and what it answered, for assertions and for the console.
import type { IncomingMessage } from "node:http";

/** The part of the look-alike that was asked. */
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

/** One recorded request. `headers` and `form` are as they came, only passwords are blotted out. */
export interface Call {
  readonly endpoint: CallEndpoint;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  /** Path and query, as asked. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Fields of a form body. */
  form: Record<string, string>;
  /** Status of the answer; 0 while (or when never) answered. */
  status: number;
  /** One line for people, without any secret. */
  note: string;
}

/** The record of calls. */
export interface Calls {
  /** The latest calls, oldest first, at most 2,000. */
  readonly list: readonly Call[];
  /** How many calls that endpoint had since the last clear, or all endpoints together. */
  count(endpoint?: CallEndpoint): number;
  clear(): void;
  /** Records a request and answers the record, to be completed. */
  add(endpoint: CallEndpoint, req: IncomingMessage): Call;
}

const keep = 2000;

/** An empty record. */
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
      if (list.length > keep) list.shift();
      counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
      return call;
    },
  };
}

/** The fields of a form for the record, passwords blotted out. */
export function recordable(form: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...form].map(([name, value]) => [name, name === "password" ? "(hidden)" : value]));
}
