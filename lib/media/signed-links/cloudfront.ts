/** Signs links and cookies for Amazon CloudFront: a custom policy and a private key. */
import { sign } from "node:crypto";
import { encodePath, type Grant, type GrantCookies } from "./grant";

/** Members share signatures, which cost about a millisecond each. A page needs a few. */
const maxCachedSignatures = 500;
const signatures = new Map<string, string>();

/**
 * Returns the policy that opens a folder until it expires. Callers reject paths with `*` or `?`,
 * which would be wildcards.
 * Source: CloudFront Developer Guide,
 * "Create a policy statement for a signed URL that uses a custom policy".
 */
export function cloudfrontPolicy({ origin, folder, expires }: Grant): string {
  const Resource = `${origin}${encodePath(folder)}*`;
  return JSON.stringify({ Statement: [{ Resource, Condition: { DateLessThan: { "AWS:EpochTime": expires } } }] });
}

/** Signs with SHA-1, CloudFront's default. Throws if `privateKey` is not a PEM private key. */
export function cloudfrontSignature(policy: string, privateKey: string): string {
  const cacheKey = `${privateKey}\n${policy}`;
  const cached = signatures.get(cacheKey);
  if (cached !== undefined) return cached;
  const signature = cloudfrontBase64(sign("sha1", Buffer.from(policy), privateKey));
  signatures.set(cacheKey, signature);
  const [oldest] = signatures.keys();
  if (signatures.size > maxCachedSignatures && oldest !== undefined) signatures.delete(oldest);
  return signature;
}

/** Encodes with CloudFront's own base64 alphabet: `-`, `_`, `~` for `+`, `=`, `/`. */
export function cloudfrontBase64(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("+", "-").replaceAll("=", "_").replaceAll("/", "~");
}

/**
 * Returns the URL of `file` (decoded, relative to the folder). URLs in a playlist do not inherit
 * its query: use the cookies for playlists.
 */
export function cloudfrontUrl(grant: Grant, file: string): string {
  const query = Object.entries(parameters(grant)).map(([name, value]) => `${name}=${value}`);
  return `${grant.origin}${encodePath(grant.folder + file)}?${query.join("&")}`;
}

/** Returns the three cookies of a custom policy. */
export function cloudfrontCookies(grant: Grant): GrantCookies {
  return Object.fromEntries(Object.entries(parameters(grant)).map(([name, value]) => [`CloudFront-${name}`, value]));
}

function parameters(grant: Grant): Record<string, string> {
  const policy = cloudfrontPolicy(grant);
  return {
    Policy: cloudfrontBase64(Buffer.from(policy)),
    Signature: cloudfrontSignature(policy, grant.key),
    "Key-Pair-Id": encodeURIComponent(grant.keyId ?? ""),
  };
}
