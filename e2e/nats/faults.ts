// The faults a test can plant: at an endpoint's transport, in its JSON, in the id_token, in the signed userinfo.
import { z } from "zod";
import { overrideShape } from "./overrides";

/** What may go wrong at any endpoint. Without `status`, `body` and the like, the true answer follows the delay. */
const endpointShape = {
  /** How many requests it applies to; then it is gone. Without it: until cleared. */
  times: z.int().positive().optional(),
  status: z.int().min(200).max(599).optional(),
  body: z.string().optional(),
  contentType: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  /** Milliseconds before the answer, true or faulty. */
  delayMs: z.number().nonnegative().optional(),
  /** Never answers. */
  hang: z.boolean().optional(),
  /** Sends the head, then one blank every so many milliseconds, without end. */
  drip: z.number().positive().optional(),
  /** 302 to that address. */
  redirectTo: z.string().optional(),
  /** A JSON answer of about that many bytes. */
  hugeBody: z.int().positive().optional(),
  /** A gzip answer that unpacks to that many bytes. */
  gzipBomb: z.int().positive().optional(),
  /** Cuts the connection. */
  reset: z.boolean().optional(),
};

/** What may be wrong with a JWT: `set` and `remove` are about its claims. */
const jwtShape = {
  ...overrideShape,
  /** Signed by a key that is in no key set, under the usual kid. */
  wrongKey: z.boolean().optional(),
  /** "none": no signature; "HS256": MAC with the public key's PEM as the secret; else RS512, PS256 and so on. */
  alg: z.string().optional(),
  /** Header fields laid over: kid, jku, jwk, typ … */
  header: z.record(z.string(), z.unknown()).optional(),
  removeHeader: z.array(z.string()).optional(),
  /** Seconds added to iat. */
  iatOffset: z.number().optional(),
  /** exp becomes now plus so many seconds. */
  expOffset: z.number().optional(),
};

const faultsSchema = z.strictObject({
  /** `set` and `remove` are about the document. */
  metadata: z.strictObject({ ...endpointShape, ...overrideShape }).optional(),
  /** `set` and `remove` are about the key set object. */
  jwks: z.strictObject({ ...endpointShape, ...overrideShape }).optional(),
  /** `error`: back to the members area with that OAuth error, before any login page. */
  authorize: z
    .strictObject({ ...endpointShape, error: z.string().optional(), errorDescription: z.string().optional() })
    .optional(),
  /** `set` and `remove` are about the parameters that go back: code, state, error, iss … */
  callback: z.strictObject({ times: endpointShape.times, ...overrideShape }).optional(),
  /** `set` and `remove` are about the token answer. */
  token: z.strictObject({ ...endpointShape, ...overrideShape }).optional(),
  idToken: z.strictObject({ times: endpointShape.times, ...jwtShape }).optional(),
  /** `signed` overrules the switch; the JWT faults apply when signed, `set` and `remove` always. */
  userinfo: z.strictObject({ ...endpointShape, ...jwtShape, signed: z.boolean().optional() }).optional(),
});

/** All planted faults by name. */
export type FaultTable = z.infer<typeof faultsSchema>;
/** Where a fault can be planted. */
export type FaultName = keyof FaultTable;
/** A fault at the transport of an endpoint. */
export type EndpointFault = z.infer<z.ZodObject<typeof endpointShape>>;
/** A fault in a JWT. */
export type JwtFault = z.infer<z.ZodObject<typeof jwtShape>>;

/** The planted faults of one look-alike. */
export interface Faults {
  /** Plants a fault, in place of the one there. Throws ZodError for unknown names and bad values. */
  set<N extends FaultName>(name: N, fault: NonNullable<FaultTable[N]>): void;
  /** Takes one fault away, or all. */
  clear(name?: FaultName): void;
  /** The fault for this request, counted as applied; undefined when there is none. */
  take<N extends FaultName>(name: N): FaultTable[N];
  /** Plants and (by null) clears what `changes` names. Throws ZodError. */
  change(changes: unknown): void;
  /** A copy of what is planted. */
  list(): FaultTable;
}

/** An empty set of faults. */
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
