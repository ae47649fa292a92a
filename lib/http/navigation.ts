/** Tells a person opening a page from everything else: only a person may be sent to a sign-in. */

/** Crawlers that announce themselves; a redirect would only make them collect sign-in pages. */
const crawler = /bot([-/;)]|$)|crawl|spider|slurp|facebookexternalhit|embedly|whatsapp|preview/i;

/**
 * True for a GET or HEAD by which a browser opens a page. Images, scripts, `fetch`, frames, prefetches and crawlers are none. A client
 * without Sec-Fetch headers counts as a person unless it asks for something other than a page.
 * Source: Fetch Metadata (W3C), and what mod_auth_openidc takes for "cannot complete a login".
 */
export function isNavigation(method: string, headers: Headers): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  const mode = headers.get("sec-fetch-mode");
  const dest = headers.get("sec-fetch-dest");
  if ((mode !== null && mode !== "navigate") || (dest !== null && dest !== "document")) return false;
  if (isPrefetch(headers) || headers.get("rsc") !== null) return false;
  if (headers.get("x-requested-with")?.toLowerCase() === "xmlhttprequest") return false;
  if (crawler.test(headers.get("user-agent") ?? "")) return false;
  return acceptsPage(headers.get("accept"));
}

/** True for a form that a person sends, in a browser that says so. */
export function isFormPost(method: string, headers: Headers): boolean {
  return (
    method === "POST" && headers.get("sec-fetch-mode") === "navigate" && headers.get("sec-fetch-dest") === "document"
  );
}

/** True for a request made ahead of a click that may never come. */
export function isPrefetch(headers: Headers): boolean {
  return (
    headers.get("next-router-prefetch") !== null ||
    /prefetch|prerender/i.test(`${headers.get("purpose")} ${headers.get("sec-purpose")}`)
  );
}

/** True when the browser vouches that our own page sent this: Sec-Fetch-Site, or Origin where that is missing. */
export function isSameOrigin(headers: Headers, origin: string): boolean {
  const site = headers.get("sec-fetch-site");
  const from = headers.get("origin");
  if (site !== null && site !== "same-origin") return false;
  if (from !== null && from !== origin) return false;
  return site !== null || from !== null;
}

function acceptsPage(accept: string | null): boolean {
  return accept === null || /text\/html|application\/xhtml\+xml|\*\/\*/i.test(accept);
}
