/** Userinfo, for any answer of NATS: bounded claims of a session, or a refusal with a code. */
import assert from "node:assert/strict";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { claimNames } from "../../lib/claims";
import { askUserinfo } from "../../lib/nats/ask-userinfo";
import { mergeClaims } from "../../lib/nats/member-claims";
import { setCookieBytes } from "../../lib/session/cookies";
import { openSession } from "../../lib/session/payload";
import { renewSession } from "../../lib/session/write";
import { holds, holdsAsync } from "./properties";
import { answering, metadata, moment, siteWith, typicalSession } from "./support";

const name = fc.oneof(
  fc.constantFrom(...claimNames, "sub", "iss", "error", "__proto__", "constructor", "toString", "prototype"),
  fc.string({ unit: "binary", maxLength: 5 }),
);
const odd = fc.constantFrom("0", 0, "1", 1, null, true, -0, 1e300, 1.5, "x".repeat(257), "\u0000", "\ud800", [], {});
const member = fc.tuple(name, fc.oneof(odd, fc.jsonValue({ maxDepth: 3 })));
const fields = (pairs: readonly (readonly [string, unknown])[]) =>
  pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",");

/** An object as JSON text, so that names can come twice and `__proto__` is a name like others. */
const object = fc.tuple(fc.array(member, { maxLength: 8 }), fc.boolean()).map(([pairs, isOurs]) => {
  const all = isOurs ? [...pairs, ["sub", typicalSession().sub] as const] : pairs;
  return `{${fields(all)}}`;
});
const body = fc.oneof({ weight: 6, arbitrary: object }, fc.json({ maxDepth: 3 }), fc.string({ unit: "binary" }));

/** Reads an answer of userinfo as a recheck does. */
async function recheck(text: string) {
  const { fetch } = answering((url) =>
    url === metadata.userinfo_endpoint ? new Response(text) : Response.json(metadata),
  );
  const site = siteWith({ fetch, now: () => moment + 300 });
  const asked = await askUserinfo(typicalSession(), site);
  return { site, asked, outcome: site.counted.find(({ measure }) => measure === "recheck")?.labels.outcome };
}

test("a recheck gives declared claims of bounded length, or a known failure", async () => {
  const seen = new Set<string | undefined>();
  await holdsAsync(
    1000,
    fc.asyncProperty(body, async (text) => {
      const { site, asked, outcome } = await recheck(text);
      seen.add(outcome);
      assert.notEqual(outcome, "internal", "an error of another kind");
      if (asked.kind !== "renewed") return;
      const { claims } = asked.session;
      assert.equal(Object.getPrototypeOf(claims), Object.prototype);
      for (const [key, value] of Object.entries(claims)) {
        assert.ok(
          claimNames.some((declared) => declared === key),
          key,
        );
        assert.ok(typeof value === "string" && value.length <= 256, key);
      }
      const { session, cookie } = await renewSession(typicalSession(), asked.session, site);
      assert.ok(setCookieBytes(cookie) <= 4096);
      assert.deepEqual(await openSession(cookie.value, site.settings.secrets), session);
    }),
  );
  expect([...seen].sort()).toEqual(expect.arrayContaining(["bad_userinfo", "changed", "other_member"]));
});

test("whatever userinfo says, the protocol's claims are the id_token's, and no prototype changes", () => {
  const idToken = { iss: "https://nats.example", sub: "71", aud: "1", exp: 2, iat: 1, nonce: "n" };
  const protocol = fc.tuple(fc.constantFrom(...Object.keys(idToken), "__proto__"), fc.jsonValue({ maxDepth: 2 }));
  holds(
    2000,
    fc.property(fc.array(fc.oneof(protocol, member), { maxLength: 8 }), (pairs) => {
      const merged = mergeClaims(idToken, JSON.parse(`{${fields(pairs)}}`));
      assert.deepEqual({ ...merged, ...idToken }, merged);
      assert.equal(Object.getPrototypeOf(merged), Object.prototype);
    }),
  );
});
