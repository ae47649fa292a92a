/** Verdicts on id_tokens that are wrong or forged. */
import type { JwtFault } from "../../nats/server";
import type { Row, Verdict } from "./verdicts";

const hourSeconds = 3600;
const now = Math.floor(Date.now() / 1000);
const bothIn: Verdict = { apache: "in", product: "in" };

const idToken = (name: string, fault: JwtFault, verdict: Verdict): Row => ({
  name: `id_token ${name}`,
  faults: { idToken: fault },
  ...verdict,
});

const rs256Only = "the recipe names RS256 only; Apache accepts any algorithm that fits the key";

/** All rows of this file. */
export const idTokenRows: Row[] = [
  idToken(
    "signed with another key",
    { wrongKey: true },
    { apache: "signature could not be validated", product: "bad_token" },
  ),
  idToken(
    "with alg none",
    { alg: "none" },
    { apache: "in", product: "bad_token", stricter: "an unsigned token proves nothing; Apache trusts the connection" },
  ),
  idToken(
    "with alg HS256 and the public key as the secret",
    { alg: "HS256" },
    { apache: "could not find key", product: "bad_token" },
  ),
  idToken("with alg RS512", { alg: "RS512" }, { apache: "in", product: "bad_token", stricter: rs256Only }),
  idToken("with alg PS256", { alg: "PS256" }, { apache: "in", product: "bad_token", stricter: rs256Only }),
  idToken("with an unknown kid", { header: { kid: "x" } }, { apache: "could not find key", product: "bad_token" }),
  idToken("without kid", { removeHeader: ["kid"] }, bothIn),
  idToken("without typ", { removeHeader: ["typ"] }, bothIn),
  idToken("with another iss", { set: { iss: "https://evil.test" } }, { apache: '"iss" value', product: "bad_token" }),
  idToken("without iss", { remove: ["iss"] }, { apache: '"iss" string', product: "bad_token" }),
  idToken("with another aud", { set: { aud: "9" } }, { apache: '"aud" claim value', product: "bad_token" }),
  idToken(
    "with only one of the two Site IDs as aud",
    { set: { aud: "1" } },
    { apache: '"aud" claim value', product: "bad_token" },
  ),
  idToken("without aud", { remove: ["aud"] }, { apache: '"aud" claim', product: "bad_token" }),
  idToken("with another azp", { set: { azp: "9" } }, { apache: '"azp" claim', product: "bad_token" }),
  idToken("without nonce", { remove: ["nonce"] }, { apache: '"nonce" string', product: "bad_token" }),
  idToken("with another nonce", { set: { nonce: "x" } }, { apache: "the nonce value", product: "bad_token" }),
  idToken(
    "that expired 10 seconds ago",
    { expOffset: -10 },
    { apache: "JWT expired", product: "in", laxer: "the product tolerates 60 seconds of clock difference" },
  ),
  idToken("that expired 10 minutes ago", { expOffset: -600 }, { apache: "JWT expired", product: "clock" }),
  idToken("without exp", { remove: ["exp"] }, { apache: '"exp" number', product: "bad_token" }),
  idToken(
    "with exp as text",
    { set: { exp: String(now + hourSeconds) } },
    { apache: '"exp" number', product: "bad_token" },
  ),
  idToken("with exp 1e300", { set: { exp: 1e300 } }, { apache: "JWT expired", product: "bad_token" }),
  idToken("without iat", { remove: ["iat"] }, { apache: '"iat" number', product: "bad_token" }),
  idToken(
    "issued 11 minutes in the future",
    { iatOffset: 660 },
    { apache: "600 seconds in the future", product: "clock" },
  ),
  idToken("issued 11 minutes ago", { iatOffset: -660 }, { apache: "600 seconds ago", product: "clock" }),
  idToken(
    "that is not valid yet (nbf)",
    { set: { nbf: now + hourSeconds } },
    { apache: "in", product: "clock", stricter: "Apache ignores nbf" },
  ),
  idToken("without sub", { remove: ["sub"] }, { apache: '"sub" string', product: "bad_token" }),
  idToken("with sub as a number", { set: { sub: 71 } }, { apache: '"sub" string', product: "bad_token" }),
  idToken("with another sub", { set: { sub: "999" } }, { apache: 'claim ("71") returned', product: "bad_userinfo" }),
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
      laxer: "c_hash does not belong to the code flow; PKCE and nonce bind the code",
    },
  ),
  idToken("with a fractional exp", { set: { exp: now + hourSeconds + 0.5 } }, bothIn),
];
