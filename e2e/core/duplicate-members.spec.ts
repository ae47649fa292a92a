/**
 * A name that comes twice in JSON counts as it last came, in everything that NATS sends: see
 * docs/decisions/0020-names-that-come-twice.md.
 */
import { addresses } from "../../lib/addresses";
import { holdsMemberPage } from "../fixtures/pages";
import { withProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { request, visitor } from "../fixtures/visitor";
import type { FaultTable } from "../nats/server";

test.use({ settings: { OIDC_BACKCHANNEL_LOGOUT: "on" } });

/** How fiona's way to the full page ends: `earlier` comes before what NATS says anyway. */
const signIns: [what: string, faults: FaultTable, status: number][] = [
  ["an id_token, the last aud ours", { idToken: { earlier: { aud: "9" } } }, 200],
  ["an id_token, the last aud another", { idToken: { earlier: { aud: "1,2" }, set: { aud: "9" } } }, 502],
  ["a token answer, the last token good", { token: { earlier: { access_token: "x", id_token: "y" } } }, 200],
  ["userinfo, last a full member", { userinfo: { earlier: { trial: "1" } } }, 200],
  ["userinfo, last on trial", { userinfo: { earlier: { trial: "0" }, set: { trial: "1" } } }, 403],
  ["userinfo, the last sub hers", { userinfo: { earlier: { sub: "999" } } }, 200],
  ["userinfo, the last sub another's", { userinfo: { earlier: { sub: "71" }, set: { sub: "999" } } }, 502],
  ["signed userinfo, last a full member", { userinfo: { signed: true, earlier: { trial: "1" } } }, 200],
  ["signed userinfo, last on trial", { userinfo: { signed: true, earlier: { trial: "0" }, set: { trial: "1" } } }, 403],
];
for (const [what, faults, status] of signIns) {
  test(`${what}: ${status}`, async ({ nats, product }) => {
    nats.faults.change(faults);
    expect((await visitor().signIn(`${product.origin}/full`, "fiona")).status).toBe(status);
  });
}

test("metadata and key set, the last endpoint and the last keys good: a sign-in works", async ({ nats }) => {
  const elsewhere = { issuer: "https://evil.test", token_endpoint: "https://evil.test/token" };
  nats.faults.change({ metadata: { earlier: elsewhere }, jwks: { earlier: { keys: [] } } });
  await withProduct(nats, {}, async ({ origin }) => {
    expect((await visitor().signIn(`${origin}/full`, "fiona")).status).toBe(200);
  });
});

test("a logout token ends the session that it names last", async ({ nats, product }) => {
  const signedIn = async (sid: string) => {
    nats.faults.set("idToken", { set: { sid }, times: 1 });
    const member = visitor();
    await member.signIn(`${product.origin}/members`, "fiona");
    return async () => holdsMemberPage((await member.follow(`${product.origin}/members`)).body);
  };
  const [isFirstIn, isLastIn] = [await signedIn("named first"), await signedIn("named last")];
  const now = Math.floor(Date.now() / 1000);
  const events = { "http://schemas.openid.net/event/backchannel-logout": {} };
  const claims = { iss: nats.origin, aud: "1,2", iat: now, exp: now + 120, jti: "twice", events, sid: "named last" };
  const token = await nats.signed(claims, { earlier: { sid: "named first" } });
  const answer = await request(product.origin + addresses.backchannelLogout, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `${new URLSearchParams({ logout_token: token })}`,
  });
  expect(answer.status).toBe(200);
  expect([await isFirstIn(), await isLastIn()]).toEqual([true, false]);
});
