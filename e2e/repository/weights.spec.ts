/** What the account page weighs as shipped. A site's own name and links come on top. */
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation, request } from "../fixtures/visitor";

test("the account page has at most 20 kB of HTML", async ({ product, nats }) => {
  const cookie = await cookieOf({ nats, product });
  const { body } = await request(`${product.origin}/members/account`, { headers: { ...navigation, cookie } });
  expect(body).toContain("</html>");
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
});
