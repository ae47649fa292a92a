/** The log of whole visits holds nothing by which somebody could act as a member, or know one. */
import { addresses } from "../../lib/addresses";
import { testSecret } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";
import type { Nats } from "../nats/server";

const secretFields = ["code", "state", "nonce", "code_challenge", "code_verifier", "id_token_hint", "client_secret"];

/** The secrets that a visit has told NATS: codes, states, verifiers, tokens. */
function toldNats({ calls, origin }: Nats): string[] {
  return calls.list.flatMap(({ url, headers, form }) => {
    const fields = [...new URL(url, origin).searchParams, ...Object.entries(form)];
    const secret = fields.filter(([name]) => secretFields.includes(name)).map(([, value]) => value);
    return [...secret, headers.authorization?.replace(/^\w+ /, "") ?? ""];
  });
}

const canary = "canary-of-nats";

/** What goes wrong: before the sign-in, or between it and the recheck. */
const visits: { before?: (nats: Nats) => void; between?: (nats: Nats) => void }[] = [
  { between: (nats) => nats.faults.set("userinfo", { status: 500, body: canary }) },
  { between: (nats) => nats.revokeTokens("fiona") },
  { before: (nats) => nats.faults.set("token", { set: { access_token: 7, note: canary } }) },
  { before: (nats) => nats.faults.set("token", { status: 400, body: `{"error":"${canary} x"}` }) },
  { before: (nats) => nats.faults.set("idToken", { wrongKey: true, set: { note: canary } }) },
  { before: (nats) => nats.faults.set("userinfo", { set: { sub: "999", note: canary } }) },
];

/** Goes through a visit, and returns each value that a cookie of it had. */
async function visit(origin: string, between: () => void): Promise<string[]> {
  const member = visitor();
  const values = new Set<string>();
  const follow = async (url: string) => {
    await member.follow(url);
    for (const value of member.cookies.values()) values.add(value);
  };
  const callback = await member.logIn(`${origin}/members?from=canary-query`, "fiona");
  for (const value of member.cookies.values()) values.add(value);
  await follow(callback);
  between();
  for (const path of [`${addresses.recheck}?returnTo=/members`, "/full", "/media/none.webm", addresses.session]) {
    await follow(origin + path);
  }
  await follow(callback);
  const headers = { origin, "sec-fetch-site": "same-origin" };
  await member.open(origin + addresses.logout, { method: "POST", headers });
  return [...values];
}

test("whole visits, good and failing, leave no token, code, cookie, secret or name in the log", async ({
  product,
  nats,
}) => {
  const secrets: string[] = [testSecret, "demosecret", "fiona", "canary-query"];
  for (const { before, between } of visits) {
    before?.(nats);
    secrets.push(...(await visit(product.origin, () => between?.(nats))), ...toldNats(nats));
    await nats.reset();
  }
  for (const event of ["sign_in", "sign_in_failed", "recheck", "sign_out"]) {
    expect.soft(product.logged(event).length, event).toBeGreaterThan(0);
  }
  const log = product.output();
  const long = [...new Set(secrets)].filter((secret) => secret.length >= 5);
  expect(long.length).toBeGreaterThan(20);
  expect(long.filter((secret) => log.includes(secret))).toEqual([]);
  expect(log).not.toMatch(/eyJ[\w-]{10,}\./);
  expect(log).not.toContain(canary);
});
