/** Sealed values: encrypted and authenticated JSON for cookies and page tickets, one key per purpose. */
import { base64url, CompactEncrypt, compactDecrypt } from "jose";

/** What a sealed value is for. A value sealed for one purpose does not open for another. */
export type Purpose = "session" | "flow" | "failure" | "state";

/** The secrets of a site: the newest seals, all open. */
export type Secrets = readonly [string, ...string[]];

/** Longest sealed value we try to open, in bytes: a cookie's limit. */
const longest = 4096;

const keys = new Map<string, Promise<Uint8Array>>();

/**
 * The 256-bit key of a secret for one purpose: HKDF-SHA-256 with the purpose as `info`. Derived once per process.
 * Source: RFC 5869.
 */
export function deriveKey(secret: string, purpose: Purpose): Promise<Uint8Array> {
  const name = `${purpose}\n${secret}`;
  const cached = keys.get(name);
  if (cached) return cached;
  const key = hkdf(secret, `members area ${purpose} v1`);
  keys.set(name, key);
  return key;
}

async function hkdf(secret: string, info: string): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const material = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encoder.encode(info) },
    material,
    256,
  );
  return new Uint8Array(bits);
}

/** Seals `value` with the newest secret. Gives a compact JWE (`dir`, A256GCM): RFC 7516. */
export async function seal(purpose: Purpose, value: unknown, secrets: Secrets): Promise<string> {
  const key = await deriveKey(secrets[0], purpose);
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .encrypt(key);
}

/**
 * Opens a sealed value with any of the secrets. Gives null for everything else: tampered, cut, of another purpose, of a forgotten
 * secret. Never throws: what it reads comes from outside.
 */
export async function open(purpose: Purpose, sealed: string, secrets: readonly string[]): Promise<unknown> {
  if (sealed.length > longest || !/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/.test(sealed)) return null;
  for (const secret of secrets) {
    try {
      const { plaintext } = await compactDecrypt(sealed, await deriveKey(secret, purpose), {
        keyManagementAlgorithms: ["dir"],
        contentEncryptionAlgorithms: ["A256GCM"],
      });
      return JSON.parse(new TextDecoder().decode(plaintext));
    } catch {
      // The next, older secret may open it.
    }
  }
  return null;
}

/** `bytes` random bytes as base64url. */
export function randomText(bytes: number): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(bytes)));
}
