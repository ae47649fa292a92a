/** A member who changed at NATS: the next click of each of their visits asks NATS, and knows. */
import type { Page } from "@playwright/test";
import { words } from "../../app/theme/words";
import { addresses } from "../../lib/addresses";
import type { Product } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";
import type { Nats } from "../nats/server";

/** Ends one visit of the member, by a token that NATS refuses: the others count as changed. */
async function noteChange(member: string, { nats, product }: { nats: Nats; product: Product }): Promise<void> {
  const other = visitor();
  await other.signIn(`${product.origin}/members`, member);
  nats.faults.set("userinfo", { status: 401, times: 1 });
  await other.open(`${product.origin}${addresses.recheck}?returnTo=/members`);
  nats.calls.clear();
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

test("an upgrade opens the page at the next click", async ({ page, logIn, nats, product }) => {
  await page.goto("/full");
  await logIn(page, "tom");
  await expect(heading(page)).toHaveText(words().refused.trial.heading);
  nats.member("tom").trial = 0;
  await noteChange("tom", { nats, product });
  await page.reload();
  await expect(page).toHaveURL("/full");
  await expect(heading(page)).toHaveText(words().full.title);
  await page.goto("/members");
  await page.goto("/full");
  expect(nats.calls.count("userinfo"), "one call, then the claims are known").toBe(1);
});

test("a downgrade closes it at the next click", async ({ page, logIn, nats, product }) => {
  await page.goto("/full");
  await logIn(page, "fiona");
  await expect(heading(page)).toHaveText(words().full.title);
  nats.member("fiona").trial = 1;
  await noteChange("fiona", { nats, product });
  const answer = await page.goto("/full");
  expect(answer?.status()).toBe(403);
  await expect(heading(page)).toHaveText(words().refused.trial.heading);
});

test("Next's own fetches learn of it, too", async ({ page, logIn, nats, product }) => {
  await page.goto("/members");
  await logIn(page, "tom");
  nats.member("tom").trial = 0;
  await noteChange("tom", { nats, product });
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const check = await page.request.get(`${addresses.check}?gate=full`, { headers: { cookie } });
  expect(check.status()).toBe(204);
});

test("while NATS fails, the visit goes on and does not go round", async ({ nats, product }) => {
  const { origin } = product;
  const member = visitor();
  await member.signIn(`${origin}/members`, "fiona");
  await noteChange("fiona", { nats, product });
  nats.faults.set("userinfo", { status: 500 });
  const first = await member.follow(`${origin}/members`);
  expect([first.status, first.url, first.hops.length]).toEqual([200, `${origin}/members`, 3]);
  const second = await member.follow(`${origin}/members`);
  expect([second.status, second.hops.length], "asked a moment ago").toEqual([200, 1]);
  expect(nats.calls.count("userinfo")).toBe(1);
});

test("twenty visits of a member ask once each", async ({ nats, product }) => {
  const { origin } = product;
  const visits = Array.from({ length: 20 }, () => visitor());
  for (const visit of visits) await visit.signIn(`${origin}/members`, "fiona");
  await noteChange("fiona", { nats, product });
  for (let round = 0; round < 2; round++) {
    for (const visit of visits) expect((await visit.follow(`${origin}/members`)).status).toBe(200);
  }
  expect(nats.calls.count("userinfo")).toBe(20);
});
