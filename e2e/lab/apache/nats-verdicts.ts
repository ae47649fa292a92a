/** Verdicts on what a real NATS may do: the switches, all kinds of members, and unusual claims. */
import type { Switches } from "../../nats/server";
import { type Row, stoppedAtNats, type Verdict } from "./verdicts";

const bothIn: Verdict = { apache: "in", product: "in" };
const rejected: Verdict = { apache: "invalid_client", product: "client_rejected" };
const notListed: Verdict = { apache: "JSON parsing", product: "not_listed" };
const otherAddress = "10.0.0.1";

const natsWith = (switches: Partial<Switches>, verdict: Verdict): Row => ({
  name: `NATS with ${JSON.stringify(switches)}`,
  switches,
  ...verdict,
});

const switchRows: Row[] = [
  natsWith({ issuerForm: "trailingSlash" }, bothIn),
  natsWith({ issuerForm: "path" }, bothIn),
  natsWith(
    { issuerForm: "otherHost" },
    { apache: "in", product: "bad_metadata", stricter: "accepted if OIDC_PROVIDER_ISSUER names it" },
  ),
  natsWith({ tokenEndpointAuthMethods: ["client_secret_basic", "client_secret_post"] }, bothIn),
  natsWith({ tokenEndpointAuthMethods: ["client_secret_post"], clientSecretPost: "accepted" }, bothIn),
  natsWith({ tokenEndpointAuthMethods: ["client_secret_post"] }, rejected),
  natsWith(
    { tokenEndpointAuthMethods: ["none"] },
    { apache: "invalid_client", product: "in", laxer: "NATS demands the secret; Apache sends none" },
  ),
  natsWith({ basicEncoding: "encoded" }, bothIn),
  natsWith({ basicEncoding: "raw" }, rejected),
  natsWith({ MEMBER_OPENID_CLIENT_SECRET: "another" }, rejected),
  natsWith({ contentTypes: "html" }, bothIn),
  { ...natsWith({ signUserinfo: true, contentTypes: "html" }, bothIn), requireSigned: true },
  { ...natsWith({ signUserinfo: true, contentTypes: "jwtAsJson" }, bothIn), requireSigned: true },
  { ...natsWith({ signUserinfo: true, userinfoJwtIssAud: false }, bothIn), requireSigned: true },
  natsWith({ clockSkewSeconds: 500 }, bothIn),
  natsWith({ clockSkewSeconds: -500 }, bothIn),
  natsWith({ clockSkewSeconds: -700 }, { apache: "JWT expired", product: "clock" }),
  natsWith({ pkce: "enforced" }, bothIn),
  natsWith(
    { pkce: "error" },
    {
      apache: "in",
      product: "provider_error",
      stricter: "Apache sends no code_challenge; set OIDC_PKCE_METHOD to none",
    },
  ),
  natsWith({ expiresInAsString: true }, bothIn),
  natsWith({ audForm: "array" }, bothIn),
  natsWith({ audForm: "arrayWithOther" }, bothIn),
  natsWith(
    { audForm: "arrayWithOtherNoAzp" },
    { apache: "in", product: "bad_token", stricter: "several audiences need azp (OpenID Connect Core 3.1.3.7)" },
  ),
  natsWith({ audForm: "split" }, { apache: "could not be found in the array", product: "bad_token" }),
  natsWith({ idTokenContents: "withUsername" }, bothIn),
  natsWith({ valueTypes: "numbers" }, bothIn),
  natsWith({ subForm: "opaque" }, bothIn),
  natsWith({ MEMBER_OPENID_BASE_INFO: false }, bothIn),
  natsWith({ MEMBER_OPENID_DYNAMIC_DOMAIN: true }, bothIn),
  natsWith({ MEMBER_OPENID_SECURE_IPS: otherAddress }, notListed),
  natsWith({ MEMBER_OPENID_SECURE_IPS: otherAddress, ipRefusal: "htmlPage" }, notListed),
  natsWith({ MEMBER_OPENID_SECURE_IPS: otherAddress, ipRefusal: "invalidClient" }, rejected),
  natsWith({ sites: ["1"] }, { apache: stoppedAtNats, product: stoppedAtNats }),
  natsWith({ MEMBER_OPENID_SIGNING_KEY_ID: "" }, { apache: stoppedAtNats, product: stoppedAtNats }),
  natsWith({ ENABLE_MEMBER_OPENID: false }, { apache: "could not retrieve metadata", product: "provider_unreachable" }),
  natsWith({ down: true }, { apache: "could not retrieve metadata", product: "provider_unreachable" }),
];

const memberRows: Row[] = [
  { name: "a full member (fiona)", ...bothIn },
  { name: "a full member (fiona) in the full section", gate: "full", ...bothIn },
  { name: "a trial member (tom)", member: "tom", ...bothIn },
  {
    name: "a trial member (tom) in the full section",
    member: "tom",
    gate: "full",
    apache: "authorization failure",
    product: "trial",
  },
  { name: "a member without the trial claim (uma)", member: "uma", ...bothIn },
  {
    name: "a member without the trial claim (uma) in the full section",
    member: "uma",
    gate: "full",
    apache: "authorization failure",
    product: "unknown",
  },
  { name: "a member with a non-ASCII username (zoe)", member: "zoe", switches: { showAllMembers: true }, ...bothIn },
  {
    name: "an expired member (eddie) who may log in at NATS",
    member: "eddie",
    switches: { MEMBER_OPENID_EXPIRED_LOGIN: true },
    apache: "in",
    product: "expired",
    stricter: "validUser demands an active membership; Apache needs Require claim status:1",
  },
  {
    name: "a member who never paid (nina) and may log in at NATS",
    member: "nina",
    switches: { letNeverJoinedIn: true },
    apache: "in",
    product: "never_joined",
    stricter: "validUser demands an active membership; Apache needs Require claim status:1",
  },
  {
    name: "a full member (fiona) whose id_token says trial, in the full section",
    faults: { idToken: { set: { trial: "1" } } },
    gate: "full",
    apache: "authorization failure",
    product: "in",
    laxer: "userinfo overrides the id_token, as in Apache's OIDC_CLAIM_ variables but not its Require",
  },
  {
    name: "a trial member (tom) whose id_token says full, in the full section",
    faults: { idToken: { set: { trial: "0" } } },
    member: "tom",
    gate: "full",
    apache: "in",
    product: "trial",
    stricter: "userinfo overrides the id_token, as in Apache's OIDC_CLAIM_ variables but not its Require",
  },
];

const onlyZeroIsFull = 'only "0" and 0 mean full; NATS sends an array or spaces only by mistake';

/** `Require claim trial:0` with different values of the claim. */
const trialRows: Row[] = (
  [
    ["0", "in", "in"],
    [0, "in", "in"],
    ["1", "authorization failure", "trial"],
    [1, "authorization failure", "trial"],
    ["2", "authorization failure", "unknown"],
    ["", "authorization failure", "unknown"],
    ["00", "authorization failure", "unknown"],
    ["-0", "authorization failure", "unknown"],
    [0.5, "authorization failure", "unknown"],
    [false, "authorization failure", "unknown"],
    [null, "authorization failure", "unknown"],
    [{ "0": "0" }, "authorization failure", "unknown"],
    [["0"], "in", "unknown", onlyZeroIsFull],
    [["1", 0], "in", "unknown", onlyZeroIsFull],
    [" 0", "in", "unknown", onlyZeroIsFull],
    ["0\n", "in", "unknown", onlyZeroIsFull],
  ] satisfies [unknown, string, string, string?][]
).map(([trial, apache, product, stricter]) => ({
  name: `trial ${JSON.stringify(trial)} in the full section`,
  gate: "full" as const,
  claims: { trial },
  apache,
  product,
  ...(stricter === undefined ? {} : { stricter }),
}));

/** All rows of this file. */
export const natsRows: Row[] = [...switchRows, ...memberRows, ...trialRows];
