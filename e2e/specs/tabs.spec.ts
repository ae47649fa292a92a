/** Several sign-ins at once in one browser. */
import { expect, test } from "../fixtures/test";

test("two tabs sign in at once and finish in reverse order, each on its own page", async ({ context, logIn }) => {
  const first = await context.newPage();
  const second = await context.newPage();
  await first.goto("/members/latest?page=2");
  await second.goto("/members/account");
  await logIn(second, "fiona");
  await expect(second).toHaveURL("/members/account");
  await logIn(first, "fiona");
  await expect(first).toHaveURL("/members/latest?page=2");
});
