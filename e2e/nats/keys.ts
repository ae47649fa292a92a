// The signing keys of the look-alike: the key set it publishes, rotation, and RS256 signing with room for faults.
import { createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { CompactSign, exportJWK, type JWK } from "jose";
import type { JwtFault } from "./faults";
import { overridden } from "./overrides";

const generate = promisify(generateKeyPair);

/** The key in use, the earlier ones with their ids, and a foreign one that is in no key set. */
export interface KeyRing {
  current: KeyObject;
  earlier: { kid: string; key: KeyObject }[];
  readonly foreign: KeyObject;
}

/** A new private RSA key of 2048 bits. */
export async function newKey(): Promise<KeyObject> {
  return (await generate("rsa", { modulusLength: 2048 })).privateKey;
}

/** A ring with a fresh key and a fresh foreign key. */
export async function newKeyRing(): Promise<KeyRing> {
  const [current, foreign] = await Promise.all([newKey(), newKey()]);
  return { current, earlier: [], foreign };
}

/** The public key set (RFC 7517): the key in use under `kid`, then the earlier ones when they are to be kept. */
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
 * A compact JWS (RFC 7515) over `claims`: RS256 under `kid`, or spoiled as the fault says.
 * `now` is NATS's time in seconds since the epoch.
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
  const payload = Buffer.from(JSON.stringify(overridden(timed, fault)));
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
  // The old confusion attack: a verifier that lets the token choose takes the public key for a shared secret.
  if (alg.startsWith("HS")) {
    return Buffer.from(createPublicKey(ring.current).export({ type: "spki", format: "pem" }));
  }
  return wrong ? ring.foreign : ring.current;
}
