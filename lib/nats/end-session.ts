/** Signs members out at NATS as well, if its metadata offers it. */
import { addresses } from "../addresses";
import type { Site } from "../site";
import { providerOf } from "./provider";

/**
 * Returns the URL that ends NATS's session and then leads to `target`, a path or an allowed URL.
 * The default is the page which says that both sessions have ended.
 * Returns null if NATS offers none, does not respond, or names one on another origin, which the
 * Content-Security-Policy would block.
 * Source: OpenID Connect RP-Initiated Logout 1.0 section 2, without `id_token_hint` (none is kept).
 */
export async function endSessionUrl(target: string | null, site: Site): Promise<string | null> {
  const { origin, client, provider } = site.settings;
  const everywhere = `${addresses.signedOut}?from=nats`;
  const { metadata } = providerOf(site);
  const endpoint = (await metadata.get().catch(() => null))?.end_session_endpoint;
  if (!endpoint) return null;
  const url = new URL(endpoint);
  if (url.origin !== provider.origin) return null;
  url.searchParams.set("client_id", client.id);
  url.searchParams.set("post_logout_redirect_uri", new URL(target ?? everywhere, origin).href);
  return url.href;
}
