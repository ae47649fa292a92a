/** SESSIONS_PER_MEMBER: one more sign-in ends the oldest visit. */
import { words } from "../../app/theme/words";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

const { session } = words();

test.use({ settings: { SESSIONS_PER_MEMBER: "2" } });

test("the third sign-in ends the first visit, without a word of blame", async ({ product }) => {
  const { origin } = product;
  const visitors = [visitor(), visitor(), visitor()];
  for (const each of visitors) await each.signIn(`${origin}/members`, "fiona");
  const [first, second, third] = await Promise.all(visitors.map((each) => each.follow(`${origin}/members`)));
  expect(first?.body).toContain(session.ended.limit.heading);
  expect([second?.status, second?.url]).toEqual([200, `${origin}/members`]);
  expect([third?.status, third?.url]).toEqual([200, `${origin}/members`]);
});

test("ten sign-ins at once leave two visits", async ({ product }) => {
  const { origin } = product;
  const visitors = Array.from({ length: 10 }, () => visitor());
  await Promise.all(visitors.map((each) => each.signIn(`${origin}/members`, "tom")));
  const pages = await Promise.all(visitors.map((each) => each.open(`${origin}/members`)));
  expect(pages.filter(({ status }) => status === 200)).toHaveLength(2);
});

test("other members are not counted", async ({ product }) => {
  const { origin } = product;
  const names = ["fiona", "tom", "uma"];
  const visitors = await Promise.all(
    names.map(async (name) => {
      const each = visitor();
      await each.signIn(`${origin}/members`, name);
      return each;
    }),
  );
  for (const each of visitors) expect((await each.open(`${origin}/members`)).status).toBe(200);
});
