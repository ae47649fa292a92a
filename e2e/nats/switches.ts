// The switches of the NATS look-alike. Some are NATS's own options under their real names. The
// others stand for behaviour of NATS that no public document describes.
import { z } from "zod";

// Each comment marks what is known:
//   Confirmed: a public page of Too Much Media says so.
//   Inferred: follows from those pages and from the source of Apache's module.
//   Unknown: there is no public statement. The default is a guess. Tests use the other values, too.
//   Look-alike only: a tool for tests and demos that NATS does not have.
// Tests that pass against this look-alike prove nothing about a real NATS.
const switchesSchema = z.strictObject({
  // ---- Options of NATS, by their real names ----

  /** Confirmed: master switch. Unknown: what NATS responds when it is off (here a page, or 404). */
  ENABLE_MEMBER_OPENID: z.boolean().default(true),
  /**
   * Confirmed: lists the IP addresses of the members-area servers. Inferred: it guards the
   * endpoints that those servers call. Unknown: the separator (here commas or spaces).
   */
  MEMBER_OPENID_SECURE_IPS: z.string().default("127.0.0.1, ::1"),
  /** Confirmed: one client secret for all members areas. */
  MEMBER_OPENID_CLIENT_SECRET: z.string().min(1).default("demosecret"),
  /** Confirmed: another domain, with protocol, for login, token and userinfo. Empty: own origin. */
  MEMBER_OPENID_DOMAIN: z.string().default(""),
  /**
   * Confirmed: uses the link domain of each site instead (here the Host header of the request).
   * Unknown: whether the issuer changes, too (here it does).
   */
  MEMBER_OPENID_DYNAMIC_DOMAIN: z.boolean().default(false),
  /**
   * Confirmed: id of the signing key; must not be empty. Inferred: it is the `kid`, and without it
   * NATS shows a setup error.
   */
  MEMBER_OPENID_SIGNING_KEY_ID: z.string().default("nats-key-1"),
  /** Confirmed: lifetime of an access token. Inferred: in seconds. Unknown: the default. */
  MEMBER_OPENID_ACCESS_TOKEN_DURATION: z.int().positive().default(28800),
  /**
   * Confirmed: adds basic facts about the member to userinfo, `trial` among them.
   * Unknown: the other facts, and the default.
   */
  MEMBER_OPENID_BASE_INFO: z.boolean().default(true),
  /**
   * Confirmed: expired members may log in, and a claim distinguishes 1 (active) from 2 (expired).
   */
  MEMBER_OPENID_EXPIRED_LOGIN: z.boolean().default(false),
  /** Confirmed: shows "Incorrect username!" or "Incorrect password!" instead of "Login Failed!". */
  MEMBER_OPENID_DESCRIPTIVE_LOGIN_ERROR: z.boolean().default(false),
  /** Confirmed: the name. Inferred: setup errors use a template of the site, not a bare message. */
  MEMBER_OPENID_SETUP_ERROR_SHOW_TEMPLATE: z.boolean().default(false),

  // ---- Discovery document and keys ----

  /** Unknown: the issuer. `otherHost` is not the host that serves the discovery document. */
  issuerForm: z.enum(["origin", "trailingSlash", "path", "otherHost"]).default("origin"),
  /** Unknown: token_endpoint_auth_methods_supported in the document; null leaves it out. */
  tokenEndpointAuthMethods: z.array(z.string()).nullable().default(null),
  /**
   * Unknown: the Content-Type of the answers. `html`: all are text/html, the default of PHP.
   * `jwtAsJson`: signed userinfo is sent as application/json.
   */
  contentTypes: z.enum(["standard", "html", "jwtAsJson"]).default("standard"),
  /** Unknown: whether the old key stays in the key set after a rotation. */
  keepOldKeys: z.boolean().default(true),
  /** Look-alike only: seconds by which the clock of NATS is fast; negative if it is slow. */
  clockSkewSeconds: z.number().default(0),

  // ---- Login ----

  /**
   * Look-alike only: the Site IDs that exist. Confirmed: a client id is one Site ID or several,
   * separated by commas. Inferred: several let in the members of any of those sites.
   */
  sites: z.array(z.string()).default(["1", "2", "3"]),
  /**
   * Unknown: the check of redirect_uri. `siteHost`: its host must be in `siteHosts`. `exact`: it
   * must be in `redirectUris`.
   */
  redirectUriCheck: z.enum(["wellFormed", "siteHost", "exact"]).default("wellFormed"),
  /** Look-alike only: the hosts (with port) that `siteHost` accepts. */
  siteHosts: z.array(z.string()).default([]),
  /** Look-alike only: the URLs that `exact` accepts. */
  redirectUris: z.array(z.string()).default([]),
  /** Unknown: PKCE. `error`: a request with a code_challenge is refused with invalid_request. */
  pkce: z.enum(["ignored", "enforced", "error"]).default("ignored"),
  /** Unknown: whether NATS remembers the login with a cookie of its own. */
  singleSignOn: z.boolean().default(false),
  /** Unknown: whether NATS honours `prompt=login` and `prompt=none`. */
  prompt: z.enum(["ignored", "honoured"]).default("ignored"),
  /** Unknown: whether the login page has a Cancel link that redirects back with access_denied. */
  cancel: z.union([z.literal(false), z.literal("accessDenied")]).default(false),
  /**
   * Unknown: the end-session endpoint. `returns`: it redirects to post_logout_redirect_uri.
   * `stays`: it shows a page.
   */
  endSession: z.enum(["absent", "returns", "stays"]).default("absent"),
  /**
   * Confirmed: people who never paid have status 0, and by default only active members can log in.
   * Unknown: whether an option of NATS lets them log in. The demo does, to show their page.
   */
  letNeverJoinedIn: z.boolean().default(false),
  /** Look-alike only: every member has a one-click login button, not just the demo members. */
  showAllMembers: z.boolean().default(false),

  // ---- Token endpoint ----

  /**
   * Inferred: HTTP Basic, percent-encoded or raw. Versions of Apache's module have sent either.
   * Unknown: whether NATS understands both.
   */
  basicEncoding: z.enum(["both", "encoded", "raw"]).default("both"),
  /** Unknown: whether the credentials may be in the body. */
  clientSecretPost: z.enum(["refused", "accepted"]).default("refused"),
  /** Unknown: lifetime of an authorization code in seconds. */
  codeLifetimeSeconds: z.number().positive().default(60),
  /** Unknown: whether expires_in is a string. Apache's module ignores a string without an error. */
  expiresInAsString: z.boolean().default(false),
  /**
   * Inferred: `aud` contains the whole client id, because Apache's module demands it.
   * Unknown: its form. `arrayWithOther` adds `azp`. `split` lists the Site IDs one by one, which
   * contradicts the inference.
   */
  audForm: z.enum(["joined", "array", "arrayWithOther", "arrayWithOtherNoAzp", "split"]).default("joined"),
  /** Unknown: whether the id_token contains the username, too. */
  idTokenContents: z.enum(["minimal", "withUsername"]).default("minimal"),
  /**
   * Unknown: the answer to an IP address that is not listed. `forbidden`: 403 with plain text.
   * `invalidClient`: 401 with an OAuth error. `htmlPage`: 200 with a web page.
   */
  ipRefusal: z.enum(["forbidden", "invalidClient", "htmlPage"]).default("forbidden"),
  /** Unknown: whether MEMBER_OPENID_SECURE_IPS also guards userinfo. */
  ipGuards: z.enum(["tokenAndUserinfo", "token"]).default("tokenAndUserinfo"),

  // ---- Userinfo ----

  /** Confirmed: NATS has an option to sign userinfo, with RS256. Unknown: its name. */
  signUserinfo: z.boolean().default(false),
  /** Unknown: whether signed userinfo contains `iss` and `aud`. */
  userinfoJwtIssAud: z.boolean().default(true),
  /** Unknown: types of claims. Strings are likely: NATS's REST interface sends only strings. */
  valueTypes: z.enum(["strings", "numbers"]).default("strings"),
  /**
   * Confirmed: `trial` is 0 for full members. Inferred: 1 for trial members. Unknown: other values.
   * This is the value for trial members; null leaves the claim out.
   */
  trialValue: z.string().nullable().default("1"),
  /** Inferred: `sub` is a string. Unknown: its value. */
  subForm: z.enum(["memberId", "opaque", "username"]).default("memberId"),
  /** Confirmed: the values 1 and 2. Inferred: the name of the claim. Null leaves the claim out. */
  statusClaim: z.string().nullable().default("status"),
  /** Confirmed: NATS can send the e-mail address. Unknown: the claim's name and its option. */
  emailClaim: z.enum(["withBaseInfo", "absent"]).default("withBaseInfo"),
  /** Unknown: whether userinfo shows later changes of the member, or the facts of the login. */
  userinfoLive: z.enum(["live", "frozen"]).default("live"),
  /**
   * Unknown: userinfo of a member who may no longer log in or was deleted. `refused`: 401.
   * `status2`: 200 with status 2. `stale`: 200 with the facts of the login.
   */
  userinfoAfterExpiry: z.enum(["refused", "status2", "stale"]).default("refused"),

  // ---- Other ----

  /**
   * Confirmed: NATS's "Upgrade Approval URL", where an upgrade leads. The look-alike uses it after
   * join and renewal, too. Empty: it shows a page instead.
   */
  approvalUrl: z.string().default(""),
  /**
   * Confirmed: NATS's "Management URL" (Site User Management), to which it posts each change of a
   * member. Unknown: the type of the body (here a form), whether a query in the address is kept
   * (here it is), retries (here none). Look-alike only: it posts to this machine alone. Empty: off.
   */
  managementUrl: z.string().default(""),
  /** Look-alike only: all OpenID endpoints respond 503. */
  down: z.boolean().default(false),
});

/** The value of every switch. They are read at each request, so a change takes effect at once. */
export type Switches = z.infer<typeof switchesSchema>;

/** Returns the defaults with `changes` applied. Throws ZodError if a change is invalid. */
export function startSwitches(changes: Partial<Switches> = {}): Switches {
  return switchesSchema.parse(changes);
}

/** Changes switches in place. Throws ZodError if a change is invalid, and then changes nothing. */
export function changeSwitches(switches: Switches, changes: unknown): void {
  const patch = z.record(z.string(), z.unknown()).parse(changes);
  Object.assign(switches, switchesSchema.parse({ ...switches, ...patch }));
}
