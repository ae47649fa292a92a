/** Cookies that no member of this site has: they open nothing, break nothing, and are removed. */
import { base64url } from "jose";
import { cookieOf, expect, sealedFor, sessionOf, test } from "../fixtures/test";
import { type Answer, navigation, request } from "../fixtures/visitor";

const name = "members.session";
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const undecodable = ["%", "%n%s"];

/** Two hundred values and more, most of them made of a good one. */
function malformed(good: string): string[] {
  const parts = good.split(".");
  const header = (value: unknown) => base64url.encode(JSON.stringify(value));
  const headers = [{}, null, [], 7, { alg: "none" }, { alg: "dir" }, { alg: "dir", enc: "A128GCM" }].map(header);
  const swapped = parts.map((_, at) => [...parts.slice(at), ...parts.slice(0, at)].join("."));
  const without = parts.map((_, at) => parts.filter((__, other) => other !== at).join("."));
  const cut = Array.from({ length: 60 }, (_, at) => good.slice(0, Math.floor((good.length * at) / 60)));
  const changed = Array.from({ length: 60 }, (_, at) => {
    const place = Math.floor((good.length * at) / 60);
    const other = alphabet[(alphabet.indexOf(good[place] ?? "") + 1) % 64] ?? "";
    return good.slice(0, place) + other + good.slice(place + 1);
  });
  // Only spare bits of the last character differ.
  const respelled = [...alphabet].map((char) => good.slice(0, -1) + char);
  const lengths = [1, 2047, 4094, 4095, 4096, 4097, 8000].map((length) => "A".repeat(length));
  const shaped = [3, 4, 5, 2000, 4000].map((length) => `eyJ..${"A".repeat(length)}.A.A`);
  const odd = [
    "%",
    "%00",
    "%n%s",
    '"',
    '""',
    "{}",
    "[object Object]",
    "null",
    "__proto__",
    "a b",
    "é",
    "<script>",
    "='",
  ];
  const all = [
    ...headers.map((each) => good.replace(/^[^.]*/, each)),
    ...swapped.slice(1),
    ...without,
    ...cut.slice(1),
  ];
  const more = [
    ...changed,
    ...respelled,
    ...lengths,
    ...shaped,
    ...odd,
    `${good}${good}`,
    `${good}.`,
    `.${good}`,
    `"${good}`,
  ];
  return [...new Set([...all, ...more, ...undecodable])].filter((value) => value !== good);
}

const asHeader = (value: string) => Buffer.from(value).toString("latin1");
const cookiesSet = ({ headers }: Answer) => (headers["set-cookie"] ?? []).map((line) => line.split(";")[0] ?? "");

test("two hundred malformed cookies: each is a visitor's, is removed, and no answer is an error", async ({
  product,
  nats,
}) => {
  const good = await sealedFor(product.origin, sessionOf(nats.origin));
  const values = malformed(good);
  expect(values.length).toBeGreaterThanOrEqual(200);
  const before = product.output().length;
  for (const value of values) {
    const others = ["members.ended", "members.scheme", "members.flow.AAAAAAAA"].map((each) => `${each}=${value}`);
    const cookie = asHeader([`${name}=${value}`, ...others].join("; ")).slice(0, 15_000);
    const page = await request(`${product.origin}/members`, { headers: { ...navigation, cookie } });
    expect.soft([page.status, page.location], value).toEqual([302, `${product.origin}/login?returnTo=%2Fmembers`]);
    // Next leaves out what it cannot decode, so nothing of ours ever sees it.
    expect.soft(cookiesSet(page), value).toEqual(undecodable.includes(value) ? [] : [`${name}=`]);
    const check = await request(`${product.origin}/api/auth/check`, { headers: { cookie } });
    expect.soft([check.status, check.headers["set-cookie"]], value).toEqual([401, undefined]);
  }
  expect(product.output().slice(before), "a line for each would fill the log").toBe("");
  const kept = await request(`${product.origin}/members`, {
    headers: { ...navigation, cookie: `${name}=${good}; members.flow.AAAAAAAA=x` },
  });
  expect([kept.status, cookiesSet(kept)]).toEqual([200, []]);
});

test("at the places where browsers and next-auth cut cookies, a session opens whole or not at all", async ({
  product,
  nats,
}) => {
  // Bytes of the value: next-auth splits at 3,936, browsers drop more than 4,096.
  for (const size of [3933, 3936, 3937, 4020, 4094, 4096, 4100]) {
    const sealed = await sealedTo(size, product.origin, nats.origin);
    const opened = await request(`${product.origin}/members`, {
      headers: { ...navigation, cookie: `${name}=${sealed}` },
    });
    expect.soft(opened.status, `${sealed.length} bytes`).toBe(sealed.length <= 4096 ? 200 : 302);
  }
});

/** Seals a session as `size` bytes, or as few more as base64url allows. */
async function sealedTo(size: number, origin: string, issuer: string): Promise<string> {
  const session = sessionOf(issuer);
  const short = await sealedFor(origin, session);
  for (let length = Math.floor(((size - short.length) * 3) / 4) - 20; ; length++) {
    const sealed = await sealedFor(origin, { ...session, token: "t".repeat(length) });
    if (sealed.length >= size) return sealed;
  }
}

test("pieces of a session and forged numbers of pieces open nothing, beside a session neither", async ({
  product,
  nats,
}) => {
  const good = await sealedFor(product.origin, sessionOf(nats.origin));
  const half = good.length >> 1;
  const many = Array.from({ length: 60 }, (_, at) => `${name}.${at}=${good.slice(at * 9, at * 9 + 9)}`).join("; ");
  for (const cookie of [
    `${name}.0=${good}`,
    `${name}.0=${good.slice(0, half)}; ${name}.1=${good.slice(half)}`,
    `${name}.1=${good.slice(half)}; ${name}.0=${good.slice(0, half)}`,
    `${name}=${good.slice(0, half)}; ${name}.1=${good.slice(half)}`,
    `${name}=2; ${name}.0=${good.slice(0, half)}; ${name}.1=${good.slice(half)}`,
    `${name}=chunks:999999999; ${name}.999999999=${good}`,
    `${name}.-1=${good}; ${name}.NaN=${good}; ${name}.=${good}`,
    `authjs.session-token=${good}`,
    `__Secure-authjs.session-token.0=${good}`,
    `__Host-${name}=${good}`,
    many,
  ]) {
    const { status } = await request(`${product.origin}/members`, { headers: { ...navigation, cookie } });
    expect.soft(status, cookie.slice(0, 60)).toBe(302);
    const beside = `${cookie.replaceAll(`${name}=`, "other=")}; ${await cookieOf({ nats, product })}`;
    const member = await request(`${product.origin}/members`, { headers: { ...navigation, cookie: beside } });
    expect.soft(member.status, cookie.slice(0, 60)).toBe(200);
  }
});
