/** What the settings come to once they are read: the shape that the rest of the product works with. */

/** All settings of one site, checked. Times in seconds. */
export interface Settings {
  /** Origin of the members area, from AUTH_URL; never guessed from a Host header. */
  origin: string;
  /** True on https: cookies are Secure and carry the __Host- prefix. */
  secure: boolean;
  /** AUTH_SECRET first, then the older ones that still open cookies. */
  secrets: readonly [string, ...string[]];
  provider: {
    metadataUrl: string;
    issuer: string | undefined;
    tokenEndpointAuth: TokenEndpointAuth | undefined;
    pkce: "S256" | "none";
    userinfoSigned: boolean;
    verifyTls: boolean;
  };
  client: { id: string; secret: string; scope: string; redirectUri: string };
  session: { idleSeconds: number; maxSeconds: number; persistent: boolean };
  claims: { remoteUser: string; status: string; expiredLogin: boolean };
  refresh: { every: number | "never" | "always"; graceSeconds: number };
  /** Further origins that a sign-out may return to. */
  returnOrigins: readonly string[];
  links: {
    domain: string | undefined;
    siteId: string | undefined;
    join: string | undefined;
    upgrade: string | undefined;
    renew: string | undefined;
    cancel: string | undefined;
    password: string | undefined;
  };
  media: {
    /** Folder of the gated files, outside public/. */
    dir: string;
    send: MediaSend;
    /** Where nginx keeps the same folder as an internal location; without a slash at the end. */
    accelPrefix: string;
    /** How links to a web server or CDN are signed; undefined: they are not, files come from /media. */
    signing: MediaSigning | undefined;
  };
}

/** Who carries the bytes of `/media/**`: we, or the web server in front, told by a header. */
export type MediaSend = "stream" | "x-accel" | "x-sendfile";

/** Signed links: `key` is the shared secret, or CloudFront's private key in PEM. `seconds` is how long a link lives, at most 600. */
export interface MediaSigning {
  kind: "nginx" | "bunny" | "cloudfront";
  baseUrl: string;
  key: string;
  keyId: string | undefined;
  seconds: number;
}

/** How the client proves itself at the token endpoint; `_raw` is Basic without percent-encoding (RFC 6749 section 2.3.1). */
export type TokenEndpointAuth = "client_secret_basic" | "client_secret_post" | "client_secret_basic_raw";

/** One thing wrong with one setting. */
export interface Fault {
  name: string;
  wrong: string;
  cure: string;
}

/** The environment as Node and the edge runtime give it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Binds a secret to the origin of one site. Operators of several sites copy their settings; without the
 * binding, a member of one site would be a member of all.
 */
export function siteSecret(secret: string, origin: string): string {
  return `${origin} ${secret}`;
}
