/** The claims of the id_token are checked. The failure tells a wrong token from a wrong clock. */
import { expect, test } from "@playwright/test";
import { codedErrorIn } from "../../lib/failures";
import { verifyIdToken } from "../../lib/nats/id-token";
import { keysOf } from "../../lib/nats/keys";
import { lastGood } from "../../lib/nats/last-good";
import { answering, issuer, metadata, moment, type SigningKey, signed, signingKey, siteWith, without } from "./support";

const good = { iss: issuer, sub: "1048576", aud: "1", exp: moment + 600, iat: moment, nonce: "n-1" };
const expected = { issuer, clientId: "1", nonce: "n-1", accessToken: "access-token", now: moment };

let key: SigningKey;
test.beforeAll(async () => {
  key = await signingKey("k1");
});

/** Verifies an id_token with these claims. Returns "ok" or the code of the failure. */
async function outcome(claims: unknown, changes: Partial<typeof expected> = {}): Promise<string> {
  const site = siteWith({ fetch: answering(() => Response.json({ keys: [key.publicJwk] })).fetch });
  const known = lastGood(
    async () => metadata,
    site.now,
    { fresh: 1, stale: 1, coolDown: 1 },
    () => undefined,
  );
  const jwt = await signed(claims, key.privateKey, { kid: "k1" });
  return verifyIdToken(jwt, keysOf(site, known), { ...expected, ...changes }).then(
    () => "ok",
    (error: unknown) => codedErrorIn(error)?.failure ?? `uncoded: ${error}`,
  );
}

const table: [Record<string, unknown>, string, string][] = [
  [{}, "ok", "a valid token"],
  [{ extra: { deep: [1] }, trial: "0" }, "ok", "with further claims"],
  [{ iss: "https://other.example" }, "bad_token", "another issuer"],
  [{ iss: `${issuer}/` }, "bad_token", "a trailing slash"],
  [{ iss: "https://NATS.example" }, "bad_token", "another case"],
  [{ iss: [issuer] }, "bad_token", "a list"],
  [{ iss: null }, "bad_token", "null"],
  [{ sub: "" }, "bad_token", "an empty subject"],
  [{ sub: 1_048_576 }, "bad_token", "a number as subject"],
  [{ sub: null }, "bad_token", "no subject"],
  [{ sub: ["1048576"] }, "bad_token", "a list as subject"],
  [{ sub: "x".repeat(256) }, "bad_token", "a subject over 255 characters (OpenID Connect Core section 2)"],
  [{ sub: "x".repeat(255) }, "ok", "a subject of 255 characters"],
  [{ aud: ["1"] }, "ok", "the client id in a list"],
  [{ aud: "2" }, "bad_token", "another audience"],
  [{ aud: "11" }, "bad_token", "an audience that begins with the client id"],
  [{ aud: "1,2" }, "bad_token", "a list of Site IDs other than the setting"],
  [{ aud: 1 }, "bad_token", "a number"],
  [{ aud: [] }, "bad_token", "an empty list"],
  [{ aud: [["1"]] }, "bad_token", "a list in a list"],
  [{ aud: null }, "bad_token", "null"],
  [{ aud: { 0: "1" } }, "bad_token", "an object"],
  [{ aud: ["1", "2"] }, "bad_token", "several audiences without azp: stricter than Apache"],
  [{ aud: ["1", "2"], azp: "1" }, "ok", "several audiences, and azp is the client id"],
  [{ aud: ["1", "2"], azp: "2" }, "bad_token", "several audiences, and azp is another client"],
  [{ aud: ["1", "1"], azp: "1" }, "ok", "the client id twice"],
  [{ azp: "1" }, "ok", "azp is the client id"],
  [{ azp: "2" }, "bad_token", "azp is another client"],
  [{ azp: "" }, "bad_token", "an empty azp"],
  [{ azp: 1 }, "bad_token", "azp as a number"],
  [{ nonce: "n-2" }, "bad_token", "another nonce"],
  [{ nonce: "" }, "bad_token", "an empty nonce"],
  [{ nonce: ["n-1"] }, "bad_token", "a list as nonce"],
  [{ exp: moment - 30 }, "ok", "expired 30 seconds ago: clocks differ"],
  [{ exp: moment - 59 }, "ok", "expired 59 seconds ago"],
  [{ exp: moment - 60 }, "clock", "expired a minute ago"],
  [{ exp: moment - 600 }, "clock", "expired ten minutes ago"],
  [{ exp: 0 }, "clock", "expired in 1970"],
  [{ exp: -1 }, "clock", "expired before 1970"],
  [{ exp: 1e300 }, "bad_token", "an absurdly large number"],
  [{ exp: 99_999_999_999 + 1 }, "bad_token", "beyond the year 5138: milliseconds?"],
  [{ exp: `${moment + 600}` }, "bad_token", "text"],
  [{ exp: null }, "bad_token", "null"],
  [{ exp: [moment + 600] }, "bad_token", "a list"],
  [{ iat: moment - 599 }, "ok", "issued nearly ten minutes ago, as Apache allows"],
  [{ iat: moment - 601 }, "clock", "issued over ten minutes ago"],
  [{ iat: moment + 30 }, "ok", "issued in 30 seconds: clocks differ"],
  [{ iat: moment + 601 }, "clock", "issued in over ten minutes"],
  [{ iat: moment - 40_000, exp: moment + 10 }, "clock", "a token of yesterday"],
  [{ iat: 1e300 }, "bad_token", "an absurdly large number"],
  [{ iat: -moment }, "bad_token", "negative"],
  [{ iat: `${moment}` }, "bad_token", "text: malformed, not a clock"],
  [{ at_hash: "EWL0sCxkvtCHXPtg-hVfjw" }, "bad_token", "at_hash of another access token"],
  [{ at_hash: "Pxa-1wifRlPl7yG_0oJNfw" }, "ok", "at_hash of this access token"],
  [{ at_hash: 7 }, "bad_token", "at_hash that is not text"],
  [{ iat: moment + 0.5 }, "ok", "a fraction, which RFC 7519 allows"],
  [{ nbf: moment + 30 }, "ok", "valid in 30 seconds: clocks differ"],
  [{ nbf: moment + 600 }, "clock", "valid in ten minutes"],
  [{ nbf: `${moment}` }, "bad_token", "text: malformed, not a clock"],
];
for (const [index, [changes, wanted, why]] of table.entries()) {
  test(`${index + 1}. ${wanted}: ${why} ${JSON.stringify(changes).slice(0, 60)}`, async () => {
    expect(await outcome({ ...good, ...changes })).toBe(wanted);
  });
}

for (const name of Object.keys(good)) {
  test(`an id_token without ${name} is bad_token, not clock`, async () => {
    expect(await outcome(without(good, name))).toBe("bad_token");
  });
}

test("a list of Site IDs is compared as one client id", async () => {
  for (const [aud, wanted] of [
    ["1,2", "ok"],
    [["1,2"], "ok"],
    ["1", "bad_token"],
    [["1", "2"], "bad_token"],
    ["2,1", "bad_token"],
  ] as const) {
    expect.soft(await outcome({ ...good, aud }, { clientId: "1,2" }), JSON.stringify(aud)).toBe(wanted);
  }
});

test("a payload without the claims of an id_token is rejected", async () => {
  for (const payload of [null, [], [good], "text", 7, {}]) {
    expect.soft(await outcome(payload), JSON.stringify(payload)).toBe("bad_token");
  }
});

test("verifyIdToken returns the claims, and a failure never quotes the token", async () => {
  const site = siteWith({ fetch: answering(() => Response.json({ keys: [key.publicJwk] })).fetch });
  const known = lastGood(
    async () => metadata,
    site.now,
    { fresh: 1, stale: 1, coolDown: 1 },
    () => undefined,
  );
  const keys = keysOf(site, known);
  expect(await verifyIdToken(await signed(good, key.privateKey), keys, expected)).toEqual(good);
  const forged = await signed({ ...good, nonce: "canary-nonce", aud: "canary-aud" }, key.privateKey);
  const error = codedErrorIn(await verifyIdToken(forged, keys, expected).catch((thrown: unknown) => thrown));
  expect(`${error?.message} ${error?.detail}`).not.toContain("canary");
});
