/** Headers: what every gated answer carries, and what no request may bring in from outside. */

/** For every answer that depends on who asks, and every one that sets a cookie. */
export const noStore = { "cache-control": "private, no-store", vary: "Cookie" } as const;

/** For pages that search engines have no business with. */
export const noIndex = { "x-robots-tag": "noindex, nofollow" } as const;

/** With every 503. In seconds. */
export const retryLater = { "retry-after": "120" } as const;

/** Header by which the gate tells the guard the address asked for; ours alone. */
export const pathHeader = "x-members-path";

/** Identity headers that only we may set, in the spellings servers treat as one (`-` and `_`): never taken from outside. */
const ours = /^(x[-_]members[-_].*|oidc[-_].*|remote[-_]user|x[-_]remote[-_]user|x[-_]forwarded[-_]user)$/i;

/** A copy of a request's headers without those only we may set. */
export function withoutForeignIdentity(headers: Headers): Headers {
  const clean = new Headers(headers);
  for (const name of [...clean.keys()]) if (ours.test(name)) clean.delete(name);
  return clean;
}

interface PolicyOptions {
  /** Nonce of this answer's scripts; without one the page is static and its inline scripts are Next's own. */
  nonce?: string;
  /** Origins that a form may lead to, besides this site: NATS's, at sign-out. */
  formTargets: readonly string[];
  /** Origins that pictures and films come from, besides this site: where signed links lead. */
  mediaOrigins: readonly string[];
  development: boolean;
}

/** The Content-Security-Policy of a page (CSP level 3). Nothing from other hosts, no frames, no inline script beside the nonce. */
export function contentSecurityPolicy({ nonce, formTargets, mediaOrigins, development }: PolicyOptions): string {
  const script = nonce ? `'self' 'nonce-${nonce}' 'strict-dynamic'` : "'self' 'unsafe-inline'";
  return [
    "default-src 'self'",
    `script-src ${script}${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self'${nonce && !development ? ` 'nonce-${nonce}'` : " 'unsafe-inline'"}`,
    ["img-src 'self' data: blob:", ...mediaOrigins].join(" "),
    ["media-src 'self' blob:", ...mediaOrigins].join(" "),
    // Players of HLS fetch their segments.
    ["connect-src 'self'", ...mediaOrigins].join(" "),
    "object-src 'none'",
    "base-uri 'none'",
    ["form-action 'self'", ...formTargets].join(" "),
    "frame-ancestors 'none'",
  ].join("; ");
}

/** UTF-8 bytes as a header carries them (RFC 9110 section 5.5); a line break must not become a header of its own. */
export function headerValue(text: string): string {
  const safe = text.replace(/[\u0000-\u001f\u007f]/g, " ").trim();
  return Array.from(new TextEncoder().encode(safe), (byte) => String.fromCharCode(byte)).join("");
}
