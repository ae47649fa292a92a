/** The verdict table for what a real NATS may well do: every switch that a members area notices, members of every kind, odd flags. */
import type { Switches } from "../../nats/server";
import { type Row, stoppedAtNats } from "./verdicts";

type Verdict = Pick<Row, "apache" | "product" | "stricter" | "laxer">;

const both: Verdict = { apache: "in", product: "in" };
const rejected: Verdict = { apache: "invalid_client", product: "client_rejected" };
const notListed: Verdict = { apache: "JSON parsing", product: "not_listed" };
const elsewhere = "10.0.0.1";

const nats = (switches: Partial<Switches>, verdict: Verdict): Row => ({
  name: `NATS with ${JSON.stringify(switches)}`,
  switches,
  ...verdict,
});

const switchRows: Row[] = [
  nats({ issuerForm: "trailingSlash" }, both),
  nats({ issuerForm: "path" }, both),
  nats(
    { issuerForm: "otherHost" },
    { apache: "in", product: "bad_metadata", stricter: "until OIDC_PROVIDER_ISSUER names it" },
  ),
  nats({ tokenEndpointAuthMethods: ["client_secret_basic", "client_secret_post"] }, both),
  nats({ tokenEndpointAuthMethods: ["client_secret_post"], clientSecretPost: "accepted" }, both),
  nats({ tokenEndpointAuthMethods: ["client_secret_post"] }, rejected),
  nats(
    { tokenEndpointAuthMethods: ["none"] },
    { apache: "invalid_client", product: "in", laxer: "Apache sends no secret at all; NATS wants it, so we send it" },
  ),
  nats({ basicEncoding: "encoded" }, both),
  nats({ basicEncoding: "raw" }, rejected),
  nats({ MEMBER_OPENID_CLIENT_SECRET: "another" }, rejected),
  nats({ contentTypes: "html" }, both),
  { ...nats({ signUserinfo: true, contentTypes: "html" }, both), requireSigned: true },
  { ...nats({ signUserinfo: true, contentTypes: "jwtAsJson" }, both), requireSigned: true },
  { ...nats({ signUserinfo: true, userinfoJwtIssAud: false }, both), requireSigned: true },
  nats({ clockSkewSeconds: 500 }, both),
  nats({ clockSkewSeconds: -500 }, both),
  nats({ clockSkewSeconds: -700 }, { apache: "JWT expired", product: "clock" }),
  nats({ pkce: "enforced" }, both),
  nats(
    { pkce: "error" },
    {
      apache: "in",
      product: "provider_error",
      stricter: "Apache sends no challenge; OIDC_PKCE_METHOD none is the cure",
    },
  ),
  nats({ expiresInAsString: true }, both),
  nats({ audForm: "array" }, both),
  nats({ audForm: "arrayWithOther" }, both),
  nats(
    { audForm: "arrayWithOtherNoAzp" },
    { apache: "in", product: "bad_token", stricter: "several audiences need azp (OpenID Connect Core 3.1.3.7)" },
  ),
  nats({ audForm: "split" }, { apache: "could not be found in the array", product: "bad_token" }),
  nats({ idTokenContents: "withUsername" }, both),
  nats({ valueTypes: "numbers" }, both),
  nats({ subForm: "opaque" }, both),
  nats({ MEMBER_OPENID_BASE_INFO: false }, both),
  nats({ MEMBER_OPENID_DYNAMIC_DOMAIN: true }, both),
  nats({ MEMBER_OPENID_SECURE_IPS: elsewhere }, notListed),
  nats({ MEMBER_OPENID_SECURE_IPS: elsewhere, ipRefusal: "htmlPage" }, notListed),
  nats({ MEMBER_OPENID_SECURE_IPS: elsewhere, ipRefusal: "invalidClient" }, rejected),
  nats({ sites: ["1"] }, { apache: stoppedAtNats, product: stoppedAtNats }),
  nats({ MEMBER_OPENID_SIGNING_KEY_ID: "" }, { apache: stoppedAtNats, product: stoppedAtNats }),
  nats({ ENABLE_MEMBER_OPENID: false }, { apache: "could not retrieve metadata", product: "provider_unreachable" }),
  nats({ down: true }, { apache: "could not retrieve metadata", product: "provider_unreachable" }),
];

const memberRows: Row[] = [
  { name: "fiona, full", ...both },
  { name: "fiona, full, in the full section", gate: "full", ...both },
  { name: "tom, trial", member: "tom", ...both },
  {
    name: "tom, trial, in the full section",
    member: "tom",
    gate: "full",
    apache: "authorization failure",
    product: "trial",
  },
  { name: "uma, no trial flag", member: "uma", ...both },
  {
    name: "uma, no trial flag, in the full section",
    member: "uma",
    gate: "full",
    apache: "authorization failure",
    product: "unknown",
  },
  { name: "zoe, a name beyond ASCII", member: "zoe", switches: { showAllMembers: true }, ...both },
  {
    name: "eddie, expired, let in by NATS",
    member: "eddie",
    switches: { MEMBER_OPENID_EXPIRED_LOGIN: true },
    apache: "in",
    product: "expired",
    stricter: "valid-user means an active member; Apache would need Require claim status:1",
  },
  {
    name: "nina, never paid, let in by NATS",
    member: "nina",
    switches: { letNeverJoinedIn: true },
    apache: "in",
    product: "never_joined",
    stricter: "valid-user means an active member; Apache would need Require claim status:1",
  },
  {
    name: "fiona, trial by the id_token, in the full section",
    faults: { idToken: { set: { trial: "1" } } },
    gate: "full",
    apache: "authorization failure",
    product: "in",
    laxer: "userinfo wins, as in Apache's OIDC_CLAIM_ variables; its gate alone believes the id_token",
  },
  {
    name: "tom, full by the id_token, in the full section",
    faults: { idToken: { set: { trial: "0" } } },
    member: "tom",
    gate: "full",
    apache: "in",
    product: "trial",
    stricter: "userinfo wins, as in Apache's OIDC_CLAIM_ variables; its gate alone believes the id_token",
  },
];

const odd = 'only the one value "0" (or 0) is full: a list or stray blanks are a mistake of NATS, not a membership';

/** `Require claim trial:0`, value by value. */
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
    [["0"], "in", "unknown", odd],
    [["1", 0], "in", "unknown", odd],
    [" 0", "in", "unknown", odd],
    ["0\n", "in", "unknown", odd],
  ] satisfies [unknown, string, string, string?][]
).map(([trial, apache, product, stricter]) => ({
  name: `trial ${JSON.stringify(trial)} in the full section`,
  gate: "full" as const,
  claims: { trial },
  apache,
  product,
  ...(stricter === undefined ? {} : { stricter }),
}));

/** All rows about NATS as it may be. */
export const natsRows: Row[] = [...switchRows, ...memberRows, ...trialRows];
