/** Signatures of NATS's tokens: only RS256, and only with a key from NATS's key set. */
import { expect, test } from "@playwright/test";
import { base64url, exportJWK, exportSPKI, generateKeyPair, importJWK, type JWK } from "jose";
import { codedErrorIn } from "../../lib/failures";
import { verifyIdToken } from "../../lib/nats/id-token";
import { keysOf } from "../../lib/nats/keys";
import { lastGood } from "../../lib/nats/last-good";
import {
  answering,
  type Clock,
  clockByHand,
  issuer,
  metadata,
  moment,
  type SigningKey,
  signed,
  signingKey,
  siteWith,
} from "./support";

const claims = { iss: issuer, sub: "1048576", aud: "1", exp: moment + 600, iat: moment, nonce: "n-1" };

let ours: SigningKey;
let newer: SigningKey;
let foreign: SigningKey;
test.beforeAll(async () => {
  [ours, newer, foreign] = await Promise.all([signingKey("k1"), signingKey("k2"), signingKey("k1")]);
});

/** A site whose NATS serves `serve()` as its key set. `verify` returns "ok" or the failure code. */
function withKeys(serve: () => Response | Error, clock: Clock = clockByHand()) {
  const nats = answering(serve);
  const site = siteWith({ fetch: nats.fetch, now: clock.now });
  const known = lastGood(
    async () => metadata,
    site.now,
    { fresh: 1e9, stale: 1e9, coolDown: 1 },
    () => undefined,
  );
  const keys = keysOf(site, known);
  const verify = (jwt: string) =>
    verifyIdToken(jwt, keys, { issuer, clientId: "1", nonce: "n-1", accessToken: "access-token", now: moment }).then(
      () => "ok",
      (error: unknown) => codedErrorIn(error)?.failure ?? `uncoded: ${error}`,
    );
  return { verify, clock, site, calls: nats.calls };
}

const set = (...keys: JWK[]) => Response.json({ keys });
const part = (value: unknown) => base64url.encode(JSON.stringify(value));
const anonymous = ({ kid: _, ...jwk }: JWK): JWK => jwk;

test("a token signed with NATS's key is accepted, and concurrent sign-ins load the keys once", async () => {
  const { verify, calls } = withKeys(() => set(ours.publicJwk));
  const jwt = await signed(claims, ours.privateKey, { kid: "k1" });
  expect(await Promise.all(Array.from({ length: 50 }, () => verify(jwt)))).toEqual(Array(50).fill("ok"));
  expect(calls.map(({ url }) => url)).toEqual([metadata.jwks_uri]);
});

test("a token signed with another key of the same kid is rejected", async () => {
  const { verify } = withKeys(() => set(ours.publicJwk));
  expect(await verify(await signed(claims, foreign.privateKey, { kid: "k1" }))).toBe("bad_token");
});

test("an unsigned token is rejected, in every spelling of none", async () => {
  const { verify } = withKeys(() => set(ours.publicJwk));
  for (const alg of ["none", "None", "NONE", "nOnE", "", null, undefined]) {
    for (const tail of ["", "AAAA"]) {
      expect.soft(await verify(`${part({ alg, kid: "k1" })}.${part(claims)}.${tail}`), `${alg}`).toBe("bad_token");
    }
  }
});

test("HS256 with the public key or the client secret is rejected", async () => {
  const { verify, site } = withKeys(() => set(ours.publicJwk));
  const spki = await exportSPKI((await importJWK(ours.publicJwk, "RS256")) as CryptoKey);
  const secrets = [
    spki,
    spki.trim(),
    JSON.stringify(ours.publicJwk),
    ours.publicJwk.n ?? "",
    site.settings.client.secret,
  ];
  for (const secret of secrets) {
    const bytes = new TextEncoder().encode(secret.padEnd(32, "\u0000"));
    expect
      .soft(await verify(await signed(claims, bytes, { alg: "HS256", kid: "k1" })), secret.slice(0, 20))
      .toBe("bad_token");
  }
});

test("algorithms other than RS256 are rejected, even with NATS's key", async () => {
  for (const alg of ["RS384", "RS512", "PS256"]) {
    const { verify } = withKeys(() => set(ours.publicJwk));
    const jwk = { ...(await exportJWK(ours.privateKey)), kid: "k1" };
    const key = (await importJWK(jwk, alg)) as CryptoKey;
    expect.soft(await verify(await signed(claims, key, { alg, kid: "k1" })), alg).toBe("bad_token");
  }
  for (const alg of ["ES256", "EdDSA"]) {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const listed = { ...(await exportJWK(publicKey)), kid: "k2" };
    const { verify } = withKeys(() => set(ours.publicJwk, listed));
    expect.soft(await verify(await signed(claims, privateKey, { alg, kid: "k2" })), alg).toBe("bad_token");
  }
});

test("a key or key URL inside the token is ignored and not fetched", async () => {
  const jwk = anonymous(foreign.publicJwk);
  const headers = [
    { jwk },
    { jwk, kid: "k1" },
    { jwk: foreign.publicJwk, kid: "evil" },
    { jku: "https://evil.example/jwks" },
    { jku: "https://evil.example/jwks", kid: "evil" },
    { x5u: "https://evil.example/cert" },
    { x5c: ["MIIB"] },
  ];
  for (const header of headers) {
    const { verify, calls } = withKeys(() => set(ours.publicJwk));
    const jwt = await signed(claims, foreign.privateKey, header);
    expect.soft(await verify(jwt), JSON.stringify(header).slice(0, 40)).toBe("bad_token");
    for (const { url } of calls) expect.soft(url).toBe(metadata.jwks_uri);
  }
});

test("a malformed JWT is rejected and never throws an uncoded error", async () => {
  const { verify } = withKeys(() => set(ours.publicJwk));
  const jwt = await signed(claims, ours.privateKey, { kid: "k1" });
  const [header, payload, signature] = jwt.split(".");
  const critical = await signed(claims, ours.privateKey, { kid: "k1", crit: ["b64"], b64: true });
  const rubbish = [
    "",
    ".",
    "..",
    "a.b.c",
    "null",
    jwt.slice(0, -8),
    `${header}.${payload}.`,
    `${header}.${part({ ...claims, sub: "2" })}.${signature}`,
  ];
  for (const value of [
    ...rubbish,
    `${jwt}.x.y`,
    `${part([])}.${payload}.${signature}`,
    `é${jwt}`,
    "x".repeat(100_000),
  ]) {
    expect.soft(await verify(value), value.slice(0, 30)).toBe("bad_token");
  }
  expect(["ok", "bad_token"], "known extensions may be understood").toContain(await verify(critical));
});

test("a token without kid is verified with each key that fits", async () => {
  const jwt = await signed(claims, ours.privateKey);
  expect(await withKeys(() => set(ours.publicJwk)).verify(jwt)).toBe("ok");
  expect(await withKeys(() => set(anonymous(ours.publicJwk))).verify(jwt)).toBe("ok");
  expect(await withKeys(() => set(newer.publicJwk, foreign.publicJwk, ours.publicJwk)).verify(jwt)).toBe("ok");
  expect(await withKeys(() => set(newer.publicJwk, foreign.publicJwk)).verify(jwt)).toBe("bad_token");
});

test("keys of other uses and types in the set are ignored", async () => {
  const jwt = await signed(claims, ours.privateKey, { kid: "k1" });
  const { publicKey } = await generateKeyPair("ES256", { extractable: true });
  const others: JWK[] = [
    { ...foreign.publicJwk, use: "enc" },
    { ...foreign.publicJwk, alg: "PS256" },
    { ...(await exportJWK(publicKey)), kid: "k1" },
    { kty: "unheard-of", kid: "k1" },
    { kty: "oct", k: "AAAA", kid: "k1" },
  ];
  expect(await withKeys(() => set(...others, ours.publicJwk)).verify(jwt)).toBe("ok");
  expect(await withKeys(() => set(...others)).verify(jwt)).toBe("bad_token");
});

test("an unknown kid reloads the keys, and the sign-in succeeds", async () => {
  let rotated = false;
  const { verify, calls } = withKeys(() => set((rotated ? newer : ours).publicJwk));
  expect(await verify(await signed(claims, ours.privateKey, { kid: "k1" }))).toBe("ok");
  rotated = true;
  expect(await verify(await signed(claims, newer.privateKey, { kid: "k2" }))).toBe("ok");
  expect(calls).toHaveLength(2);
});

test("concurrent sign-ins right after a key rotation all succeed with one reload", async () => {
  let rotated = false;
  const { verify, calls } = withKeys(() => set((rotated ? newer : ours).publicJwk));
  await verify(await signed(claims, ours.privateKey, { kid: "k1" }));
  rotated = true;
  const tokens = await Promise.all(Array.from({ length: 20 }, () => signed(claims, newer.privateKey, { kid: "k2" })));
  expect(await Promise.all(tokens.map(verify))).toEqual(Array(20).fill("ok"));
  expect(calls).toHaveLength(2);
});

test("forged kids cause at most one reload in 30 seconds", async () => {
  const { verify, calls, clock } = withKeys(() => set(ours.publicJwk));
  const tokens = await Promise.all(
    Array.from({ length: 40 }, (_, index) => signed(claims, foreign.privateKey, { kid: `made-up-${index}` })),
  );
  for (const jwt of tokens) expect(await verify(jwt)).toBe("bad_token");
  expect(calls, "the first load and one more").toHaveLength(2);
  clock.pass(30);
  await Promise.all(tokens.map(verify));
  expect(calls).toHaveLength(3);
});

test("a key that changed under the same kid, or without one, is found by one reload", async () => {
  // As Apache does: without a kid it tries all keys, and then reloads them once.
  for (const kid of ["k1", undefined]) {
    const header = kid === undefined ? {} : { kid };
    let rotated = false;
    const { verify, calls } = withKeys(() => set((rotated ? foreign : ours).publicJwk));
    expect(await verify(await signed(claims, ours.privateKey, header))).toBe("ok");
    rotated = true;
    expect.soft(await verify(await signed(claims, foreign.privateKey, header)), `${kid}`).toBe("ok");
    for (let asked = 0; asked < 20; asked++) await verify(await signed(claims, newer.privateKey, header));
    expect.soft(calls, `${kid}: forged signatures cause no further calls`).toHaveLength(2);
  }
});

test("while the key set is down, a known kid works from the cache and an unknown one is rejected", async () => {
  let down = false;
  const { verify, calls } = withKeys(() => (down ? new Response("", { status: 503 }) : set(ours.publicJwk)));
  await verify(await signed(claims, ours.privateKey, { kid: "k1" }));
  down = true;
  expect(await verify(await signed(claims, ours.privateKey, { kid: "k1" }))).toBe("ok");
  const unknown = await signed(claims, newer.privateKey, { kid: "k2" });
  for (let asked = 0; asked < 20; asked++)
    expect(["bad_token", "provider_unreachable"]).toContain(await verify(unknown));
  expect(calls).toHaveLength(2);
});

const answers: [() => Response | Error, string, string][] = [
  [() => new Response("", { status: 403 }), "not_listed", "NATS's address list"],
  [() => new Response("", { status: 500 }), "provider_unreachable", "500"],
  [() => new TypeError("fetch failed"), "provider_unreachable", "a broken network"],
  [() => Response.redirect("https://evil.example/jwks", 302), "provider_unreachable", "a redirect"],
  [() => new Response("<html>"), "provider_unreachable", "a page"],
  [() => Response.json({ keys: [] }), "provider_unreachable", "no keys"],
  [() => Response.json({ keys: "x" }), "provider_unreachable", "keys that are not a list"],
  [() => Response.json({ keys: [7] }), "provider_unreachable", "keys that are not objects"],
  [() => Response.json([]), "provider_unreachable", "a list"],
  [() => Response.json({ keys: Array(51).fill({ kty: "RSA" }) }), "provider_unreachable", "too many keys"],
];
for (const [answer, failure, why] of answers) {
  test(`without keys a sign-in fails with ${failure}: ${why}`, async () => {
    expect(await withKeys(answer).verify(await signed(claims, ours.privateKey, { kid: "k1" }))).toBe(failure);
  });
}
