// The look-alike's signing keys: creates them, publishes the key set, and signs JWTs with RS256 or
// with a planted fault.
import { createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { CompactSign, exportJWK, type JWK } from "jose";
import type { JwtFault } from "./faults";
import { jsonText, overridden } from "./overrides";

const generate = promisify(generateKeyPair);

/** The current key, the earlier ones with their ids, and a foreign one that no key set contains. */
export interface KeyRing {
  current: KeyObject;
  earlier: { kid: string; key: KeyObject }[];
  readonly foreign: KeyObject;
}

/** Generates a private RSA key of 2048 bits. */
export async function newKey(): Promise<KeyObject> {
  return (await generate("rsa", { modulusLength: 2048 })).privateKey;
}

/** Generates the keys of a new look-alike. */
export async function newKeyRing(): Promise<KeyRing> {
  const [current, foreign] = await Promise.all([newKey(), newKey()]);
  return { current, earlier: [], foreign };
}

/**
 * Returns the JWKS (RFC 7517): the current key under `kid`, then the earlier ones if `keepEarlier`.
 */
export async function keySet(ring: KeyRing, kid: string, keepEarlier: boolean): Promise<{ keys: JWK[] }> {
  const all = [{ kid, key: ring.current }, ...(keepEarlier ? ring.earlier : [])];
  const keys = all.map(async ({ kid: id, key }) => ({
    ...(await exportJWK(createPublicKey(key))),
    kid: id,
    use: "sig",
    alg: "RS256",
  }));
  return { keys: await Promise.all(keys) };
}

/**
 * Signs `claims` as a compact JWS (RFC 7515) with RS256 and `kid`, or as the fault demands.
 * `now` is NATS's time in seconds since the epoch; the offsets of the fault are added to it.
 */
export async function signJwt(
  ring: KeyRing,
  kid: string,
  claims: Record<string, unknown>,
  now: number,
  fault: JwtFault = {},
): Promise<string> {
  const timed = { ...claims };
  if (fault.iatOffset !== undefined) timed.iat = now + fault.iatOffset;
  if (fault.expOffset !== undefined) timed.exp = now + fault.expOffset;
  const payload = Buffer.from(jsonText(timed, fault));
  const alg = fault.alg ?? "RS256";
  const header = {
    ...overridden({ typ: "JWT", kid }, { set: fault.header, remove: fault.removeHeader }),
    alg,
  };
  if (alg === "none") {
    return `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${payload.toString("base64url")}.`;
  }
  return new CompactSign(payload).setProtectedHeader(header).sign(signingKey(ring, alg, fault.wrongKey === true));
}

function signingKey(ring: KeyRing, alg: string, wrong: boolean): KeyObject | Uint8Array {
  // Algorithm confusion attack: the token claims HS256 and is signed with the public key as the
  // secret. A verifier that obeys the token's alg accepts it.
  if (alg.startsWith("HS")) {
    return Buffer.from(createPublicKey(ring.current).export({ type: "spki", format: "pem" }));
  }
  return wrong ? ring.foreign : ring.current;
}
