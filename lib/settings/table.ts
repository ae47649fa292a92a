/** The table of settings: accepted values, defaults, and how to correct a bad value. */
import { z } from "zod";
import { addresses } from "../addresses";
import { claimNames } from "../claims";
import {
  choice,
  filledIn,
  isClusterUrl,
  isLongSecret,
  isRedisUrl,
  isVaried,
  managementKey,
  origin,
  seconds,
  text,
  url,
} from "./values";

const link = { schema: url().optional(), cure: "Set a full https address, or leave it out" } as const;

/** The settings by name. A test compares README and .env.example with this table. */
export const table = {
  OIDC_PROVIDER_METADATA_URL: {
    schema: url().refine(
      (value) => !URL.canParse(value) || new URL(value).pathname !== "/",
      "is a domain only, without the path of the metadata",
    ),
    cure: "Set the full address of NATS's metadata: https://…/.well-known/member-openid-configuration",
  },
  OIDC_PROVIDER_ISSUER: {
    schema: url().optional(),
    cure: "Copy the issuer from NATS's metadata document, letter for letter, or leave this out",
  },
  OIDC_CLIENT_ID: { schema: filledIn(), cure: "Set the NATS Site ID, or several with commas: 1 or 1,2" },
  OIDC_CLIENT_SECRET: { schema: filledIn(), cure: "Set the value of MEMBER_OPENID_CLIENT_SECRET in NATS" },
  AUTH_SECRET: {
    schema: filledIn()
      .refine(isLongSecret, "is shorter than 32 bytes")
      .refine(isVaried, "is too simple: a text over and over"),
    cure: "Make one with: openssl rand -base64 33",
  },
  AUTH_URL: { schema: origin(), cure: "Set the address members type, without a path: https://members.example.com" },
  HSTS_SECONDS: {
    schema: seconds(0, 63_072_000).default(63_072_000),
    cure: "Use seconds: 63072000, or 0 to let browsers forget it",
  },
  OIDC_REDIRECT_URI: {
    schema: url().optional(),
    cure: `Leave it out for AUTH_URL + ${addresses.callback}, or set the old vanity address on the same origin`,
  },
  OIDC_SCOPE: {
    schema: text()
      .refine((value) => value.split(" ").includes("openid"), "does not contain openid")
      .default("openid"),
    cure: "Use: openid",
  },
  OIDC_SESSION_INACTIVITY_TIMEOUT: { schema: seconds(10).default(3600), cure: "Use seconds, 10 or more: 3600" },
  OIDC_SESSION_MAX_DURATION: {
    schema: seconds(15).default(28_800),
    cure: "Use seconds, 15 or more: the value of MEMBER_OPENID_ACCESS_TOKEN_DURATION in NATS",
  },
  OIDC_SESSION_TYPE: {
    schema: choice("client-cookie", "client-cookie:persistent").default("client-cookie"),
    cure: "Use client-cookie, or client-cookie:persistent to stay signed in when the browser closes",
  },
  SESSIONS_PER_MEMBER: {
    schema: text()
      .regex(/^([1-9]|[1-4]\d|50)$/, "is not a whole number from 1 to 50")
      .transform(Number)
      .optional(),
    cure: "Use 1 to 50, or leave it out for no limit",
  },
  OIDC_BACKCHANNEL_LOGOUT: {
    schema: choice("on", "off").default("off"),
    cure: "Use on if the provider sends logout tokens, or leave it out",
  },
  REDIS_URL: {
    schema: text()
      .transform((value) => value.split(/[\s,]+/).filter(Boolean))
      .refine((urls) => urls.every(isRedisUrl), "is not an address like redis://user:password@host:6379")
      .refine((urls) => urls.length <= 1 || urls.every(isClusterUrl), "has a database, which a cluster has not")
      .default([]),
    cure: "Use redis:// or rediss:// (TLS); for a cluster several with commas; or leave it out",
  },
  OIDC_REMOTE_USER_CLAIM: {
    schema: z.enum(claimNames, "is not a claim that lib/claims.ts declares").default("username"),
    cure: "Use username, or declare the claim as a string in lib/claims.ts",
  },
  OIDC_USER_INFO_REFRESH_INTERVAL: {
    schema: text()
      .refine(
        (value) => value !== "0",
        "is 0, which meant never before mod_auth_openidc 2.4.15.4 and every request since",
      )
      .pipe(z.union([z.enum(["never", "always"]), seconds(10)], "is neither never, always, nor seconds of 10 or more"))
      .default(300),
    cure: "Use never, always, or seconds: 300",
  },
  OIDC_USER_INFO_REFRESH_GRACE: { schema: seconds(0).default(600), cure: "Use seconds: 600" },
  OIDC_USER_INFO_SIGNED_RESPONSE_ALG: {
    schema: choice("RS256").optional(),
    cure: "Use RS256 if NATS signs userinfo, or leave it out",
  },
  OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH: {
    schema: choice("client_secret_basic", "client_secret_post", "client_secret_basic_raw").optional(),
    cure: "Leave it out to follow NATS's metadata",
  },
  OIDC_PKCE_METHOD: {
    schema: choice("S256", "none").default("S256"),
    cure: "Leave it out; none only if NATS rejects PKCE",
  },
  OIDC_SSL_VALIDATE_SERVER: {
    schema: choice("On", "Off").default("On"),
    cure: "Leave it out; for a private certificate authority set NODE_EXTRA_CA_CERTS to its file",
  },
  OIDC_REDIRECT_URLS_ALLOWED: {
    schema: z
      .string()
      .transform((value) => value.split(/[\s,]+/).filter(Boolean))
      .pipe(z.array(origin()))
      .default([]),
    cure: "List origins with spaces: https://www.example.com https://join.example.com",
  },
  NATS_STATUS_CLAIM: {
    schema: text().default("status"),
    cure: "Set the claim in which NATS sends 1 = active, 2 = expired",
  },
  NATS_EXPIRED_LOGIN: {
    schema: choice("on", "off").default("off"),
    cure: "Use the value of MEMBER_OPENID_EXPIRED_LOGIN in NATS",
  },
  NATS_LINK_DOMAIN: { schema: origin().optional(), cure: "Set the origin of the join pages: https://join.example.com" },
  NATS_LINK_SITE_ID: { schema: text().optional(), cure: "Set the NATS Site ID for join, upgrade and renew links" },
  NATS_JOIN_URL: link,
  NATS_UPGRADE_URL: link,
  NATS_RENEW_URL: link,
  NATS_CANCEL_URL: link,
  NATS_PASSWORD_URL: link,
  NATS_MANAGEMENT_KEY: {
    schema: filledIn()
      .transform((value) => value.split(",").map((key) => key.trim()))
      .pipe(z.array(managementKey()).max(2, "has more than two keys"))
      .default([]),
    cure: "Make one with: openssl rand -hex 32. While it changes, set the new and the old one with a comma",
  },
  MEDIA_DIR: {
    schema: text().default("./media"),
    cure: "Set a folder of its own, like ./media",
  },
  MEDIA_SEND: {
    schema: choice("stream", "x-accel", "x-sendfile").default("stream"),
    cure: "Use stream, x-accel for nginx in front, or x-sendfile for Apache in front",
  },
  MEDIA_ACCEL_PREFIX: {
    schema: text()
      .regex(/^(\/[\w.-]+)+$/, "is not a path like /protected-media")
      .default("/protected-media"),
    cure: "Set the internal location that nginx maps to MEDIA_DIR",
  },
  MEDIA_SIGN: {
    schema: choice("nginx", "bunny", "cloudfront").optional(),
    cure: "Set what serves the files, or leave it out",
  },
  MEDIA_SIGN_BASE_URL: {
    schema: url()
      .refine((value) => !/[?#]|\/$/.test(value), "ends with a slash, or has a query")
      .optional(),
    cure: "Set the URL of the signed files, without a slash at the end: https://files.example.com/media",
  },
  MEDIA_SIGN_KEY: {
    schema: text().min(16, "is shorter than 16 characters").optional(),
    cure: "Set the secret shared with the web server or CDN; for CloudFront the private key (PEM, \\n for line ends)",
  },
  MEDIA_SIGN_KEY_ID: { schema: text().optional(), cure: "Set CloudFront's key pair id, or a name for the key" },
  METRICS_TOKEN: {
    schema: filledIn()
      .refine((value) => value.length >= 32, "is shorter than 32 characters")
      // What a header may carry: RFC 6750 section 2.1.
      .refine((value) => /^[\w.~+/-]+=*$/.test(value), "has characters that Authorization cannot carry")
      .optional(),
    cure: "Make one with: openssl rand -base64 33",
  },
  MEDIA_SIGN_SECONDS: { schema: seconds(30, 600).default(300), cure: "Use seconds, 30 to 600: 300" },
} as const satisfies Record<string, { schema: z.ZodType; cure: string }>;

export type SettingName = keyof typeof table;

export const settingNames = Object.keys(table) as SettingName[];

/** Matches the names of the settings that are secrets. */
export const secretSettings =
  /^(AUTH_SECRET(_\d+)?|OIDC_CLIENT_SECRET|NATS_MANAGEMENT_KEY|MEDIA_SIGN_KEY|REDIS_URL|METRICS_TOKEN)$/;

/** Returns the secret that the file of a setting like AUTH_SECRET_FILE holds; else undefined. */
export function secretOfFile(name: string): string | undefined {
  const secret = /^(.+)_FILE$/.exec(name)?.[1];
  return secret !== undefined && secretSettings.test(secret) ? secret : undefined;
}

/** True for the name of a setting, AUTH_SECRET_1 and AUTH_SECRET_FILE and so on included. */
export const isSetting = (name: string) =>
  Object.hasOwn(table, name) || /^AUTH_SECRET_\d+$/.test(name) || secretOfFile(name) !== undefined;

/** The names under which secrets may lie in files. */
export const secretFileNames = settingNames.filter((name) => secretSettings.test(name)).map((name) => `${name}_FILE`);

/** The parsed values of an environment without faults. */
export type Values = { [N in SettingName]: z.output<(typeof table)[N]["schema"]> };
