/** The OpenID Foundation's tests of sign-outs by their names, begun here and by the provider. */
import { words } from "../../app/theme/words";
import { addresses } from "../../lib/addresses";
import { headingOf, holdsMemberPage } from "../fixtures/pages";
import { expect, test } from "../fixtures/test";
import { request, visitor } from "../fixtures/visitor";
import type { Nats } from "../nats/server";

const { session: sessionWords } = words();

test.use({ settings: { OIDC_BACKCHANNEL_LOGOUT: "on" }, switches: { endSession: "returns" } });

// No `state` is sent, which is optional (RP-Initiated Logout 1.0 section 2): the session is over
// before the browser leaves, so nothing depends on what comes back.
for (const [name, returned] of [
  ["oidcc-client-test-rp-init-logout", ""],
  ["oidcc-client-test-rp-init-logout-no-state", "&state="],
  ["oidcc-client-test-rp-init-logout-other-state", "&state=made-up"],
] as const) {
  test(`${name}: the session is over, here and at the provider, whatever state comes back`, async ({
    product,
    nats,
  }) => {
    const { origin } = product;
    const member = visitor();
    await member.signIn(`${origin}/members`, "fiona");
    const copy = [...member.cookies].map(([key, value]) => `${key}=${value}`).join("; ");
    const answer = await member.open(`${origin}/logout`, {
      method: "POST",
      headers: { "sec-fetch-site": "same-origin", origin },
    });
    const asked = new URL(answer.location);
    expect([asked.origin, Object.fromEntries(asked.searchParams)]).toEqual([
      nats.origin,
      { client_id: "1,2", post_logout_redirect_uri: `${origin}/signed-out?from=nats` },
    ]);
    const back = (await member.open(answer.location)).location;
    const end = await member.follow(back + returned);
    expect([end.status, headingOf(end.body)]).toEqual([200, sessionWords.signedOutEverywhere.heading]);
    const again = await visitor().follow(`${origin}/members`, { headers: { cookie: copy } });
    expect(holdsMemberPage(again.body)).toBe(false);
  });
}

const event = "http://schemas.openid.net/event/backchannel-logout";
const another = { "http://schemas.openid.net/event/other": {} };

/** A logout token of the provider's session `sid`, with changes. */
function logoutToken(nats: Nats, sid: string, fault: Parameters<Nats["signed"]>[1]): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: nats.origin,
    aud: "1,2",
    iat: now,
    exp: now + 120,
    jti: `of ${sid}`,
    sid,
    events: { [event]: {} },
  };
  return nats.signed(claims, { header: { typ: "logout+jwt" }, ...fault });
}

for (const [name, fault, status] of [
  ["oidcc-client-test-rp-backchannel-rpinitlogout", {}, 200],
  ["oidcc-client-test-rp-backchannel-rpinitlogout-alg-none", { alg: "none" }, 400],
  ["oidcc-client-test-rp-backchannel-rpinitlogout-no-event", { remove: ["events"] }, 400],
  ["oidcc-client-test-rp-backchannel-rpinitlogout-with-nonce", { set: { nonce: "n" } }, 400],
  ["oidcc-client-test-rp-backchannel-rpinitlogout-wrong-alg", { alg: "HS256" }, 400],
  ["oidcc-client-test-rp-backchannel-rpinitlogout-wrong-aud", { set: { aud: "9" } }, 400],
  ["oidcc-client-test-rp-backchannel-rpinitlogout-wrong-event", { set: { events: another } }, 400],
  ["oidcc-client-test-rp-backchannel-rpinitlogout-wrong-iss", { set: { iss: "https://evil.test" } }, 400],
] as const) {
  test(`${name}: ${status}, and the session ${status === 200 ? "is over" : "goes on"}`, async ({ product, nats }) => {
    nats.faults.set("idToken", { set: { sid: name }, times: 1 });
    const member = visitor();
    await member.signIn(`${product.origin}/members`, "fiona");
    const answer = await request(product.origin + addresses.backchannelLogout, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: `${new URLSearchParams({ logout_token: await logoutToken(nats, name, { ...fault, remove: [...("remove" in fault ? fault.remove : [])] }) })}`,
    });
    expect([answer.status, answer.headers["cache-control"]]).toEqual([status, "private, no-store"]);
    const page = await member.follow(`${product.origin}/members`);
    expect(holdsMemberPage(page.body)).toBe(status === 400);
  });
}
