// The faults that a test can plant: in an endpoint's transport, in its JSON, in the id_token, or in
// signed userinfo.
import { z } from "zod";
import { jsonOverrideShape, overrideShape } from "./overrides";

/** Faults of any endpoint. `delayMs` and `headers` alone keep the normal answer. */
const endpointShape = {
  /** Number of requests that the fault applies to. Without it, the fault applies until cleared. */
  times: z.int().positive().optional(),
  status: z.int().min(200).max(599).optional(),
  body: z.string().optional(),
  contentType: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  /** Milliseconds to wait before the answer. */
  delayMs: z.number().nonnegative().optional(),
  /** Never answers. */
  hang: z.boolean().optional(),
  /** Sends the head, then endlessly one space every `drip` milliseconds. */
  drip: z.number().positive().optional(),
  /** Redirects to this URL with status 302. */
  redirectTo: z.string().optional(),
  /** Sends a JSON answer of about this many bytes. */
  hugeBody: z.int().positive().optional(),
  /** Sends a gzip answer that unpacks to this many bytes. */
  gzipBomb: z.int().positive().optional(),
  /** Resets the connection without an answer. */
  reset: z.boolean().optional(),
};

/** Faults of a JWT. `set`, `remove` and `earlier` change its claims. */
const jwtShape = {
  ...jsonOverrideShape,
  /** Signs with a key that the key set does not contain, under the usual kid. */
  wrongKey: z.boolean().optional(),
  /**
   * Signs with this algorithm, for example RS512 or PS256. "none" leaves the signature out. "HS256"
   * uses the public key's PEM as the secret.
   */
  alg: z.string().optional(),
  /** Header fields to add or replace: kid, jku, jwk, typ … */
  header: z.record(z.string(), z.unknown()).optional(),
  removeHeader: z.array(z.string()).optional(),
  /** Sets iat to now plus this many seconds. */
  iatOffset: z.number().optional(),
  /** Sets exp to now plus this many seconds. */
  expOffset: z.number().optional(),
};

const faultsSchema = z.strictObject({
  /** `set`, `remove` and `earlier` change the discovery document. */
  metadata: z.strictObject({ ...endpointShape, ...jsonOverrideShape }).optional(),
  /** They change the key set object. */
  jwks: z.strictObject({ ...endpointShape, ...jsonOverrideShape }).optional(),
  /** `error` redirects back with this OAuth error, before a login page is shown. */
  authorize: z
    .strictObject({ ...endpointShape, error: z.string().optional(), errorDescription: z.string().optional() })
    .optional(),
  /** `set` and `remove` change the parameters that go back: code, state, error, iss … */
  callback: z.strictObject({ times: endpointShape.times, ...overrideShape }).optional(),
  /** `set`, `remove` and `earlier` change the token response. */
  token: z.strictObject({ ...endpointShape, ...jsonOverrideShape }).optional(),
  idToken: z.strictObject({ times: endpointShape.times, ...jwtShape }).optional(),
  /**
   * `signed` overrules the switch `signUserinfo`. `set`, `remove` and `earlier` apply to plain
   * answers, too; the other JWT faults only to signed ones.
   */
  userinfo: z.strictObject({ ...endpointShape, ...jwtShape, signed: z.boolean().optional() }).optional(),
});

/** The planted faults by name. */
export type FaultTable = z.infer<typeof faultsSchema>;
/** The places where a fault can be planted. */
export type FaultName = keyof FaultTable;
/** A fault of an endpoint's transport. */
export type EndpointFault = z.infer<z.ZodObject<typeof endpointShape>>;
/** A fault of a JWT. */
export type JwtFault = z.infer<z.ZodObject<typeof jwtShape>>;

/** The planted faults of one look-alike. */
export interface Faults {
  /** Plants a fault, instead of the one with that name. Throws ZodError if it is invalid. */
  set<N extends FaultName>(name: N, fault: NonNullable<FaultTable[N]>): void;
  /** Removes one fault, or all. */
  clear(name?: FaultName): void;
  /** Returns the fault that applies to this request, if any, and decrements its `times`. */
  take<N extends FaultName>(name: N): FaultTable[N];
  /** Plants the faults in `changes`; null removes one. Throws ZodError if one is invalid. */
  change(changes: unknown): void;
  /** Returns a copy of the planted faults. */
  list(): FaultTable;
}

/** Creates an empty set of faults. */
export function noFaults(): Faults {
  const table: FaultTable = {};
  return {
    set(name, fault) {
      Object.assign(table, faultsSchema.parse({ [name]: fault }));
    },
    clear(name) {
      for (const each of name ? [name] : (Object.keys(table) as FaultName[])) delete table[each];
    },
    take(name) {
      const fault = table[name];
      if (fault?.times !== undefined) {
        fault.times -= 1;
        if (fault.times <= 0) delete table[name];
      }
      return fault;
    },
    change(changes) {
      const patch = z.record(z.string(), z.unknown()).parse(changes);
      const planted = Object.fromEntries(Object.entries(patch).filter(([, fault]) => fault !== null));
      const parsed = faultsSchema.parse(planted);
      const cleared = faultsSchema
        .keyof()
        .array()
        .parse(Object.keys(patch).filter((name) => patch[name] === null));
      for (const name of cleared) delete table[name];
      Object.assign(table, parsed);
    },
    list: () => structuredClone(table),
  };
}
