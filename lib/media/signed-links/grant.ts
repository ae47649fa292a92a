/** What a signer is given, and what signers share. */

/** One folder to open at the web server or CDN, with everything below it. Paths are decoded and hold the base address's own path. */
export interface Grant {
  /** Scheme, host and port of the web server or CDN. */
  origin: string;
  /** Begins and ends with a slash: a signature for `/f/` must not open `/full/`. */
  folder: string;
  /** When it ends, in seconds since 1970. */
  expires: number;
  /** The shared secret, or a private key in PEM. */
  key: string;
  keyId: string | undefined;
}

/** A cookie that opens a folder, by name and value. */
export type GrantCookies = Readonly<Record<string, string>>;

/** A decoded path as it stands in an address: every segment percent-encoded (RFC 3986 section 2.1). */
export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
