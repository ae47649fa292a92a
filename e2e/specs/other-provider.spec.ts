/** Sign-in against an independent provider, without a change of code: we speak OpenID Connect, not only our own look-alike's. */
import { startOtherProvider } from "../fixtures/other-provider";
import { freePort, standardSettings, startProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";

test("sign-in works with the npm package oidc-provider behind NATS's discovery path", async ({ page }) => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const provider = await startOtherProvider(`${origin}/api/auth/callback/nats`);
  const product = await startProduct({ port, settings: standardSettings(origin, provider.metadataUrl) });
  try {
    await page.goto(`${origin}/full`);
    await page.getByPlaceholder("Enter any login").fill("greta");
    await page.getByPlaceholder("and password").fill("any");
    await page.getByRole("button", { name: "Sign-in" }).click();
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page).toHaveURL(`${origin}/full`);
    await expect(page.getByRole("heading", { level: 1, name: "The full collection" })).toBeVisible();
    await expect(page.getByText("greta").first()).toBeVisible();
  } finally {
    await product.stop();
    await provider.close();
  }
});
