/** NATS posts a change of a member: the next request of that member knows, and nobody else's. */
import type { Page } from "@playwright/test";
import { words } from "../../app/theme/words";
import { withProduct } from "../fixtures/product";
import { connect, managementKey, post } from "../fixtures/pushes";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

test.use({ settings: { NATS_MANAGEMENT_KEY: managementKey } });

test.beforeEach(({ nats, product }) => connect({ nats, product }));

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

test("a change in NATS's console opens the page at the next click", async ({ page, context, logIn, nats }) => {
  await page.goto("/full");
  await logIn(page, "tom");
  await expect(heading(page)).toHaveText(words().refused.trial.heading);
  const console = await context.newPage();
  await console.goto(`${nats.origin}/_control/`);
  await console.getByRole("button", { name: "Make full tom (site 1)" }).click();
  await expect(console.locator("#posts")).toContainText("OK|noted");
  await page.reload();
  await expect(heading(page)).toHaveText(words().full.title);
});

test("an upgrade opens the full page, an expiration and a ban close everything", async ({ product, nats }) => {
  const { origin } = product;
  const tom = visitor();
  await tom.signIn(`${origin}/members`, "tom");
  expect((await tom.open(`${origin}/full`)).status).toBe(403);
  await nats.change("tom", { trial: 0 });
  const full = await tom.follow(`${origin}/full`);
  expect([full.status, full.url]).toEqual([200, `${origin}/full`]);
  await nats.change("tom", { banned: true });
  expect((await tom.follow(`${origin}/members`)).url, "led to NATS's login").toContain(nats.origin);

  const fiona = visitor();
  await fiona.signIn(`${origin}/members`, "fiona");
  await nats.change("fiona", { status: 2 });
  expect((await fiona.follow(`${origin}/members`)).url).toContain(nats.origin);
});

test("a file, an action's page and the check know of it, too", async ({ product, nats }) => {
  const { origin } = product;
  const fiona = visitor();
  await fiona.signIn(`${origin}/members`, "fiona");
  expect((await fiona.open(`${origin}/api/auth/check?gate=full`)).status).toBe(204);
  await nats.change("fiona", { trial: 1 });
  expect((await fiona.open(`${origin}/api/auth/check?gate=full`)).status).toBe(403);
});

test("a post costs one call for each visit of its member, and none for others", async ({ product, nats }) => {
  const { origin } = product;
  nats.switches.showAllMembers = true;
  const [one, other, noel] = [visitor(), visitor(), visitor()];
  await one.signIn(`${origin}/members`, "uma");
  await other.signIn(`${origin}/members`, "uma");
  await noel.signIn(`${origin}/members`, "noel");
  nats.calls.clear();
  for (let time = 0; time < 10; time++) {
    expect((await post(product, { action: "EXPIRE", username: "uma" })).body).toBe("OK|noted");
  }
  expect(nats.calls.count(), "posts alone call nobody").toBe(0);
  for (let round = 0; round < 2; round++) {
    for (const each of [one, other, noel]) expect((await each.follow(`${origin}/members`)).status).toBe(200);
  }
  expect(nats.calls.count("userinfo"), "they were forged: the membership stays").toBe(2);
});

test("a sign-in after a post knows of the change already, and asks no second time", async ({ product, nats }) => {
  nats.switches.showAllMembers = true;
  const { origin } = product;
  await visitor().signIn(`${origin}/members`, "manuel");
  await post(product, { action: "CHANGE", username: "manuel" });
  nats.calls.clear();
  const page = await visitor().signIn(`${origin}/members`, "manuel");
  expect([page.status, page.url]).toEqual([200, `${origin}/members`]);
  expect(nats.calls.count("userinfo")).toBe(1);
});

for (const [what, fields] of [
  ["the member id alone", { memberid: "71" }],
  ["the username alone", { username: "fiona" }],
  ["the new username", { username: "former", new_username: "fiona" }],
] as const) {
  test(`a member is found by ${what}`, async ({ product, nats }) => {
    const fiona = visitor();
    await fiona.signIn(`${product.origin}/members`, "fiona");
    nats.calls.clear();
    await post(product, { action: "CHANGE", ...fields });
    await fiona.follow(`${product.origin}/members`);
    expect(nats.calls.count("userinfo")).toBe(1);
  });
}

test("a name with other letters is found in UTF-8 and in Windows-1252", async ({ product, nats }) => {
  nats.switches.showAllMembers = true;
  const zoe = visitor();
  await zoe.signIn(`${product.origin}/members`, "zoe");
  for (const username of ["zo%C3%AB+m%C3%BCller%40example.test", "zo%EB+m%FCller%40example.test"]) {
    nats.calls.clear();
    await post(product, `action=CHANGE&username=${username}`);
    await zoe.follow(`${product.origin}/members`);
    expect(nats.calls.count("userinfo"), username).toBe(1);
  }
});

test("the name counts if the subject is no member id", async ({ product, nats }) => {
  nats.switches.subForm = "opaque";
  const tom = visitor();
  await tom.signIn(`${product.origin}/members`, "tom");
  await nats.change("tom", { trial: 0 });
  expect((await tom.follow(`${product.origin}/full`)).status).toBe(200);
});

test("a join goes through, because CHECK is answered with NOTOK", async ({ nats }) => {
  const body = new URLSearchParams({ site: "1", username: "newcomer" });
  expect((await fetch(`${nats.origin}/signup/signup.php`, { method: "POST", body })).status).toBe(200);
  expect(nats.posts.map(({ action, answer }) => [action, answer])).toEqual([
    ["CHECK", expect.stringMatching(/^NOTOK\|/)],
    ["ADD", "OK|noted"],
  ]);
});

test("with `never` a change ends the visits of the member", async ({ nats }) => {
  const settings = { NATS_MANAGEMENT_KEY: managementKey, OIDC_USER_INFO_REFRESH_INTERVAL: "never" };
  await withProduct(nats, settings, async (product) => {
    connect({ nats, product });
    const { origin } = product;
    const [tom, fiona] = [visitor(), visitor()];
    await tom.signIn(`${origin}/members`, "tom");
    await fiona.signIn(`${origin}/members`, "fiona");
    await nats.change("tom", { trial: 0 });
    expect((await tom.follow(`${origin}/members`)).url).toContain(nats.origin);
    expect((await fiona.open(`${origin}/members`)).status).toBe(200);
    expect((await tom.signIn(`${origin}/full`, "tom")).status).toBe(200);
  });
});
