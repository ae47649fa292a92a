/** The input of a signer, and what signers share. */

/** Permission to read a folder and all below it. Paths are decoded and include the base URL's. */
export interface Grant {
  /** Scheme, host and port of the web server or CDN. */
  origin: string;
  /** Begins and ends with a slash: a signature for `/f/` must not open `/full/`. */
  folder: string;
  /** In seconds since 1970. */
  expires: number;
  /** The shared secret, or a private key in PEM. */
  key: string;
  keyId: string | undefined;
}

/** Cookies that open a folder: values by name. */
export type GrantCookies = Readonly<Record<string, string>>;

/** Percent-encodes each segment of a decoded path (RFC 3986 section 2.1). */
export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
