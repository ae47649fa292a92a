/** The writer of the session cookie: what it sets, and what it does if a session does not fit. */
import { expect, test } from "@playwright/test";
import { NextResponse } from "next/server";
import type { MemberClaims } from "../../lib/claims";
import { type Cookie, setCookieBytes } from "../../lib/session/cookies";
import { isTooOld } from "../../lib/session/freshness";
import { openSession, type SessionPayload } from "../../lib/session/payload";
import { beginSession, endSession, renewSession } from "../../lib/session/write";
import type { Environment } from "../../lib/settings/shape";
import { localhost, moment, siteWith, typicalSession } from "./support";

const persistent = { OIDC_SESSION_TYPE: "client-cookie:persistent" };
const limit = 4096;

/** The bytes of the Set-Cookie header as Next really writes it. */
function bytesByNext(cookie: Cookie): number {
  const response = new NextResponse();
  response.cookies.set(cookie);
  return Buffer.byteLength(response.headers.getSetCookie()[0] ?? "");
}

/** The longest session that fits at a site, or one that is longer by `more` letters of a claim. */
async function sessionAtLimit(env: Environment, more = 0): Promise<SessionPayload> {
  const withEmail = (length: number) =>
    typicalSession({ claims: { username: "ann", trial: "0", status: "1", email: "e".repeat(length) } });
  let fitting = 1000;
  for (let length = 1000; length < 4000; length++) {
    const cookie = await beginSession(withEmail(length), siteWith({ env })).catch(() => null);
    if (!cookie) break;
    fitting = length;
  }
  return withEmail(fitting + more);
}

test("a typical session with its cookie's name takes 600 bytes at most", async () => {
  const { name, value } = await beginSession(typicalSession(), siteWith());
  expect(name.length + 1 + value.length).toBeLessThanOrEqual(600);
});

test("on https the cookie is Secure, HttpOnly, Lax, host-only and __Host-; on http it has another name", async () => {
  const { value, ...attributes } = await beginSession(typicalSession(), siteWith());
  expect(attributes).toEqual({
    name: "__Host-members.session",
    httpOnly: true,
    secure: true,
    sameSite: "lax",
    path: "/",
  });
  expect(value).toMatch(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
  expect(await beginSession(typicalSession(), siteWith({ env: localhost }))).toMatchObject({
    name: "members.session",
    secure: false,
  });
});

test("a persistent cookie outlives its session by a day, so that the member is told of the time-out", async () => {
  const day = 86_400;
  for (const [exp, now, maxAge] of [
    [moment + 28_800, moment + 600, 28_200 + day],
    [moment + 60, moment, 60 + day],
    [moment + 60, moment + 99_000, day],
  ] as const) {
    const site = siteWith({ env: persistent, now: () => now });
    expect(await beginSession(typicalSession({ exp }), site)).toMatchObject({ maxAge });
  }
});

test("the cookie that ends a session is empty and ends at once", () => {
  expect(endSession(siteWith())).toMatchObject({ name: "__Host-members.session", value: "", maxAge: 0 });
});

for (const [what, env] of [
  ["https", {}],
  ["http", localhost],
  ["a persistent cookie", persistent],
] as const) {
  test(`${what}: the bytes are counted as Next writes them, name and attributes included`, async () => {
    const cookie = await beginSession(typicalSession(), siteWith({ env }));
    expect(setCookieBytes(cookie)).toBe(bytesByNext(cookie));
  });

  test(`${what}: a session begins with ${limit} bytes of cookie at most, and fails with more`, async () => {
    const cookie = await beginSession(await sessionAtLimit(env), siteWith({ env }));
    // One letter more of a claim is one or two more of base64url.
    expect(bytesByNext(cookie)).toBeLessThanOrEqual(limit);
    expect(bytesByNext(cookie)).toBeGreaterThanOrEqual(limit - 2);
    await expect(beginSession(await sessionAtLimit(env, 1), siteWith({ env }))).rejects.toMatchObject({
      failure: "session_too_large",
    });
  });
}

test.describe("claims that have grown at NATS", () => {
  const later = moment + 300;
  const site = () => siteWith({ now: () => later });
  const asked = { checkedAt: later, triedAt: later };

  test("at the limit the renewed session is written", async () => {
    const after = { ...(await sessionAtLimit({})), ...asked };
    const here = site();
    const { session, cookie } = await renewSession(typicalSession(), after, here);
    expect(session).toEqual(after);
    expect(await openSession(cookie.value, here.settings.secrets)).toEqual(after);
    expect(here.logged).toEqual([]);
  });

  test("one letter over it, the former claims stay, no longer than the grace, and the log says so", async () => {
    const before = typicalSession();
    const after = { ...(await sessionAtLimit({}, 1)), ...asked, seenAt: later };
    const here = site();
    const { session, cookie } = await renewSession(before, after, here);
    expect(session).toEqual({ ...before, triedAt: later, seenAt: later });
    expect(await openSession(cookie.value, here.settings.secrets)).toEqual(session);
    expect(bytesByNext(cookie)).toBeLessThanOrEqual(limit);
    const { refresh } = here.settings;
    expect(isTooOld(session, moment + 899, refresh)).toBe(false);
    expect(isTooOld(session, moment + 900, refresh)).toBe(true);
    expect(here.logged).toMatchObject([{ level: "error", event: "session_too_large" }]);
    expect(String(here.logged[0]?.fields.operator)).toContain("lib/claims.ts");
    expect(JSON.stringify(here.logged)).not.toContain((after.claims as MemberClaims).email);
  });
});
