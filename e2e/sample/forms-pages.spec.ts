/** Forms with the same fields on several pages. */
import { rm } from "node:fs/promises";
import { alteredBuild } from "../fixtures/altered-build";
import { freePort, standardSettings, startProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { suggestion, suggestPage, writeSuggestion } from "./suggestion";

const otherPage = "/members/other";
const again = `export { default } from "../suggest/page";\nexport { generateMetadata } from "../suggest/page";\n`;

test("a text kept on one page does not appear in the form of another", async ({ page, nats, signInAs }) => {
  const folder = await alteredBuild({ add: { "app/(members)/members/(sample)/other/page.tsx": again } });
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const product = await startProduct({ port, folder, settings: standardSettings(origin, nats.metadataUrl) });
  try {
    await signInAs(page, {}, origin);
    await page.goto(origin + suggestPage);
    await writeSuggestion(page, "About the first film");
    await page.goto(origin + otherPage);
    await writeSuggestion(page, "About the second film");
    for (const [path, text] of [
      [suggestPage, "About the first film"],
      [otherPage, "About the second film"],
    ] as const) {
      await page.goto(origin + path);
      await expect(suggestion(page)).toHaveValue(text);
    }
  } finally {
    await product.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
