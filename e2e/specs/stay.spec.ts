/** The button of the notice, with the default limits: NATS is asked, and the visit goes on. */
import { words } from "../../app/theme/words";
import { addresses } from "../../lib/addresses";
import { whenWatched } from "../fixtures/pages";
import { lastToken, now } from "../fixtures/session-age";
import { cookieOf, expect, test } from "../fixtures/test";
import { request } from "../fixtures/visitor";

const { stay } = words();

test("after an hour without a request, Stay asks NATS and renews the session", async ({
  page,
  nats,
  logIn,
  signInAs,
}) => {
  await page.goto("/members/account");
  await logIn(page, "fiona");
  await page.clock.install();
  const token = lastToken(nats.calls);
  // The page's own end lies before the one that Stay brings, even if all happens in one second.
  await signInAs(page, { sub: "71", token, seenAt: now() - 30 });
  await page.reload();
  await whenWatched(page);
  const at = now() - 3500;
  await signInAs(page, { sub: "71", token, seenAt: at, checkedAt: at, triedAt: at });
  nats.calls.clear();
  await page.clock.fastForward(3_500_000);
  await expect(page.locator("[data-notice]")).toBeVisible();
  await page.getByRole("button", { name: stay.action, exact: true }).click();
  await expect(page.locator("[data-notice]")).toBeHidden();
  expect(nats.calls.count("userinfo")).toBe(1);
  const left = await page.evaluate(async (path) => {
    const session = await (await fetch(path)).json();
    return session?.expires as string | undefined;
  }, addresses.session);
  expect(Date.parse(left ?? "") / 1000 - now()).toBeGreaterThan(3500);
});

test("another site, and a visitor, get nothing from it", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  const post = (headers: Record<string, string>) =>
    request(product.origin + addresses.stay, { method: "POST", headers });
  const foreign = await post({ cookie, origin: "https://evil.example", "sec-fetch-site": "cross-site" });
  expect([foreign.status, foreign.headers["set-cookie"]]).toEqual([403, undefined]);
  const own = { origin: product.origin, "sec-fetch-site": "same-origin" };
  expect((await post(own)).status).toBe(401);
  expect((await post({ ...own, cookie })).status).toBe(204);
});
