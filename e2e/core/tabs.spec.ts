/** Several sign-ins at once in one browser. */
import { words } from "../../app/theme/words";
import { headingOf } from "../fixtures/pages";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

const { failures } = words();

test("two tabs sign in at once and finish in reverse order, each on its own page", async ({ context, logIn }) => {
  const first = await context.newPage();
  const second = await context.newPage();
  await first.goto("/members/account?page=2");
  await second.goto("/full");
  await logIn(second, "fiona");
  await expect(second).toHaveURL("/full");
  await logIn(first, "fiona");
  await expect(first).toHaveURL("/members/account?page=2");
});

test("twelve tabs sign in at once and finish in any order, each on its own page", async ({
  context,
  logIn,
  product,
}) => {
  const tabs = [];
  for (let number = 1; number <= 12; number++) {
    const tab = await context.newPage();
    await tab.goto(`/members/account?page=${number}`);
    tabs.push({ tab, number });
  }
  const cookies = (await context.cookies()).filter(({ name }) => name.startsWith("members.flow."));
  expect(cookies).toHaveLength(12);
  for (const { name, value } of cookies) expect(`${name}=${value}`.length).toBeLessThanOrEqual(350);
  for (const { tab, number } of tabs.sort((a, b) => ((a.number * 7) % 13) - ((b.number * 7) % 13))) {
    await logIn(tab, "fiona");
    await expect(tab).toHaveURL(`${product.origin}/members/account?page=${number}`);
  }
});

test("a thirteenth tab drops the oldest attempt, which then ends on a page with one button", async ({ product }) => {
  const member = visitor();
  const first = await member.follow(`${product.origin}/members/account?page=1`);
  for (let number = 2; number <= 13; number++) await member.follow(`${product.origin}/members/account?page=${number}`);
  expect([...member.cookies.keys()].filter((name) => name.startsWith("members.flow."))).toHaveLength(12);
  const action = /<form[^>]+action="([^"]+)"/.exec(first.body)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const end = await member.follow(new URL(action, first.url).href, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "member=fiona",
  });
  expect(end.status).toBe(400);
  expect(headingOf(end.body)).toBe(failures.stale.heading);
  expect(product.logged("sign_in_failed").at(-1)).toMatchObject({ code: "stale" });
});

test("the same answer of NATS sent twenty times at once redeems one code", async ({ nats, product }) => {
  const member = visitor();
  const callback = await member.logIn(`${product.origin}/members`, "fiona");
  nats.calls.clear();
  const cookie = [...member.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => visitor().open(callback, { headers: { cookie } })),
  );
  for (const answer of answers) expect(answer.location).toBe(`${product.origin}/members`);
  expect(nats.calls.count("token")).toBe(1);
});
