/** Cookies, for any Cookie header: a session opens whole and unchanged, or not at all. */
import assert from "node:assert/strict";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { base64url } from "jose";
import { NextRequest } from "next/server";
import { boundedCookies } from "../../lib/http/headers";
import { sessionCookieName } from "../../lib/session/cookies";
import { countCompletedSignIns, prunedFlowCookies } from "../../lib/session/flow";
import { openSession, type SessionPayload, sealSession } from "../../lib/session/payload";
import { readSession } from "../../lib/session/read";
import { headerText, holds, holdsAsync } from "./properties";
import { moment, siteWith, typicalSession } from "./support";

const site = siteWith();
const { settings } = site;
const sessionName = sessionCookieName(settings);
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const jarOf = (header: string) => new NextRequest(settings.origin, { headers: { cookie: header } }).cookies;
const read = (header: string) => readSession(jarOf(header), site);

const name = fc.constantFrom(
  ...[sessionName, `${sessionName}.0`, "members.session", "__Host-members.ended", "__Host-members.flow.AAAAAAAA"],
  ...["__Host-members.flow.", "__Host-members.scheme", "__proto__", "authjs.session-token", ""],
);
const value = fc.oneof(
  headerText(60),
  fc.constantFrom("%", "%00", '"', "a..b.c.d", `${"A".repeat(4000)}..A.A.A`, ".".repeat(4000), "eyJ..".repeat(500)),
);
const cookie = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(name, value).map(([key, text]) => `${key}=${text}`) },
  { weight: 1, arbitrary: headerText(30) },
);

/** Milliseconds of CPU that this process may take for one header. A plain one takes less than 1. */
const maxCpu = 150;

test("any Cookie header is read without an error, in little time, and opens nothing", async () => {
  await holdsAsync(
    100,
    fc.asyncProperty(fc.array(cookie, { maxLength: 600, size: "max" }), async (cookies) => {
      const header = cookies.join(";").slice(0, 16_000);
      const before = process.cpuUsage();
      const sent = jarOf(boundedCookies(header)).getAll();
      assert.equal((await read(header)).kind, "none");
      assert.ok((await prunedFlowCookies(sent, 300, settings)).length <= 60);
      assert.equal(await countCompletedSignIns(sent, "/members", settings, moment), 0);
      const { user, system } = process.cpuUsage(before);
      assert.ok((user + system) / 1000 < maxCpu, `${(user + system) / 1000} milliseconds`);
    }),
  );
});

const foreign = fc.nat(9999).map((number) => `other${number}=x`);
const mixed = fc.oneof({ weight: 1, arbitrary: cookie }, { weight: 6, arbitrary: foreign });

test("of any header at most 200 cookies are passed on, ours among them", () => {
  holds(
    60,
    fc.property(fc.array(mixed, { maxLength: 600, size: "max" }), fc.nat(600), (cookies, at) => {
      const ours = `${sessionName}=ours`;
      const header = [...cookies.slice(0, at), ours, ...cookies.slice(at)].join(";");
      const passed = boundedCookies(header).split(";");
      const own = header.split(";").filter((each) => /^\s*(__Host-)?members\./.test(each));
      assert.ok(passed.length === header.split(";").length || passed.length === 200);
      const kept = new Set(passed);
      if (own.length <= 200) assert.ok(own.every((each) => kept.has(each)));
    }),
  );
});

const text = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });
const claim = fc.string({ unit: "binary", maxLength: 40 });
const seconds = fc.nat(4_000_000_000);
const payload: fc.Arbitrary<SessionPayload> = fc.record(
  {
    v: fc.constant(1 as const),
    sid: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => base64url.encode(bytes)),
    iss: text,
    sub: text,
    claims: fc.record(
      { username: claim, trial: claim, status: claim, email: claim },
      { requiredKeys: [], noNullPrototype: true },
    ),
    token: text,
    loginAt: seconds,
    seenAt: seconds,
    checkedAt: seconds,
    triedAt: seconds,
    exp: seconds,
    change: text,
    providerSid: text,
  },
  {
    requiredKeys: ["v", "sid", "iss", "sub", "claims", "loginAt", "seenAt", "checkedAt", "triedAt", "exp"],
    noNullPrototype: true,
  },
);

test("a session comes back from its cookie as it was, among any other cookies", async () => {
  await holdsAsync(
    1500,
    fc.asyncProperty(payload, fc.array(headerText(20), { maxLength: 3 }), async (session, others) => {
      const sealed = await sealSession(session, settings.secrets);
      const reading = await read([...others, `${sessionName}=${sealed}`].join("; "));
      assert.ok(reading.kind !== "none");
      assert.deepEqual(reading.session, session);
    }),
  );
});

test("a sealed session with one changed, added or missing character does not open", async () => {
  const sealed = await sealSession(typicalSession(), settings.secrets);
  const character = fc.constantFrom(...alphabet, ".", "=", "%", " ");
  await holdsAsync(
    2500,
    fc.asyncProperty(fc.nat(sealed.length - 1), character, fc.nat(2), async (at, other, how) => {
      const forged = sealed.slice(0, at) + (how < 2 ? other : "") + sealed.slice(how === 1 ? at : at + 1);
      if (forged !== sealed) assert.equal(await openSession(forged, settings.secrets), null);
    }),
  );
  // The last character of each part has spare bits, so it is tried with every other one.
  const ends = [...sealed.matchAll(/[^.](?=\.|$)/g)].map(({ index }) => index);
  for (const at of ends) {
    for (const other of alphabet.replace(sealed[at] ?? "", "")) {
      const forged = sealed.slice(0, at) + other + sealed.slice(at + 1);
      expect.soft(await openSession(forged, settings.secrets), `character ${at}: ${other}`).toBeNull();
    }
  }
});

test("a session split over several cookies does not open, however it is split and numbered", async () => {
  const sealed = await sealSession(typicalSession(), settings.secrets);
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: sealed.length - 1 }), { minLength: 1, maxLength: 8 });
  const suffix = fc.constantFrom<(at: number) => string>(
    (at) => `.${at}`,
    (at) => (at === 0 ? "" : `.${at}`),
    (at) => `.${at === 0 ? 99_999 : at}`,
    () => "",
  );
  await holdsAsync(
    600,
    fc.asyncProperty(cuts, suffix, async (unordered, ending) => {
      const places = [0, ...unordered.sort((one, other) => one - other), sealed.length];
      const chunks = places.slice(1).map((end, at) => sealed.slice(places[at], end));
      const header = chunks.map((chunk, at) => `${sessionName}${ending(at)}=${chunk}`).join("; ");
      assert.equal((await read(header)).kind, "none");
    }),
  );
});
