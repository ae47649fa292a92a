/** Logout tokens: each rule of Back-Channel Logout 1.0 section 2.6, broken alone. */
import { expect, test } from "@playwright/test";
import { UnsecuredJWT } from "jose";
import { codedErrorIn } from "../../lib/failures";
import { keysOf } from "../../lib/nats/keys";
import { lastGood } from "../../lib/nats/last-good";
import { verifyLogoutToken } from "../../lib/nats/logout-token";
import { answering, issuer, metadata, moment, type SigningKey, signed, signingKey, siteWith, without } from "./support";

const event = "http://schemas.openid.net/event/backchannel-logout";
const good = {
  iss: issuer,
  aud: "1",
  iat: moment,
  exp: moment + 120,
  jti: "t-1",
  sub: "71",
  sid: "op-1",
  events: { [event]: {} },
};

let key: SigningKey;
let other: SigningKey;
test.beforeAll(async () => {
  [key, other] = [await signingKey("k1"), await signingKey("k1")];
});

async function outcomeOf(jwt: string): Promise<string> {
  const site = siteWith({ fetch: answering(() => Response.json({ keys: [key.publicJwk] })).fetch });
  const limits = { fresh: 1, stale: 1, coolDown: 1 };
  const known = lastGood(
    async () => metadata,
    site.now,
    limits,
    () => undefined,
  );
  return verifyLogoutToken(jwt, keysOf(site, known), { issuer, clientId: "1", now: moment }).then(
    () => "ok",
    (error: unknown) => codedErrorIn(error)?.failure ?? `uncoded: ${error}`,
  );
}

const table: [changes: Record<string, unknown>, expected: string, why: string][] = [
  [{}, "ok", "a good token"],
  [{ aud: ["1"] }, "ok", "the client id in a list"],
  [{ aud: ["2", "1"] }, "ok", "several audiences"],
  [{ events: { [event]: { a: 1 }, other: {} } }, "ok", "further members are ignored"],
  [{ iss: "https://other.example" }, "bad_token", "another issuer"],
  [{ aud: "2" }, "bad_token", "another audience"],
  [{ aud: [] }, "bad_token", "no audience"],
  [{ iat: moment + 61 + 600 }, "clock", "issued in the future"],
  [{ iat: moment - 601 }, "clock", "issued long ago"],
  [{ exp: moment - 61 }, "clock", "expired"],
  [{ iat: "now" }, "bad_token", "a malformed iat"],
  [{ exp: (moment + 600) * 1000 }, "bad_token", "milliseconds"],
  [{ jti: "" }, "bad_token", "an empty jti"],
  [{ jti: "x".repeat(256) }, "bad_token", "a jti that is too long"],
  [{ nonce: "n-1" }, "bad_token", "a nonce, as in an id_token"],
  [{ nonce: null }, "bad_token", "a nonce of null"],
  [{ events: {} }, "bad_token", "no event"],
  [{ events: { [event]: "yes" } }, "bad_token", "an event that is no object"],
  [{ events: [event] }, "bad_token", "events as a list"],
  [{ events: { "http://schemas.openid.net/event/other": {} } }, "bad_token", "another event"],
  [{ sub: 71 }, "bad_token", "a subject that is a number"],
  [{ sid: "" }, "bad_token", "an empty sid"],
];
for (const [changes, expected, why] of table) {
  test(`${why}: ${expected}`, async () => {
    expect(await outcomeOf(await signed({ ...good, ...changes }, key.privateKey, { kid: "k1" }))).toBe(expected);
  });
}

for (const missing of ["iss", "aud", "iat", "exp", "jti", "events"] as const) {
  test(`without ${missing}: refused`, async () => {
    expect(await outcomeOf(await signed(without(good, missing), key.privateKey, { kid: "k1" }))).toBe("bad_token");
  });
}

test("sub or sid is enough, and one of them is needed", async () => {
  const outcome = async (claims: object) => outcomeOf(await signed(claims, key.privateKey, { kid: "k1" }));
  expect(await outcome(without(good, "sub"))).toBe("ok");
  expect(await outcome(without(good, "sid"))).toBe("ok");
  expect(await outcome(without(without(good, "sub"), "sid"))).toBe("bad_token");
});

test("the type may be logout+jwt, JWT or absent", async () => {
  const outcome = async (typ: unknown) =>
    outcomeOf(await signed(good, key.privateKey, { kid: "k1", typ: typ as string }));
  expect([await outcome("logout+jwt"), await outcome("JWT"), await outcome(undefined)]).toEqual(["ok", "ok", "ok"]);
  // A list of one text is that text in a regular expression.
  for (const typ of ["at+jwt", "", ["JWT"], null, 1]) expect(await outcome(typ)).toBe("bad_token");
});

test("without a signature of the provider's keys, or encrypted: refused", async () => {
  const unsigned = new UnsecuredJWT(good).encode();
  const foreign = await signed(good, other.privateKey, { kid: "k1" });
  for (const jwt of [unsigned, foreign, "a.b.c.d.e", "", "x".repeat(16_000)]) {
    expect(await outcomeOf(jwt)).toBe("bad_token");
  }
});
