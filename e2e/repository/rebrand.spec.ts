/** A re-brand takes at most ten changed lines of app/theme/, and reaches every page. */
import { expect, test } from "@playwright/test";
import { brands } from "../../scripts/screenshots/brands";
import { startAltered } from "../fixtures/altered-build";
import { visitor } from "../fixtures/visitor";
import { startNats } from "../nats/server";
import { textOf } from "../tables/tree";

for (const [name, lines] of Object.entries(brands)) {
  test(`the re-brand "${name}" changes at most ten lines of the theme, and they are there to change`, () => {
    expect(lines.length).toBeLessThanOrEqual(10);
    for (const [file, from] of lines) {
      expect.soft(file).toMatch(/^app\/theme\//);
      expect.soft(textOf(file).split("\n"), file).toContain(from);
    }
  });
}

test("after a re-brand, the tour, a refusal and a missing page have its name, and its colours", async () => {
  const nats = await startNats();
  const replace: Record<string, [string, string][]> = {};
  for (const [file, from, to] of brands.harbour ?? []) replace[file] = [...(replace[file] ?? []), [from, to]];
  const product = await startAltered({ replace }, nats);
  try {
    const member = visitor();
    const refused = await member.signIn(`${product.origin}/full`, "tom");
    const tour = await visitor().open(`${product.origin}/`);
    const missing = await member.open(`${product.origin}/members/nowhere`);
    for (const { body } of [refused, tour, missing]) {
      expect(body).toContain("Blue Harbour");
      expect(body).not.toContain("Northmere");
      expect(body).toContain('data-scheme="dark"');
    }
    const style = /\/_next\/static\/[^"]+\.css/.exec(tour.body)?.[0] ?? "";
    expect((await visitor().open(product.origin + style)).body).toContain("#0d1224");
  } finally {
    await product.stop();
    await nats.close();
  }
});
