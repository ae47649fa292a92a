/** Loads and checks NATS's metadata document. */
import { z } from "zod";
import { fail } from "../failures";
import { parseJson } from "../http/json";
import { isLoopback, isSafeUrl } from "../http/loopback";
import type { Settings } from "../settings/shape";
import type { Site } from "../site";
import { callNats } from "./contact";
import { type LastGood, lastGood } from "./last-good";
import { textOf } from "./provider-fault";

/** The fields that are used. Source: OpenID Connect Discovery 1.0 section 3. */
const metadataDocument = z.object({
  issuer: z.string().min(1),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url(),
  jwks_uri: z.url(),
  end_session_endpoint: z.url().optional().catch(undefined),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional().catch(undefined),
  /** RFC 9207 section 3. */
  authorization_response_iss_parameter_supported: z.boolean().optional().catch(undefined),
});

/** A checked metadata document. */
export type Metadata = z.output<typeof metadataDocument>;

/**
 * Checks a metadata document. Throws `bad_metadata` with the reason.
 * Endpoints must be https; http on loopback is allowed only if the document is on loopback as well.
 * The issuer must be OIDC_PROVIDER_ISSUER. If that is unset, it must be on the document's origin.
 */
export function parseMetadata(text: string, provider: Settings["provider"]): Metadata {
  const { data, error } = metadataDocument.safeParse(parseJson(text));
  if (!data) throw fail("bad_metadata", `${error.issues[0]?.path.join(".") || "document"} is missing or malformed`);
  const source = new URL(provider.metadataUrl);
  const { issuer } = data;
  for (const [name, value] of Object.entries(data)) {
    const isUrl = typeof value === "string" && name !== "issuer";
    if (isUrl && !isEndpoint(new URL(value), source)) throw fail("bad_metadata", `${name} is not https`);
  }
  const sent = issuer.slice(0, 200);
  if (provider.issuer !== undefined && issuer !== provider.issuer) {
    throw fail("bad_metadata", `issuer differs from OIDC_PROVIDER_ISSUER: NATS says ${sent}`);
  }
  if (provider.issuer === undefined && (!URL.canParse(issuer) || new URL(issuer).origin !== source.origin)) {
    const cure = `set OIDC_PROVIDER_ISSUER if ${sent} is right`;
    throw fail("bad_metadata", `issuer is not on the origin of OIDC_PROVIDER_METADATA_URL: ${cure}`);
  }
  return data;
}

/** Caches the document: fresh for an hour, and usable for a day while NATS fails. */
export function metadataOf(site: Site): LastGood<Metadata> {
  const { provider } = site.settings;
  const load = async () => {
    const answer = await callNats(site, "metadata", provider.metadataUrl, { headers: { accept: "application/json" } });
    return parseMetadata(textOf(answer), provider);
  };
  return lastGood(load, site.now, { fresh: 3600, stale: 86_400, coolDown: 60 }, (error) =>
    site.log("warn", "metadata", { outcome: "refresh_failed", reason: error instanceof Error ? error.message : "" }),
  );
}

/** A document from the network must not direct requests with tokens to this machine. */
function isEndpoint(url: URL, source: URL): boolean {
  return isSafeUrl(url) && (url.protocol === "https:" || isLoopback(source.hostname));
}
