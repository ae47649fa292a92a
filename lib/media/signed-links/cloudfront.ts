/** Links and cookies that Amazon CloudFront checks by itself: a custom policy, signed with a private key. */
import { sign } from "node:crypto";
import { encodePath, type Grant, type GrantCookies } from "./grant";

/** Signatures kept: members share them, and one costs about a millisecond. Far more than the folders of one page. */
const capacity = 500;
const signatures = new Map<string, string>();

/**
 * The policy that opens a folder until its end. `*` and `?` in it would be wildcards: callers let no such path in.
 * Source: CloudFront Developer Guide, "Create a policy statement for a signed URL that uses a custom policy".
 */
export function cloudfrontPolicy({ origin, folder, expires }: Grant): string {
  const Resource = `${origin}${encodePath(folder)}*`;
  return JSON.stringify({ Statement: [{ Resource, Condition: { DateLessThan: { "AWS:EpochTime": expires } } }] });
}

/** Signs a policy with SHA-1, CloudFront's default, which every distribution takes; `privateKey` in PEM. Throws when it is none. */
export function cloudfrontSignature(policy: string, privateKey: string): string {
  const id = `${privateKey}\n${policy}`;
  const known = signatures.get(id);
  if (known !== undefined) return known;
  const signature = cloudfrontBase64(sign("sha1", Buffer.from(policy), privateKey));
  signatures.set(id, signature);
  const oldest = signatures.size > capacity ? signatures.keys().next().value : undefined;
  if (oldest !== undefined) signatures.delete(oldest);
  return signature;
}

/** Base64 with `-`, `_`, `~` for `+`, `=`, `/`: CloudFront's own alphabet, not base64url. */
export function cloudfrontBase64(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("+", "-").replaceAll("=", "_").replaceAll("/", "~");
}

/** The address of `file` (decoded, relative to the folder). A playlist's segments do not get the query: use the cookies for those. */
export function cloudfrontUrl(grant: Grant, file: string): string {
  const query = Object.entries(signed(grant)).map(([name, value]) => `${name}=${value}`);
  return `${grant.origin}${encodePath(grant.folder + file)}?${query.join("&")}`;
}

/** The three cookies of a custom policy. */
export function cloudfrontCookies(grant: Grant): GrantCookies {
  return Object.fromEntries(Object.entries(signed(grant)).map(([name, value]) => [`CloudFront-${name}`, value]));
}

function signed(grant: Grant): Record<"Policy" | "Signature" | "Key-Pair-Id", string> {
  const policy = cloudfrontPolicy(grant);
  return {
    Policy: cloudfrontBase64(Buffer.from(policy)),
    Signature: cloudfrontSignature(policy, grant.key),
    "Key-Pair-Id": encodeURIComponent(grant.keyId ?? ""),
  };
}
