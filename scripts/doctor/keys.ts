// Checks NATS's key set: there must be an RSA key that can verify RS256.
import { parseJson } from "../../lib/http/json";
import type { Metadata } from "../../lib/nats/metadata";
import type { Site } from "../../lib/site";
import { call, networkFault } from "./call";
import { type Finding, findingsOf } from "./finding";

/** The least size that RFC 7518 section 3.3 allows, in bits. Smaller keys are refused. */
const minKeyBits = 2048;

/** The cure where NATS has no key: owners cannot make one. */
export const askSupport = "Ask TMM Support for a signing key. MEMBER_OPENID_SIGNING_KEY_ID must have a value.";
const { good, fault } = findingsOf("Signing keys");

/** Loads the key set that the metadata names. */
export async function checkKeys(site: Site, { jwks_uri }: Metadata): Promise<Finding> {
  const asked = await call(site.fetch, jwks_uri, { headers: { accept: "application/json" } });
  if (!("text" in asked.answer)) return fault(...networkFault(asked, new URL(jwks_uri).host));
  const { status, text } = asked.answer;
  if (status !== 200) return fault(`NATS answers its key address with status ${status}.`, askSupport);
  const set = parseJson(text);
  const keys = typeof set === "object" && set !== null && "keys" in set && Array.isArray(set.keys) ? set.keys : [];
  const sizes = keys.map(rsaBits).filter((bits) => bits > 0);
  if (sizes.length === 0) return fault("NATS publishes no signing key.", askSupport);
  if (Math.max(...sizes) < minKeyBits) {
    return fault(`NATS's signing key has ${Math.max(...sizes)} bits. At least ${minKeyBits} are needed.`, askSupport);
  }
  return good(`NATS publishes ${sizes.length === 1 ? "a signing key" : `${sizes.length} signing keys`}.`);
}

/** Returns the size of an RSA key, or 0 for an entry that is none: RFC 7518 section 6.3.1. */
function rsaBits(key: unknown): number {
  if (typeof key !== "object" || key === null || !("kty" in key) || key.kty !== "RSA") return 0;
  return "n" in key && typeof key.n === "string" ? Buffer.from(key.n, "base64url").length * 8 : 0;
}
