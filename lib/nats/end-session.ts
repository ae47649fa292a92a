/** Signing out at NATS too, where its metadata offers that. */
import { addresses } from "../addresses";
import type { Site } from "../site";
import { providerOf } from "./provider";

/**
 * The address that ends NATS's own login and returns to `target` (a path or an allowed address), or to the page that says both are over.
 * Null when NATS offers none, does not answer, or offers one on another origin, where the page policy would stop the form.
 * Source: OpenID Connect RP-Initiated Logout 1.0 section 2; without `id_token_hint`, for we keep no id_token.
 */
export async function endSessionUrl(target: string | null, site: Site): Promise<string | null> {
  const { settings } = site;
  const metadata = await providerOf(site)
    .metadata.get()
    .catch(() => null);
  if (!metadata?.end_session_endpoint) return null;
  const url = new URL(metadata.end_session_endpoint);
  if (url.origin !== new URL(settings.provider.metadataUrl).origin) return null;
  url.searchParams.set("client_id", settings.client.id);
  url.searchParams.set("post_logout_redirect_uri", new URL(target ?? signedOutEverywhere, settings.origin).href);
  return url.href;
}

/** The page that says: signed out here, and at NATS, too. */
const signedOutEverywhere = `${addresses.signedOut}?everywhere=1`;
