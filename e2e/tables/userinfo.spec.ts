/** Userinfo is read as plain JSON or as a signed JWT, and only for the member who signed in. */
import { expect, test } from "@playwright/test";
import { codedErrorIn } from "../../lib/failures";
import { keysOf } from "../../lib/nats/keys";
import { lastGood } from "../../lib/nats/last-good";
import { readUserinfo } from "../../lib/nats/userinfo";
import { answering, issuer, metadata, moment, type SigningKey, signed, signingKey, siteWith } from "./support";

const good = { sub: "1048576", username: "ann", trial: "0" };
const asked = { token: "access-token-canary", sub: "1048576" };
const required = { OIDC_USER_INFO_SIGNED_RESPONSE_ALG: "RS256" };

let key: SigningKey;
let foreign: SigningKey;
test.beforeAll(async () => {
  [key, foreign] = await Promise.all([signingKey("k1"), signingKey("k1")]);
});

/** Reads userinfo. `outcome` is the claims, the kind of answer, or the code of the failure. */
async function ask(answer: () => Response | Error, env = {}) {
  const nats = answering((url) => (url === metadata.jwks_uri ? Response.json({ keys: [key.publicJwk] }) : answer()));
  const site = siteWith({ fetch: nats.fetch, env });
  const known = lastGood(
    async () => metadata,
    site.now,
    { fresh: 1, stale: 1, coolDown: 1 },
    () => undefined,
  );
  const outcome = await readUserinfo(site, metadata, keysOf(site, known), asked).then(
    (given) => (given.kind === "claims" ? given.claims : given.kind),
    (error: unknown) => codedErrorIn(error)?.failure ?? `uncoded: ${error}`,
  );
  return { outcome, calls: nats.calls };
}

const answerWith = (body: string, type?: string) => () => {
  const response = new Response(body);
  response.headers.delete("content-type");
  if (type) response.headers.set("content-type", type);
  return response;
};

test("plain JSON is accepted with any content type, and the token is sent in the Authorization header only", async () => {
  for (const type of [
    "application/json",
    "application/json;charset=utf-8",
    "text/html",
    "application/jwt",
    undefined,
  ]) {
    const { outcome, calls } = await ask(answerWith(JSON.stringify(good), type));
    expect.soft(outcome, type ?? "none").toEqual(good);
    expect.soft(calls.map(({ url }) => url)).toEqual([metadata.userinfo_endpoint]);
    expect.soft(new Headers(calls[0]?.init.headers).get("authorization")).toBe("Bearer access-token-canary");
    expect.soft(calls[0]?.init).toMatchObject({ redirect: "manual", cache: "no-store" });
    expect.soft(calls[0]?.init.body).toBeUndefined();
  }
});

test("a JWT is recognised by its shape with any content type, and verified", async () => {
  const body = await signed(good, key.privateKey, { kid: "k1" });
  for (const type of ["application/jwt", "application/json", "text/html", "text/plain", undefined]) {
    for (const env of [{}, required]) {
      expect.soft((await ask(answerWith(body, type), env)).outcome, type ?? "none").toEqual(good);
      expect.soft((await ask(answerWith(`\n ${body}\r\n`, type), env)).outcome, "whitespace around it").toEqual(good);
    }
  }
});

test("if a signature is required, unsigned responses are rejected", async () => {
  const payload = Buffer.from(JSON.stringify(good)).toString("base64url");
  const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`;
  for (const body of [JSON.stringify(good), `[${JSON.stringify(good)}]`, none, payload, `"${none}"`, ""]) {
    for (const type of ["application/json", "application/jwt"]) {
      expect.soft((await ask(answerWith(body, type), required)).outcome, body.slice(0, 30)).toBe("bad_userinfo");
    }
  }
});

const signatures: [string, () => Promise<string>][] = [
  ["with another key", () => signed(good, foreign.privateKey, { kid: "k1" })],
  ["with a key inside the token", () => signed(good, foreign.privateKey, { jwk: foreign.publicJwk })],
  [
    "with the client secret",
    () => signed(good, new TextEncoder().encode("client-secret-canary".padEnd(32)), { alg: "HS256" }),
  ],
  ["with alg none", async () => `${Buffer.from('{"alg":"none"}').toString("base64url")}.e30.`],
  ["and truncated", async () => (await signed(good, key.privateKey)).slice(0, -6)],
  [
    "over another payload",
    async () => (await signed(good, key.privateKey)).replace(/\.[^.]+\./, ".eyJzdWIiOiIxMDQ4NTc2In0."),
  ],
  ["over a list", () => signed([good], key.privateKey, { kid: "k1" })],
];
for (const [how, make] of signatures) {
  test(`a JWT signed ${how} is rejected, whether a signature is required or not`, async () => {
    const body = await make();
    for (const env of [{}, required]) expect.soft((await ask(answerWith(body), env)).outcome).toBe("bad_userinfo");
  });
}

const claims: [Record<string, unknown>, boolean, string][] = [
  [{}, true, "without iss, aud and exp"],
  [{ iss: issuer, aud: "1", exp: moment + 60 }, true, "with matching iss, aud and exp"],
  [{ aud: ["2", "1"] }, true, "the client id in a list"],
  [{ exp: moment - 30 }, true, "just expired: clocks differ"],
  [{ iss: "https://other.example" }, false, "another issuer"],
  [{ iss: `${issuer}/` }, false, "a trailing slash"],
  [{ iss: null }, false, "null as issuer"],
  [{ aud: "2" }, false, "another audience"],
  [{ aud: ["2", "3"] }, false, "other audiences"],
  [{ aud: [] }, false, "an empty list"],
  [{ aud: 1 }, false, "a number"],
  [{ aud: null }, false, "null"],
  [{ exp: moment - 600 }, false, "expired"],
  [{ exp: "never" }, false, "text as exp"],
  [{ nbf: moment + 600 }, false, "not yet valid"],
];
for (const [changes, taken, why] of claims) {
  test(`a JWT with ${JSON.stringify(changes)} is ${taken ? "accepted" : "rejected"}: ${why}`, async () => {
    const body = await signed({ ...good, ...changes }, key.privateKey, { kid: "k1" });
    expect((await ask(answerWith(body))).outcome).toEqual(taken ? { ...good, ...changes } : "bad_userinfo");
  });
}

const bodies: [string, string][] = [
  [JSON.stringify({ ...good, sub: undefined }), "no sub"],
  [JSON.stringify({ ...good, sub: 1_048_576 }), "sub as a number"],
  [JSON.stringify({ ...good, sub: ["1048576"] }), "sub as a list"],
  [JSON.stringify({ ...good, sub: null }), "sub null"],
  [JSON.stringify([good]), "a list"],
  [JSON.stringify({ error: "invalid_token" }), "an error with status 200"],
  [JSON.stringify({ ...good, error: "invalid_token" }), "an error beside the claims"],
  [JSON.stringify({ claims: good }), "claims inside another object"],
  [JSON.stringify(JSON.stringify(good)), "JSON inside a JSON string"],
  ["null", "null"],
  ["7", "a number"],
  ["", "nothing"],
  ["<!doctype html><p>Please log in", "a page"],
  [`${JSON.stringify(good)}x`, "trailing garbage"],
  [`callback(${JSON.stringify(good)})`, "a script"],
  ["a.b.c.d.e", "an encrypted JWT"],
];
test("the claims of another member are reported as other_member", async () => {
  for (const sub of ["1048577", " 1048576", ""]) {
    const answer = await ask(answerWith(JSON.stringify({ ...good, sub }), "application/json"));
    expect.soft(answer.outcome, sub).toBe("other_member");
  }
});

for (const [body, why] of bodies) {
  test(`rejected: ${why}`, async () => {
    expect((await ask(answerWith(body, "application/json"))).outcome).toBe("bad_userinfo");
  });
}

const statuses: [() => Response | Error, string, string][] = [
  [() => new Response("", { status: 401 }), "revoked", "401: the token is no longer valid"],
  [() => Response.json(good, { status: 401 }), "revoked", "401 with claims"],
  [() => Response.json(good, { status: 403 }), "not_listed", "403: NATS's address list"],
  [() => Response.json(good, { status: 400 }), "provider_unreachable", "400"],
  [() => Response.json(good, { status: 404 }), "provider_unreachable", "404"],
  [() => Response.json(good, { status: 429 }), "provider_unreachable", "429"],
  [() => Response.json(good, { status: 500 }), "provider_unreachable", "500"],
  [() => Response.json(good, { status: 203 }), "provider_unreachable", "203, from a proxy"],
  [() => new Response(null, { status: 204 }), "provider_unreachable", "204"],
  [() => Response.redirect("https://evil.example/", 302), "provider_unreachable", "a redirect"],
  [() => new TypeError("fetch failed"), "provider_unreachable", "a broken network"],
  [() => new Response(JSON.stringify({ ...good, a: "x".repeat(262_144) })), "provider_unreachable", "too long"],
];
for (const [answer, expected, why] of statuses) {
  test(`${expected}: ${why}`, async () => {
    for (const env of [{}, required]) {
      const { outcome, calls } = await ask(answer, env);
      expect.soft(outcome).toBe(expected);
      expect.soft(calls, "no second try, no redirect followed").toHaveLength(1);
    }
  });
}
