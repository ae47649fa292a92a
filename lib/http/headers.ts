/** Response headers, and request headers that clients must not set. */

/** For every answer, static files included. The gate adds page policies and caching. */
export const browserHeaders = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-frame-options": "DENY",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
} as const;

/** Returns the HSTS header of https sites, for this host alone: RFC 6797. */
export function transportHeaders(site: { secure: boolean; hstsSeconds: number }): Readonly<Record<string, string>> {
  return site.secure ? { "strict-transport-security": `max-age=${site.hstsSeconds}` } : {};
}

/** For responses that depend on the session or set a cookie. */
export const noStore = { "cache-control": "private, no-store", vary: "Cookie" } as const;

/** Keeps a page out of search engines. */
export const noIndex = { "x-robots-tag": "noindex, nofollow" } as const;

/** For every 503. In seconds. */
export const retryLater = { "retry-after": "120" } as const;

/** The gate passes the requested path and query to the guard in this request header. */
export const pathHeader = "x-members-path";

/**
 * Identity headers, and the policy from which Next takes a page's nonce. PHP and CGI treat `-`, `_`
 * and `.` in names as equal.
 */
const forged =
  /^(x[-_.]members[-_.].*|oidc[-_.].*|(x[-_.])?remote[-_.]user|x[-_.]forwarded[-_.]user|content-security-policy.*)$/i;

/** 800 cookies cost Next 0.1 s of CPU in a route handler. Chrome keeps at most 180 for a site. */
const maxCookies = 200;

const maxAgentChars = 512;

/**
 * Copies the request headers for a page or route handler. Leaves out identity headers and page
 * policies that a client may have forged, and cookies that no browser would send. `host` is the
 * site's own. Next compares a form's Origin with X-Forwarded-Host, and proxies change that header.
 */
export function forwardedHeaders(headers: Headers, host: string): Headers {
  const forwarded = new Headers(headers);
  for (const [name, value] of changesTo(headers, host)) {
    if (value === null) forwarded.delete(name);
    else forwarded.set(name, value);
  }
  return forwarded;
}

/** True if `forwardedHeaders` would copy the headers unchanged. */
export function areForwardable(headers: Headers, host: string): boolean {
  return changesTo(headers, host).length === 0;
}

/** The headers that are not forwarded as they came, with their new value: null to leave one out. */
function changesTo(headers: Headers, host: string): [name: string, value: string | null][] {
  const changes = Array.from(headers, ([name, value]) => ({ name, value, forwarded: forwardedValue(name, value) }))
    .filter(({ value, forwarded }) => forwarded !== value)
    .map(({ name, forwarded }): [string, string | null] => [name, forwarded]);
  if (headers.get("x-forwarded-host") !== host) changes.push(["x-forwarded-host", host]);
  return changes;
}

function forwardedValue(name: string, value: string): string | null {
  if (forged.test(name)) return null;
  if (name === "cookie") return boundedCookies(value);
  // Next looks for crawlers by a quadratic pattern: 15,000 letters cost it half a second.
  return name === "user-agent" ? boundedAgent(value) : value;
}

/** Cuts a User-Agent header. */
export const boundedAgent = (header: string) => header.slice(0, maxAgentChars);

/** Cuts a Cookie header to 200 cookies. Our own come first, so that both locks see them. */
export function boundedCookies(header: string): string {
  const cookies = header.split(";");
  if (cookies.length <= maxCookies) return header;
  const isOwn = (cookie: string) => /^\s*(__Host-)?members\./.test(cookie);
  return [...cookies.filter(isOwn), ...cookies.filter((cookie) => !isOwn(cookie))].slice(0, maxCookies).join(";");
}

interface PolicyOptions {
  /** Nonce of the scripts. Static pages have none: their inline scripts are built once. */
  nonce?: string;
  /** Further origins that a form may redirect to: NATS at sign-out. */
  formTargets: readonly string[];
  /** Further origins of images and videos: the hosts of signed links. */
  mediaOrigins: readonly string[];
  development: boolean;
}

/** Returns the Content-Security-Policy (level 3) of a page. */
export function contentSecurityPolicy({ nonce, formTargets, mediaOrigins, development }: PolicyOptions): string {
  const script = nonce ? `'self' 'nonce-${nonce}' 'strict-dynamic'` : "'self' 'unsafe-inline'";
  return [
    "default-src 'self'",
    `script-src ${script}${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self'${nonce && !development ? ` 'nonce-${nonce}'` : " 'unsafe-inline'"}`,
    ["img-src 'self' data: blob:", ...mediaOrigins].join(" "),
    ["media-src 'self' blob:", ...mediaOrigins].join(" "),
    // HLS players load video segments by fetch.
    ["connect-src 'self'", ...mediaOrigins].join(" "),
    "object-src 'none'",
    "base-uri 'none'",
    ["form-action 'self'", ...formTargets].join(" "),
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * True if a header carries the text unchanged: no control characters, no half of a surrogate pair,
 * no blanks at its ends. Made to fit, a `trial` of `" 0"` was PHP's `0`.
 */
export function fitsHeader(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text) && text.trim() === text;
}

/** Makes a claim's name fit for a header's: other characters become `-`, as in Apache's module. */
export function headerName(claim: string): string {
  return claim.replace(/[^\w!#$%&'*+.^`|~-]/g, "-");
}

/** Encodes text that fits for a header as UTF-8 bytes (RFC 9110 section 5.5). */
export function headerValue(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}
