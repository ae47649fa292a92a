/** Tells addresses of this very machine from all others. */

/**
 * True for `localhost`, names under it, 127.0.0.0/8 and ::1. Takes a URL's `hostname`.
 * Source: RFC 6761 section 6.3, RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3.
 */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}

/** True for an https URL, and for an http one on this machine: nothing else may carry secrets or tokens. */
export function isSafeUrl(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}
