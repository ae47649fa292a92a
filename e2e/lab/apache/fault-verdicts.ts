/** The verdict table for what no honest NATS sends: planted faults, each asked of Apache and of our product. */
import type { FaultTable, JwtFault } from "../../nats/server";
import type { Row } from "./verdicts";

type Verdict = Pick<Row, "apache" | "product" | "stricter" | "laxer">;

const hour = 3600;
const now = Math.floor(Date.now() / 1000);
const both: Verdict = { apache: "in", product: "in" };

const idToken = (name: string, fault: JwtFault, verdict: Verdict): Row => ({
  name: `id_token ${name}`,
  faults: { idToken: fault },
  ...verdict,
});
const userinfo = (name: string, fault: NonNullable<FaultTable["userinfo"]>, verdict: Verdict): Row => ({
  name: `userinfo ${name}`,
  faults: { userinfo: fault },
  ...verdict,
});
const signed = (name: string, fault: JwtFault, verdict: Verdict): Row => ({
  name: `userinfo, signing required, ${name}`,
  requireSigned: true,
  faults: { userinfo: { signed: true, ...fault } },
  ...verdict,
});
const at = <N extends keyof FaultTable>(
  name: N,
  what: string,
  fault: NonNullable<FaultTable[N]>,
  verdict: Verdict,
): Row => ({
  name: `${name} ${what}`,
  faults: { [name]: fault },
  ...verdict,
});
const rs256Only = "RS256 alone, the one the recipe names; Apache takes any algorithm the key allows";

const idTokenRows: Row[] = [
  idToken("by another key", { wrongKey: true }, { apache: "signature could not be validated", product: "bad_token" }),
  idToken(
    "by alg none",
    { alg: "none" },
    { apache: "in", product: "bad_token", stricter: "an unsigned token proves nothing; Apache trusts the connection" },
  ),
  idToken("with a MAC by the public key", { alg: "HS256" }, { apache: "could not find key", product: "bad_token" }),
  idToken("by RS512", { alg: "RS512" }, { apache: "in", product: "bad_token", stricter: rs256Only }),
  idToken("by PS256", { alg: "PS256" }, { apache: "in", product: "bad_token", stricter: rs256Only }),
  idToken("of an unknown kid", { header: { kid: "x" } }, { apache: "could not find key", product: "bad_token" }),
  idToken("without kid", { removeHeader: ["kid"] }, both),
  idToken("without typ", { removeHeader: ["typ"] }, both),
  idToken("of another iss", { set: { iss: "https://evil.test" } }, { apache: '"iss" value', product: "bad_token" }),
  idToken("without iss", { remove: ["iss"] }, { apache: '"iss" string', product: "bad_token" }),
  idToken("of another aud", { set: { aud: "9" } }, { apache: '"aud" claim value', product: "bad_token" }),
  idToken("of half the aud", { set: { aud: "1" } }, { apache: '"aud" claim value', product: "bad_token" }),
  idToken("without aud", { remove: ["aud"] }, { apache: '"aud" claim', product: "bad_token" }),
  idToken("of another azp", { set: { azp: "9" } }, { apache: '"azp" claim', product: "bad_token" }),
  idToken("without nonce", { remove: ["nonce"] }, { apache: '"nonce" string', product: "bad_token" }),
  idToken("of another nonce", { set: { nonce: "x" } }, { apache: "the nonce value", product: "bad_token" }),
  idToken(
    "10 seconds past exp",
    { expOffset: -10 },
    { apache: "JWT expired", product: "in", laxer: "60 seconds of clock difference are forgiven" },
  ),
  idToken("10 minutes past exp", { expOffset: -600 }, { apache: "JWT expired", product: "clock" }),
  idToken("without exp", { remove: ["exp"] }, { apache: '"exp" number', product: "bad_token" }),
  idToken("with exp as text", { set: { exp: String(now + hour) } }, { apache: '"exp" number', product: "bad_token" }),
  idToken("with exp 1e300", { set: { exp: 1e300 } }, { apache: "JWT expired", product: "bad_token" }),
  idToken("without iat", { remove: ["iat"] }, { apache: '"iat" number', product: "bad_token" }),
  idToken("11 minutes ahead", { iatOffset: 660 }, { apache: "600 seconds in the future", product: "clock" }),
  idToken("11 minutes old", { iatOffset: -660 }, { apache: "600 seconds ago", product: "clock" }),
  idToken(
    "not yet valid (nbf)",
    { set: { nbf: now + hour } },
    { apache: "in", product: "clock", stricter: "Apache does not read nbf" },
  ),
  idToken("without sub", { remove: ["sub"] }, { apache: '"sub" string', product: "bad_token" }),
  idToken("with sub as a number", { set: { sub: 71 } }, { apache: '"sub" string', product: "bad_token" }),
  idToken("of another sub", { set: { sub: "999" } }, { apache: 'claim ("71") returned', product: "bad_userinfo" }),
  idToken(
    "with a wrong at_hash",
    { set: { at_hash: "AAAAAAAAAAAAAAAAAAAAAA" } },
    { apache: '"at_hash" hash value', product: "bad_token" },
  ),
  idToken(
    "with a wrong c_hash",
    { set: { c_hash: "AAAAAAAAAAAAAAAAAAAAAA" } },
    {
      apache: '"c_hash" hash value',
      product: "in",
      laxer: "not a claim of the code flow; PKCE and nonce bind the code",
    },
  ),
  idToken("with a fraction in exp", { set: { exp: now + hour + 0.5 } }, { apache: "in", product: "in" }),
];

const userinfoRows: Row[] = [
  userinfo("of another sub", { set: { sub: "999" } }, { apache: '"sub" claim ("999")', product: "bad_userinfo" }),
  userinfo("without sub", { remove: ["sub"] }, { apache: 'mandatory claim ("sub")', product: "bad_userinfo" }),
  userinfo(
    "without username",
    { remove: ["username"] },
    { apache: "remote user could not be", product: "no_username" },
  ),
  userinfo("with username 7", { set: { username: 7 } }, { apache: "remote user could not be", product: "no_username" }),
  userinfo(
    "with an empty username",
    { set: { username: "" } },
    { apache: "in", product: "no_username", stricter: "a member without a name is nobody" },
  ),
  userinfo("that is a list", { body: "[]" }, { apache: "did not contain a JSON object", product: "bad_userinfo" }),
  userinfo("that is a web page", { body: "<p>" }, { apache: "JSON parsing", product: "bad_userinfo" }),
  userinfo("answered 401", { status: 401 }, { apache: "JSON parsing", product: "bad_userinfo" }),
  userinfo(
    "answered 500 with good claims",
    { status: 500, body: '{"sub":"71","username":"fiona","trial":"0"}' },
    { apache: "in", product: "provider_unreachable", stricter: "a failing answer is no answer; Apache ignores status" },
  ),
  userinfo("redirected", { redirectTo: "/elsewhere" }, { apache: "JSON parsing", product: "provider_unreachable" }),
  userinfo(
    "with an error beside the claims",
    { set: { error: "x" } },
    { apache: 'contained an "error" entry', product: "bad_userinfo" },
  ),
  userinfo(
    "signed, unasked",
    { signed: true },
    { apache: "JSON parsing", product: "in", laxer: "the signature is verified; Apache cannot read it" },
  ),
  userinfo(
    "signed, unasked, by another key",
    { signed: true, wrongKey: true },
    {
      apache: "JSON parsing",
      product: "bad_userinfo",
    },
  ),
  {
    name: "userinfo, signing required, unsigned",
    requireSigned: true,
    apache: "oidc_jwt_parse",
    product: "bad_userinfo",
  },
  signed("by another key", { wrongKey: true }, { apache: "verification failed", product: "bad_userinfo" }),
  signed("by alg none", { alg: "none" }, { apache: "none != RS256", product: "bad_userinfo" }),
  signed("with a MAC by the public key", { alg: "HS256" }, { apache: "HS256 != RS256", product: "bad_userinfo" }),
  signed("by RS512", { alg: "RS512" }, { apache: "RS512 != RS256", product: "bad_userinfo" }),
  signed("of an unknown kid", { header: { kid: "x" } }, { apache: "could not find key", product: "bad_userinfo" }),
  signed("without iss and aud", { remove: ["iss", "aud"] }, both),
  signed("of another sub", { set: { sub: "999" } }, { apache: '"sub" claim ("999")', product: "bad_userinfo" }),
  signed("without username", { remove: ["username"] }, { apache: "remote user could not be", product: "no_username" }),
  ...(
    [
      ["of another iss", { set: { iss: "https://evil.test" } }],
      ["of another aud", { set: { aud: "9" } }],
      ["past exp", { expOffset: -600 }],
      ["not yet valid (nbf)", { set: { nbf: now + hour } }],
    ] satisfies [string, JwtFault][]
  ).map(([name, fault]) =>
    signed(name, fault, { apache: "in", product: "bad_userinfo", stricter: "Apache reads nothing but the signature" }),
  ),
];

const answerRows: Row[] = [
  at("token", "without id_token", { remove: ["id_token"] }, { apache: '"id_token" parameter', product: "bad_token" }),
  at("token", "without access_token", { remove: ["access_token"] }, { apache: '"access_token"', product: "bad_token" }),
  at("token", "of type mac", { set: { token_type: "mac" } }, { apache: 'token_type is "mac"', product: "bad_token" }),
  at("token", "of type bearer", { set: { token_type: "bearer" } }, both),
  at("token", "without expires_in", { remove: ["expires_in"] }, both),
  at(
    "token",
    "with an error beside the tokens",
    { set: { error: "x" } },
    { apache: 'contained an "error" entry', product: "bad_token" },
  ),
  at("token", "that is a web page", { body: "<p>" }, { apache: "JSON parsing", product: "not_listed" }),
  at("token", "answered 500", { status: 500 }, { apache: "JSON parsing", product: "provider_unreachable" }),
  at("token", "cut off", { reset: true }, { apache: "curl_easy_perform", product: "provider_unreachable" }),
  at(
    "callback",
    "of another state",
    { set: { state: "x" } },
    { apache: 'no "mod_auth_openidc_state_x"', product: "bad_callback" },
  ),
  at("callback", "without state", { remove: ["state"] }, { apache: "invalid request", product: "bad_callback" }),
  at("callback", "of another code", { set: { code: "x" } }, { apache: "invalid_grant", product: "code_rejected" }),
  at(
    "callback",
    "of another iss",
    { set: { iss: "https://evil.test" } },
    { apache: "configured issuer", product: "bad_token" },
  ),
  at(
    "callback",
    "with an error",
    { set: { error: "access_denied" } },
    { apache: "access_denied", product: "cancelled" },
  ),
  at(
    "metadata",
    "of another issuer",
    { set: { issuer: "https://evil.test" } },
    { apache: "requested issuer", product: "bad_metadata" },
  ),
  at("metadata", "without issuer", { remove: ["issuer"] }, { apache: '"issuer" string', product: "bad_metadata" }),
  at(
    "metadata",
    "without jwks_uri",
    { remove: ["jwks_uri"] },
    { apache: "could not find key", product: "bad_metadata" },
  ),
  at(
    "metadata",
    "answered 500",
    { status: 500 },
    { apache: "could not retrieve metadata", product: "provider_unreachable" },
  ),
  at("jwks", "empty", { set: { keys: [] } }, { apache: "could not find key", product: "provider_unreachable" }),
  at("jwks", "answered 500", { status: 500 }, { apache: "JSON parsing", product: "provider_unreachable" }),
];

/** All rows about faults. */
export const faultRows: Row[] = [...idTokenRows, ...userinfoRows, ...answerRows];
