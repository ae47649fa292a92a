/** Signatures of NATS's tokens: only RS256, and only with a key from NATS's key set. */
import { expect, test } from "@playwright/test";
import { base64url, exportJWK, exportSPKI, generateKeyPair, importJWK, type JWK } from "jose";
import { claims, set, withKeys } from "./key-set";
import { metadata, type SigningKey, signed, signingKey } from "./support";

let ours: SigningKey;
let newer: SigningKey;
let foreign: SigningKey;
test.beforeAll(async () => {
  [ours, newer, foreign] = await Promise.all([signingKey("k1"), signingKey("k2"), signingKey("k1")]);
});

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
