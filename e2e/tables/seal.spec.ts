/** Sealed values and sealed sessions. */
import { expect, test } from "@playwright/test";
import { base64url, CompactEncrypt } from "jose";
import { flowCookiePrefix, sessionCookieName } from "../../lib/session/cookies";
import { failurePath, openFailure } from "../../lib/session/failure-ticket";
import { openSession, type SessionPayload, sealSession } from "../../lib/session/payload";
import { readSession } from "../../lib/session/read";
import { deriveKey, open, type Purpose, randomText, seal } from "../../lib/session/seal";
import { jarOf, moment, settingsWith, siteWith, typicalSession } from "./support";

const secrets = ["aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0iL-new"] as const;
const others = ["zY9xW8vU7tS6rQ5pO4nM3lK2jI1hG0fE-other"] as const;
const purposes: Purpose[] = ["session", "flow", "failure", "state"];
const session = typicalSession();

test("a sealed value opens unchanged", async () => {
  for (const value of [{ a: [1, "é", null] }, "text", 0, false, null, [], { "": "🎬" }]) {
    expect.soft(await open("session", await seal("session", value, secrets), secrets)).toEqual(value);
  }
});

test("sealing a value twice gives results that share only the header", async () => {
  const [first, second] = await Promise.all([sealSession(session, secrets), sealSession(session, secrets)]);
  const parts = [first?.split("."), second?.split(".")];
  expect(parts[0]?.[0]).toBe(parts[1]?.[0]);
  for (const index of [2, 3, 4]) expect.soft(parts[0]?.[index]).not.toBe(parts[1]?.[index]);
  expect(parts[0]?.[3]?.slice(0, 8)).not.toBe(parts[1]?.[3]?.slice(0, 8));
});

test("a sealed value with one flipped bit does not open, at any byte", async () => {
  const parts = (await sealSession(session, secrets)).split(".");
  for (const index of [0, 2, 3, 4]) {
    const bytes = base64url.decode(parts[index] ?? "");
    for (const at of bytes.keys()) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      const forged = parts.map((part, position) => (position === index ? base64url.encode(changed) : part)).join(".");
      if ((await open("session", forged, secrets)) !== null) expect.soft(at, `byte of part ${index}`).toBe("refused");
    }
  }
});

test("a sealed value that is cut, extended, doubled or reordered does not open", async () => {
  const sealed = await sealSession(session, secrets);
  for (let length = 0; length < sealed.length; length++) {
    if ((await open("session", sealed.slice(0, length), secrets)) !== null) expect.soft(length).toBe("refused");
  }
  const [header, , iv, text, tag] = sealed.split(".");
  for (const forged of [
    `${sealed}A`,
    sealed + sealed,
    ` ${sealed}`,
    `${sealed}\n`,
    `${header}..${text}.${iv}.${tag}`,
  ]) {
    expect.soft(await open("session", forged, secrets), forged.slice(-12)).toBeNull();
  }
});

test("a value sealed for one purpose does not open for another", async () => {
  for (const made of purposes) {
    const sealed = await seal(made, session, secrets);
    for (const tried of purposes) {
      expect.soft((await open(tried, sealed, secrets)) !== null, `${made} as ${tried}`).toBe(made === tried);
    }
  }
  const keys = await Promise.all(purposes.map((purpose) => deriveKey(secrets[0], purpose)));
  expect(new Set(keys.map((key) => base64url.encode(key))).size).toBe(purposes.length);
  expect(keys.map((key) => key.length)).toEqual([32, 32, 32, 32]);
});

test("after a change of AUTH_SECRET, the old secret in AUTH_SECRET_1 still opens sessions, and the new one seals", async () => {
  const before = settingsWith({ AUTH_SECRET: secrets[0] });
  const after = settingsWith({ AUTH_SECRET: others[0], AUTH_SECRET_1: secrets[0] });
  const sealed = await sealSession(session, before.secrets);
  const newest = settingsWith({ AUTH_SECRET: others[0] }).secrets;
  expect(await openSession(sealed, newest)).toBeNull();
  expect(await openSession(sealed, after.secrets)).toEqual(session);
  expect(await openSession(await sealSession(session, after.secrets), newest)).toEqual(session);
});

test("a session does not open on another site with the same secret", async () => {
  const sealed = await sealSession(session, settingsWith({}).secrets);
  expect(await openSession(sealed, settingsWith({ AUTH_URL: "https://another.example" }).secrets)).toBeNull();
});

test("a value encrypted with our key but another algorithm does not open", async () => {
  const key = await deriveKey(secrets[0], "session");
  const text = new TextEncoder().encode(JSON.stringify(session));
  for (const header of [
    { alg: "dir", enc: "A128CBC-HS256" },
    { alg: "A256KW", enc: "A256GCM" },
    { alg: "A256GCMKW", enc: "A256GCM" },
  ] as const) {
    const forged = await new CompactEncrypt(text).setProtectedHeader(header).encrypt(key);
    expect.soft(await open("session", forged, secrets), `${header.alg} ${header.enc}`).toBeNull();
  }
});

test("malformed values give null and never throw", async () => {
  const sealed = await sealSession(session, secrets);
  const header = (value: unknown) => base64url.encode(JSON.stringify(value));
  const rest = sealed.slice(sealed.indexOf("."));
  const malformedValues = [
    ...[
      "",
      ".",
      "....",
      "a.b.c",
      "a..b.c.d",
      "null",
      "%n%s",
      "'\";--",
      "<script>",
      "\u0000",
      "é",
      "🎬",
      "=",
      ";",
      "[object Object]",
    ],
    ...["__proto__", "constructor", "a".repeat(5000), `${"a".repeat(4000)}..a.a.a`, ".".repeat(4000)],
    ...[
      {},
      { alg: "none" },
      { alg: "dir" },
      { alg: "dir", enc: "A128CBC-HS256" },
      { alg: "dir", enc: "A256GCM", zip: "DEF" },
    ].map((value) => header(value) + rest),
    ...[{ alg: "PBES2-HS512+A256KW", enc: "A256GCM", p2c: 2_000_000_000, p2s: "AAAA" }, null, [], 7, "x"].map(
      (value) => header(value) + rest,
    ),
    header({ alg: "dir", enc: "A256GCM", crit: ["x"], x: 1 }) + rest,
    encodeURIComponent(`${sealed}%`),
  ];
  for (const value of malformedValues) {
    for (const purpose of purposes) expect.soft(await open(purpose, value, secrets), value.slice(0, 40)).toBeNull();
    expect.soft(await readSession(jarOf(value), siteWith()), value.slice(0, 40)).toEqual({ kind: "none" });
  }
  expect(await readSession(jarOf(undefined), siteWith())).toEqual({ kind: "none" });
});

test("a session that was signed out stays signed out even if a late response restores its cookie", async () => {
  const site = siteWith({ now: () => moment });
  const sealed = await sealSession(session, site.settings.secrets);
  expect((await readSession(jarOf(sealed), site)).kind).toBe("live");
  expect((await readSession(jarOf(sealed, session.sid), site)).kind).toBe("none");
  expect((await readSession(jarOf(sealed, "another-session"), site)).kind).toBe("live");
});

const malformedSessions: [string, unknown][] = [
  ["no version", { ...session, v: undefined }],
  ["a later version", { ...session, v: 2 }],
  ["no issuer", { ...session, iss: "" }],
  ["no subject", { ...session, sub: "" }],
  ["a subject that is a number", { ...session, sub: 1 }],
  ["a short id", { ...session, sid: "x" }],
  ["no claims", { ...session, claims: undefined }],
  ["claims as an array", { ...session, claims: [] }],
  ["an end that is text", { ...session, exp: "2099" }],
  ["an end beyond all time", { ...session, exp: 1e300 }],
  ["a negative time", { ...session, seenAt: -1 }],
  ["a fraction", { ...session, loginAt: 1.5 }],
  ["null", null],
  ["an array", [session]],
];
for (const [what, value] of malformedSessions) {
  test(`a sealed session with ${what} does not open`, async () => {
    expect(await openSession(await seal("session", value, secrets), secrets)).toBeNull();
  });
}

test("claims that the schema does not declare are dropped when a session opens", async () => {
  const claims = { ...session.claims, role: "admin" } as SessionPayload["claims"];
  const opened = await openSession(await sealSession({ ...session, claims }, secrets), secrets);
  expect(opened?.claims).toEqual(session.claims);
});

// next-auth treats every cookie that begins with the session cookie's name as a chunk of it.
test("the name of the flow cookies does not begin with the name of the session cookie", () => {
  for (const secure of [true, false]) {
    expect.soft(flowCookiePrefix({ secure }).startsWith(sessionCookieName({ secure }))).toBe(false);
  }
});

test("the ticket of a failed sign-in shows nothing in the URL and opens only for its purpose", async () => {
  const returnTo = `/members?${"a".repeat(1000)}`;
  const path = await failurePath({ code: "stale", reference: "B2C3D4F5", returnTo }, secrets);
  const ticket = new URL(path, "http://localhost").searchParams.get("e") ?? "";
  expect(path).not.toMatch(/stale|B2C3D4F5|aaaa/);
  expect(await open("failure", ticket, secrets)).toEqual(["stale", "B2C3D4F5", returnTo]);
  expect(await openSession(ticket, secrets)).toBeNull();
});

test("the ticket of a failed sign-in leads to pages of this site only", async () => {
  const path = await failurePath({ code: "stale", reference: "B2C3D4F5", returnTo: "//evil.example" }, secrets);
  const ticket = new URL(path, "http://localhost").searchParams.get("e");
  expect(await openFailure(ticket, secrets)).toMatchObject({ code: "stale", returnTo: "/members" });
});

test("random texts have the requested size and do not repeat", () => {
  const texts = Array.from({ length: 1000 }, () => randomText(16));
  expect(new Set(texts).size).toBe(1000);
  for (const text of texts) expect(text).toMatch(/^[\w-]{22}$/);
});
