/** Verdicts on userinfo responses that are wrong or forged. */
import type { FaultTable, JwtFault } from "../../nats/server";
import type { Row, Verdict } from "./verdicts";

const hourSeconds = 3600;
const now = Math.floor(Date.now() / 1000);
const bothIn: Verdict = { apache: "in", product: "in" };

const userinfo = (name: string, fault: NonNullable<FaultTable["userinfo"]>, verdict: Verdict): Row => ({
  name: `userinfo ${name}`,
  faults: { userinfo: fault },
  ...verdict,
});

const signedUserinfo = (name: string, fault: JwtFault, verdict: Verdict): Row => ({
  name: `signed userinfo (required) ${name}`,
  requireSigned: true,
  faults: { userinfo: { signed: true, ...fault } },
  ...verdict,
});

/** All rows of this file. */
export const userinfoRows: Row[] = [
  userinfo("with another sub", { set: { sub: "999" } }, { apache: '"sub" claim ("999")', product: "bad_userinfo" }),
  userinfo("without sub", { remove: ["sub"] }, { apache: 'mandatory claim ("sub")', product: "bad_userinfo" }),
  userinfo(
    "without username",
    { remove: ["username"] },
    { apache: "remote user could not be", product: "no_username" },
  ),
  userinfo(
    "with a number as username",
    { set: { username: 7 } },
    { apache: "remote user could not be", product: "in", laxer: "PHP sends numbers as numbers; it becomes text" },
  ),
  userinfo(
    "with an empty username",
    { set: { username: "" } },
    { apache: "in", product: "no_username", stricter: "an empty username identifies no member" },
  ),
  userinfo("that is an array", { body: "[]" }, { apache: "did not contain a JSON object", product: "bad_userinfo" }),
  userinfo("that is a web page", { body: "<p>" }, { apache: "JSON parsing", product: "bad_userinfo" }),
  userinfo("with status 401", { status: 401 }, { apache: "JSON parsing", product: "bad_userinfo" }),
  userinfo(
    "with status 500 and valid claims",
    { status: 500, body: '{"sub":"71","username":"fiona","trial":"0"}' },
    { apache: "in", product: "provider_unreachable", stricter: "the status reports a failure; Apache ignores it" },
  ),
  userinfo("that redirects", { redirectTo: "/elsewhere" }, { apache: "JSON parsing", product: "provider_unreachable" }),
  userinfo(
    "with an error field and claims",
    { set: { error: "x" } },
    { apache: 'contained an "error" entry', product: "bad_userinfo" },
  ),
  userinfo(
    "signed although not required",
    { signed: true },
    { apache: "JSON parsing", product: "in", laxer: "the product verifies it; Apache expects JSON" },
  ),
  userinfo(
    "signed although not required, with another key",
    { signed: true, wrongKey: true },
    {
      apache: "JSON parsing",
      product: "bad_userinfo",
    },
  ),
  {
    name: "unsigned userinfo although signing is required",
    requireSigned: true,
    apache: "oidc_jwt_parse",
    product: "bad_userinfo",
  },
  signedUserinfo("with another key", { wrongKey: true }, { apache: "verification failed", product: "bad_userinfo" }),
  signedUserinfo("with alg none", { alg: "none" }, { apache: "none != RS256", product: "bad_userinfo" }),
  signedUserinfo(
    "with alg HS256 and the public key as the secret",
    { alg: "HS256" },
    { apache: "HS256 != RS256", product: "bad_userinfo" },
  ),
  signedUserinfo("with alg RS512", { alg: "RS512" }, { apache: "RS512 != RS256", product: "bad_userinfo" }),
  signedUserinfo(
    "with an unknown kid",
    { header: { kid: "x" } },
    { apache: "could not find key", product: "bad_userinfo" },
  ),
  signedUserinfo("without iss and aud", { remove: ["iss", "aud"] }, bothIn),
  signedUserinfo(
    "with another sub",
    { set: { sub: "999" } },
    { apache: '"sub" claim ("999")', product: "bad_userinfo" },
  ),
  signedUserinfo(
    "without username",
    { remove: ["username"] },
    { apache: "remote user could not be", product: "no_username" },
  ),
  ...(
    [
      ["with another iss", { set: { iss: "https://evil.test" } }],
      ["with another aud", { set: { aud: "9" } }],
      ["that has expired", { expOffset: -600 }],
      ["that is not valid yet (nbf)", { set: { nbf: now + hourSeconds } }],
    ] satisfies [string, JwtFault][]
  ).map(([name, fault]) =>
    signedUserinfo(name, fault, {
      apache: "in",
      product: "bad_userinfo",
      stricter: "Apache checks only the signature",
    }),
  ),
];
