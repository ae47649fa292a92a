/** The types of the settings after they are read and checked. */

/** The settings of one site. Times are in seconds. */
export interface Settings {
  /** From AUTH_URL, never from a Host header, which the client chooses. */
  origin: string;
  /** The origin's host, with its port if it has one. */
  host: string;
  /** True on https: cookies are Secure and have the __Host- prefix. */
  secure: boolean;
  /** How long browsers open this host, on every port, by https only. */
  hstsSeconds: number;
  /** The first seals cookies; the older ones still open them. Bound to the site by `siteSecret`. */
  secrets: readonly [string, ...string[]];
  provider: {
    metadataUrl: string;
    /** The origin of `metadataUrl`. */
    origin: string;
    issuer: string | undefined;
    tokenEndpointAuth: TokenEndpointAuth | undefined;
    pkce: "S256" | "none";
    userinfoSigned: boolean;
    verifyTls: boolean;
  };
  client: {
    id: string;
    secret: string;
    scope: string;
    redirectUri: string;
    /** The path of `redirectUri`. */
    redirectPath: string;
  };
  session: {
    idleSeconds: number;
    maxSeconds: number;
    persistent: boolean;
    /** Most open visits of a member: one more sign-in ends the oldest. Undefined: no limit. */
    perMember: number | undefined;
  };
  /** True if the provider may end sessions by logout tokens. */
  backchannelLogout: boolean;
  /** Redis, which holds the registry: one node, or several of a cluster. None: in the process. */
  redisUrls: readonly string[];
  claims: { remoteUser: string; status: string; expiredLogin: boolean };
  refresh: { every: number | "never" | "always"; graceSeconds: number };
  /** Other origins that a sign-out may redirect to. */
  returnOrigins: readonly string[];
  /** Opens /api/metrics. Undefined: there is no such address. */
  metricsToken: string | undefined;
  links: Record<"domain" | "siteId" | "join" | "upgrade" | "renew" | "cancel" | "password", string | undefined>;
  /** Keys of the Management URL, at most two. Empty: NATS posts nothing, the address is 404. */
  managementKeys: readonly string[];
  media: {
    /** The folder of the gated files. */
    dir: string;
    /** Who sends a file: this server, or nginx (x-accel) or Apache (x-sendfile) in front of it. */
    send: "stream" | "x-accel" | "x-sendfile";
    /** nginx's internal location for the same folder, without a slash at the end. */
    accelPrefix: string;
    /** Undefined if links are not signed: this server then serves the files at /media. */
    signing: MediaSigning | undefined;
  };
}

export interface MediaSigning {
  kind: "nginx" | "bunny" | "cloudfront";
  baseUrl: string;
  /** The shared secret, or CloudFront's private key in PEM. */
  key: string;
  keyId: string | undefined;
  /** Lifetime of a link, at most 600. */
  seconds: number;
}

/** Client authentication. `_raw` is Basic without percent-encoding (RFC 6749 section 2.3.1). */
export type TokenEndpointAuth = "client_secret_basic" | "client_secret_post" | "client_secret_basic_raw";

/** What is wrong with a setting. `wrong` follows the name: "AUTH_URL is missing". */
export interface Fault {
  name: string;
  wrong: string;
  cure: string;
}

/** `process.env` of Node and of the edge runtime. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Binds a secret to the origin of one site. Operators of several sites copy their settings. Without
 * the binding, a session of one site would be valid on the others.
 */
export function siteSecret(secret: string, origin: string): string {
  return `${origin} ${secret}`;
}
