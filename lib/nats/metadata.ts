/** NATS's metadata document: fetched from the full address in the settings, checked, cached. */
import { z } from "zod";
import { fail } from "../failures";
import { boundedFetch } from "../http/bounded-fetch";
import { parseJson } from "../http/json";
import { isLoopback, isSafeUrl } from "../http/loopback";
import type { Settings } from "../settings/shape";
import type { Site } from "../site";
import { noteContact } from "./contact";
import { type LastGood, lastGood } from "./last-good";
import { textOf } from "./provider-fault";

/** What we use of the document: OpenID Connect Discovery 1.0 section 3. */
const document = z.object({
  issuer: z.string().min(1),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url(),
  jwks_uri: z.url(),
  end_session_endpoint: z.url().optional().catch(undefined),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional().catch(undefined),
});

/** A checked metadata document. */
export type Metadata = z.output<typeof document>;

/**
 * Checks a metadata document. Throws `bad_metadata` with the reason: not JSON, a member missing, an endpoint that is not https
 * (loopback only for metadata on loopback), or an issuer that is not the one set (unset: one on the metadata's own origin).
 */
export function parseMetadata(text: string, provider: Settings["provider"]): Metadata {
  const parsed = document.safeParse(parseJson(text));
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join(".") || "document";
    throw fail("bad_metadata", `${path} is missing or malformed`);
  }
  const { data } = parsed;
  const source = new URL(provider.metadataUrl);
  const { issuer, token_endpoint_auth_methods_supported: _, ...endpoints } = data;
  for (const [name, value] of Object.entries(endpoints)) {
    if (value !== undefined && !isEndpoint(new URL(value), source)) throw fail("bad_metadata", `${name} is not https`);
  }
  if (provider.issuer === undefined) {
    if (!URL.canParse(issuer) || new URL(issuer).origin !== source.origin) {
      throw fail(
        "bad_metadata",
        `issuer is not on the origin of OIDC_PROVIDER_METADATA_URL: set OIDC_PROVIDER_ISSUER if ${issuer.slice(0, 200)} is right`,
      );
    }
  } else if (issuer !== provider.issuer) {
    throw fail("bad_metadata", `issuer differs from OIDC_PROVIDER_ISSUER: NATS says ${issuer.slice(0, 200)}`);
  }
  return data;
}

/** The document of a site's NATS: an hour fresh, a day usable while NATS fails. */
export function metadataOf(site: Site): LastGood<Metadata> {
  const { provider } = site.settings;
  const load = async () => {
    const headers = { accept: "application/json" };
    const answer = await boundedFetch(site.fetch, provider.metadataUrl, { headers });
    noteContact(answer, site);
    return parseMetadata(textOf(answer), provider);
  };
  return lastGood(load, site.now, { fresh: 3600, stale: 86_400, coolDown: 60 }, (error) =>
    site.log("warn", "metadata", { outcome: "refresh_failed", reason: error instanceof Error ? error.message : "" }),
  );
}

/** A document on this machine may name this machine; one from the network may not (it would point us at ourselves). */
function isEndpoint(url: URL, source: URL): boolean {
  return isSafeUrl(url) && (url.protocol === "https:" || isLoopback(source.hostname));
}
