/** The id_token's claims: each is checked, and the operator is told whether the token or a clock is wrong. */
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

/** What becomes of an id_token with these claims: "ok", or the code of its failure. */
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
  [{}, "ok", "as it should be"],
  [{ extra: { deep: [1] }, trial: "0" }, "ok", "with further claims"],
  [{ iss: "https://other.example" }, "bad_token", "another issuer"],
  [{ iss: `${issuer}/` }, "bad_token", "a slash more"],
  [{ iss: "https://NATS.example" }, "bad_token", "another case"],
  [{ iss: [issuer] }, "bad_token", "a list"],
  [{ iss: null }, "bad_token", "null"],
  [{ sub: "" }, "bad_token", "an empty subject"],
  [{ sub: 1_048_576 }, "bad_token", "a number as subject"],
  [{ sub: null }, "bad_token", "no subject"],
  [{ sub: ["1048576"] }, "bad_token", "a list as subject"],
  [{ sub: "x".repeat(256) }, "bad_token", "a subject over 255 characters (OpenID Connect Core section 2)"],
  [{ sub: "x".repeat(255) }, "ok", "a subject of 255 characters"],
  [{ aud: ["1"] }, "ok", "our id in a list"],
  [{ aud: "2" }, "bad_token", "another audience"],
  [{ aud: "11" }, "bad_token", "an audience that begins with ours"],
  [{ aud: "1,2" }, "bad_token", "a list of Site IDs that is not our setting"],
  [{ aud: 1 }, "bad_token", "a number"],
  [{ aud: [] }, "bad_token", "nobody"],
  [{ aud: [["1"]] }, "bad_token", "a list in a list"],
  [{ aud: null }, "bad_token", "null"],
  [{ aud: { 0: "1" } }, "bad_token", "an object"],
  [{ aud: ["1", "2"] }, "bad_token", "several audiences without azp: stricter than Apache"],
  [{ aud: ["1", "2"], azp: "1" }, "ok", "several audiences, issued to us"],
  [{ aud: ["1", "2"], azp: "2" }, "bad_token", "several audiences, issued to another"],
  [{ aud: ["1", "1"], azp: "1" }, "ok", "our id twice"],
  [{ azp: "1" }, "ok", "issued to us"],
  [{ azp: "2" }, "bad_token", "issued to another"],
  [{ azp: "" }, "bad_token", "issued to nobody"],
  [{ azp: 1 }, "bad_token", "azp as a number"],
  [{ nonce: "n-2" }, "bad_token", "another nonce"],
  [{ nonce: "" }, "bad_token", "an empty nonce"],
  [{ nonce: ["n-1"] }, "bad_token", "a list as nonce"],
  [{ exp: moment - 30 }, "ok", "ended 30 seconds ago: clocks differ"],
  [{ exp: moment - 59 }, "ok", "ended 59 seconds ago"],
  [{ exp: moment - 60 }, "clock", "ended a minute ago"],
  [{ exp: moment - 600 }, "clock", "ended ten minutes ago"],
  [{ exp: 0 }, "clock", "ended in 1970"],
  [{ exp: -1 }, "clock", "ended before 1970"],
  [{ exp: 1e300 }, "bad_token", "beyond all time"],
  [{ exp: 99_999_999_999 + 1 }, "bad_token", "beyond the year 5138: milliseconds?"],
  [{ exp: `${moment + 600}` }, "bad_token", "text"],
  [{ exp: null }, "bad_token", "null"],
  [{ exp: [moment + 600] }, "bad_token", "a list"],
  [{ iat: moment - 599 }, "ok", "issued nearly ten minutes ago, as Apache allows"],
  [{ iat: moment - 601 }, "clock", "issued over ten minutes ago"],
  [{ iat: moment + 30 }, "ok", "issued in 30 seconds: clocks differ"],
  [{ iat: moment + 601 }, "clock", "issued in over ten minutes"],
  [{ iat: moment - 40_000, exp: moment + 10 }, "clock", "a token of yesterday"],
  [{ iat: 1e300 }, "bad_token", "beyond all time"],
  [{ iat: -moment }, "bad_token", "negative"],
  [{ iat: `${moment}` }, "bad_token", "text: malformed, not a clock"],
  [{ at_hash: "EWL0sCxkvtCHXPtg-hVfjw" }, "bad_token", "at_hash of another access token"],
  [{ at_hash: "Pxa-1wifRlPl7yG_0oJNfw" }, "ok", "at_hash of our access token"],
  [{ at_hash: 7 }, "bad_token", "at_hash that is no text"],
  [{ iat: moment + 0.5 }, "ok", "a fraction, which RFC 7519 allows"],
  [{ nbf: moment + 30 }, "ok", "good in 30 seconds: clocks differ"],
  [{ nbf: moment + 600 }, "clock", "good in ten minutes"],
  [{ nbf: `${moment}` }, "bad_token", "text: malformed, not a clock"],
];
for (const [index, [changes, wanted, why]] of table.entries()) {
  test(`${index + 1}. ${wanted}: ${why} ${JSON.stringify(changes).slice(0, 60)}`, async () => {
    expect(await outcome({ ...good, ...changes })).toBe(wanted);
  });
}

for (const name of Object.keys(good)) {
  test(`without ${name} there is no sign-in, and no clock is blamed`, async () => {
    expect(await outcome(without(good, name))).toBe("bad_token");
  });
}

test("a list of Site IDs is one opaque client id", async () => {
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

test("a payload that is no object is no id_token", async () => {
  for (const payload of [null, [], [good], "text", 7, {}]) {
    expect.soft(await outcome(payload), JSON.stringify(payload)).toBe("bad_token");
  }
});

test("the verified claims come back, and a failure never quotes the token", async () => {
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
