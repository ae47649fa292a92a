/** Sealed values: encrypted and authenticated JSON, with one key per purpose. */
import { base64url, CompactEncrypt, compactDecrypt } from "jose";
import { type SharedWork, sharedIn } from "../shared-work";

/** What a sealed value is for. It does not open for another purpose. */
export type Purpose = "session" | "flow" | "failure" | "state" | "sign-out" | "operator";

/** The secrets of a site: the first seals, all of them open. */
export type Secrets = readonly [string, ...string[]];

/** Longest value that is opened, in bytes: the limit of a cookie. */
const maxSealedBytes = 4096;

/**
 * Base64url with no spare bit set at its end: RFC 4648 section 3.5. Decoders ignore spare bits, so
 * a sealed value once opened in thirty other spellings.
 */
const part = "(?:[\\w-]{4})*(?:[\\w-][AQgw]|[\\w-]{2}[AEIMQUYcgkosw048])?";
const sealedForm = new RegExp(`^[\\w-]+\\.\\.${part}\\.${part}\\.${part}$`);

const keys = new Map<string, SharedWork<Uint8Array>>();

/** Derives the 256-bit key of a secret for one purpose, once: HKDF-SHA-256, RFC 5869. */
export function deriveKey(secret: string, purpose: Purpose): Promise<Uint8Array> {
  return sharedIn(keys, `${purpose}\n${secret}`, () => hkdf(secret, `members area ${purpose} v1`));
}

async function hkdf(secret: string, info: string): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const material = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveBits"]);
  const parameters = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encoder.encode(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, material, 256));
}

const imported = new Map<string, SharedWork<CryptoKey>>();

/** The same key as the Web Crypto API takes it. jose would import bytes anew at each call. */
function sealingKey(secret: string, purpose: Purpose): Promise<CryptoKey> {
  return sharedIn(imported, `${purpose}\n${secret}`, async () => {
    const raw = new Uint8Array(await deriveKey(secret, purpose));
    return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  });
}

/** Seals `value` with the first secret, as a compact JWE (`dir`, A256GCM): RFC 7516. */
export async function seal(purpose: Purpose, value: unknown, secrets: Secrets): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .encrypt(await sealingKey(secrets[0], purpose));
}

/**
 * Opens a sealed value with any of the secrets. Returns null for every other input: tampered, cut,
 * of another purpose, sealed with a secret that is gone. Never throws, because the input is
 * hostile.
 */
export async function open(purpose: Purpose, sealed: string, secrets: readonly string[]): Promise<unknown> {
  if (sealed.length > maxSealedBytes || !sealedForm.test(sealed)) return null;
  for (const secret of secrets) {
    try {
      const { plaintext } = await compactDecrypt(sealed, await sealingKey(secret, purpose), {
        keyManagementAlgorithms: ["dir"],
        contentEncryptionAlgorithms: ["A256GCM"],
      });
      return JSON.parse(new TextDecoder().decode(plaintext));
    } catch {
      // An older secret may open it.
    }
  }
  return null;
}

/** Returns `bytes` random bytes as base64url. */
export function randomText(bytes: number): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(bytes)));
}
