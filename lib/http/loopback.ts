/** Decides which hosts and URLs are safe without TLS: only those on this machine. */

/**
 * True for `localhost`, names under it, 127.0.0.0/8 and ::1. Takes a URL's `hostname`.
 * Source: RFC 6761 section 6.3, RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3.
 */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.*\.localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(hostname);
}

/** True if a URL may carry secrets: https, or http on this machine, and no password in the URL. */
export function isSafeUrl({ protocol, hostname, username, password }: URL): boolean {
  if (username || password) return false; // The log names addresses, and fetch refuses these.
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}
