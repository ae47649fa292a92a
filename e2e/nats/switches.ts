// The switches of the NATS look-alike: NATS's own options under their own names, and one per thing nobody has published.
import { z } from "zod";

// Every switch carries one of three marks. Confirmed: stated on a public page of Too Much Media. Inferred: follows from
// those pages and the source of Apache's module. Unknown: no public statement, so the default is a guess and the
// product is tested on both sides of it. Passing tests against this look-alike prove nothing about a real NATS.
const switchesSchema = z.strictObject({
  // ---- Options of NATS, by their real names ----

  /** Confirmed. Master switch. What the endpoints answer when it is off: unknown (here a setup page, else 404). */
  ENABLE_MEMBER_OPENID: z.boolean().default(true),
  /** Confirmed. Addresses of the members-area servers, separated by commas or blanks. That it guards the back channel: inferred. */
  MEMBER_OPENID_SECURE_IPS: z.string().default("127.0.0.1, ::1"),
  /** Confirmed. The one secret of all members areas. */
  MEMBER_OPENID_CLIENT_SECRET: z.string().min(1).default("demosecret"),
  /** Confirmed. Another domain with protocol for login, token and userinfo; empty: this server's own origin. */
  MEMBER_OPENID_DOMAIN: z.string().default(""),
  /** Confirmed. Each site's own domain; here whatever Host was asked. That the issuer follows the host: unknown. */
  MEMBER_OPENID_DYNAMIC_DOMAIN: z.boolean().default(false),
  /** Confirmed. Id of the signing key; empty is a setup error. That it appears as `kid`: inferred. */
  MEMBER_OPENID_SIGNING_KEY_ID: z.string().default("nats-key-1"),
  /** Confirmed. Life of an access token. Seconds: inferred. Default: unknown. */
  MEMBER_OPENID_ACCESS_TOKEN_DURATION: z.int().positive().default(28800),
  /** Confirmed. Adds basic member facts to userinfo; `trial` is the one named. Default: unknown. */
  MEMBER_OPENID_BASE_INFO: z.boolean().default(true),
  /** Confirmed. Lets expired members log in; a claim then tells 1 active from 2 expired. */
  MEMBER_OPENID_EXPIRED_LOGIN: z.boolean().default(false),
  /** Confirmed. "Incorrect username!" and "Incorrect password!" instead of "Login Failed!". */
  MEMBER_OPENID_DESCRIPTIVE_LOGIN_ERROR: z.boolean().default(false),
  /** Confirmed name. Meaning inferred: a page in the site's look instead of a bare message for setup errors. */
  MEMBER_OPENID_SETUP_ERROR_SHOW_TEMPLATE: z.boolean().default(false),

  // ---- The document and the keys ----

  /** Unknown. `otherHost` differs from the host of the document. */
  issuerForm: z.enum(["origin", "trailingSlash", "path", "otherHost"]).default("origin"),
  /** Unknown. What the document lists as token_endpoint_auth_methods_supported; null: nothing. */
  tokenEndpointAuthMethods: z.array(z.string()).nullable().default(null),
  /** Unknown. `html`: text/html for every answer (PHP's habit); `jwtAsJson`: the signed userinfo as application/json. */
  contentTypes: z.enum(["standard", "html", "jwtAsJson"]).default("standard"),
  /** Unknown. After a rotation the old key stays in the key set. */
  keepOldKeys: z.boolean().default(true),
  /** Unknown. The clock of NATS runs ahead by so many seconds (negative: behind). */
  clockSkewSeconds: z.number().default(0),

  // ---- Login ----

  /** Inferred. The Site IDs that exist; a client id is one of them or a comma-separated list. */
  sites: z.array(z.string()).default(["1", "2", "3"]),
  /** Unknown. `siteHost`: the host must be one of siteHosts; `exact`: the address must be one of redirectUris. */
  redirectUriCheck: z.enum(["wellFormed", "siteHost", "exact"]).default("wellFormed"),
  siteHosts: z.array(z.string()).default([]),
  redirectUris: z.array(z.string()).default([]),
  /** Unknown. `error`: a request with a code_challenge comes back as invalid_request. */
  pkce: z.enum(["ignored", "enforced", "error"]).default("ignored"),
  /** Unknown. Whether NATS remembers the login by a cookie of its own. */
  singleSignOn: z.boolean().default(false),
  /** Unknown. Whether `prompt=login` and `prompt=none` mean anything. */
  prompt: z.enum(["ignored", "honoured"]).default("ignored"),
  /** Unknown. `accessDenied`: the login page has a Cancel link that returns error=access_denied. */
  cancel: z.union([z.literal(false), z.literal("accessDenied")]).default(false),
  /** Unknown. Ends NATS's own login; `returns` honours post_logout_redirect_uri, `stays` shows a page. */
  endSession: z.enum(["absent", "returns", "stays"]).default("absent"),
  /** Confirmed that a member who never paid has status 0; that NATS refuses the login: inferred. The demo lets them in. */
  letNeverJoinedIn: z.boolean().default(false),
  /** Look-alike only: every member gets a one-click button, not only the demo ones. */
  showAllMembers: z.boolean().default(false),

  // ---- Token endpoint ----

  /** Inferred. Which spelling of the Basic credentials is understood: percent-encoded, as they are, or both. */
  basicEncoding: z.enum(["both", "encoded", "raw"]).default("both"),
  /** Unknown. */
  clientSecretPost: z.enum(["refused", "accepted"]).default("refused"),
  /** Unknown. Life of an authorization code in seconds. */
  codeLifetimeSeconds: z.number().positive().default(60),
  /** Unknown. Apache's module would silently ignore a string. */
  expiresInAsString: z.boolean().default(false),
  /** Unknown. The module wants the whole client id, so `joined` or `array`; `arrayWithOther` comes with azp. */
  audForm: z.enum(["joined", "array", "arrayWithOther", "arrayWithOtherNoAzp", "split"]).default("joined"),
  /** Unknown. */
  idTokenContents: z.enum(["minimal", "withUsername"]).default("minimal"),
  /** Unknown. `forbidden`: 403 plain text; `invalidClient`: 401 OAuth error; `htmlPage`: 200 with a web page. */
  ipRefusal: z.enum(["forbidden", "invalidClient", "htmlPage"]).default("forbidden"),
  /** Unknown. Which endpoints MEMBER_OPENID_SECURE_IPS guards. */
  ipGuards: z.enum(["tokenAndUserinfo", "token"]).default("tokenAndUserinfo"),

  // ---- Userinfo ----

  /** Confirmed that the option exists; its real name is unknown. RS256 when on. */
  signUserinfo: z.boolean().default(false),
  /** Unknown. Whether the signed userinfo carries iss and aud. */
  userinfoJwtIssAud: z.boolean().default(true),
  /** Unknown. NATS's other interfaces write every value as a string. */
  valueTypes: z.enum(["strings", "numbers"]).default("strings"),
  /** Unknown (0 = full is confirmed). What `trial` says for a trial member; null: the claim is missing. */
  trialValue: z.string().nullable().default("1"),
  /** Unknown. */
  subForm: z.enum(["memberId", "opaque", "username"]).default("memberId"),
  /** Values confirmed, name inferred; null: no such claim. */
  statusClaim: z.string().nullable().default("status"),
  /** Unknown. */
  emailClaim: z.enum(["withBaseInfo", "absent"]).default("withBaseInfo"),
  /** Unknown. Whether userinfo follows later changes of the member or repeats the login's facts. */
  userinfoLive: z.enum(["live", "frozen"]).default("live"),
  /** Unknown. For a member who would no longer be let in, or was deleted: 401, 200 with status 2, or the old facts. */
  userinfoAfterExpiry: z.enum(["refused", "status2", "stale"]).default("refused"),

  // ---- Around it ----

  /** Confirmed as NATS's "Upgrade Approval URL": where join, upgrade and renew lead when done; empty: a page says done. */
  approvalUrl: z.string().default(""),
  /** Look-alike only: every protocol endpoint answers 503. */
  down: z.boolean().default(false),
});

/** Every switch with its value; read at each request, so a change takes effect at once. */
export type Switches = z.infer<typeof switchesSchema>;

/** The switches at start: the defaults with `changes` laid over. Throws ZodError for unknown names and bad values. */
export function startSwitches(changes: Partial<Switches> = {}): Switches {
  return switchesSchema.parse(changes);
}

/** Changes some switches in place, all or none. Throws ZodError for unknown names and bad values. */
export function changeSwitches(switches: Switches, changes: unknown): void {
  const patch = z.record(z.string(), z.unknown()).parse(changes);
  Object.assign(switches, switchesSchema.parse({ ...switches, ...patch }));
}
