/** Tells page loads, forms, prefetches and requests of scripts apart. */

/** Crawlers would follow a redirect and index the sign-in page. */
const crawler = /bot([-/;)]|$)|crawl|spider|slurp|facebookexternalhit|embedly|whatsapp|preview/i;

/**
 * True for a GET or HEAD by which a browser loads a page into a tab. False for images, scripts,
 * `fetch`, frames, prefetches and crawlers. Clients that send no Sec-Fetch headers pass if they
 * accept HTML.
 * Source: W3C Fetch Metadata, and mod_auth_openidc's test for clients that cannot sign in.
 */
export function isNavigation(method: string, headers: Headers): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  if ((headers.get("sec-fetch-mode") ?? "navigate") !== "navigate") return false;
  if ((headers.get("sec-fetch-dest") ?? "document") !== "document") return false;
  if (isPrefetch(headers) || headers.get("rsc") !== null) return false;
  if (headers.get("x-requested-with")?.toLowerCase() === "xmlhttprequest") return false;
  if (crawler.test(headers.get("user-agent") ?? "")) return false;
  // Browsers never send Range for a page. Players do, and send no Sec-Fetch headers.
  if (headers.get("range") !== null) return false;
  const accept = headers.get("accept") ?? "*/*";
  return !/^\s*(image|audio|video)\//i.test(accept) && /text\/html|application\/xhtml\+xml|\*\/\*/i.test(accept);
}

/**
 * True if the answer may be a page: for a tab, a frame, a form or Next's router. False if a browser
 * says that it shows none: a script calls a route handler, an image or a player loads a file.
 */
export function mayBePage(method: string, headers: Headers): boolean {
  if (method !== "GET" && method !== "HEAD") return true;
  const isShown = (headers.get("sec-fetch-mode") ?? "navigate") === "navigate";
  return isShown || headers.get("rsc") !== null || isPrefetch(headers);
}

/** True for a form submitted by a page load. False if the browser sends no Sec-Fetch headers. */
export function isFormPost(method: string, headers: Headers): boolean {
  return (
    method === "POST" && headers.get("sec-fetch-mode") === "navigate" && headers.get("sec-fetch-dest") === "document"
  );
}

/** True for a request by Next's router or the browser ahead of a click. */
export function isPrefetch(headers: Headers): boolean {
  return (
    headers.get("next-router-prefetch") !== null ||
    /prefetch|prerender/i.test(`${headers.get("purpose")} ${headers.get("sec-purpose")}`)
  );
}

/**
 * True if Sec-Fetch-Site and Origin say that a page of `origin` sent the request. Old browsers send
 * only Origin. False if both are missing or one disagrees.
 */
export function isSameOrigin(headers: Headers, origin: string): boolean {
  const site = headers.get("sec-fetch-site");
  const from = headers.get("origin");
  return (site ?? from) !== null && (site ?? "same-origin") === "same-origin" && (from ?? origin) === origin;
}
