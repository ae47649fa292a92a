/** Sign-in at an independent OpenID provider, so that not only the look-alike is proof. */
import { words } from "../../app/theme/words";
import { signInThere, startOtherProvider } from "../fixtures/other-provider";
import { heading } from "../fixtures/pages";
import { freePort, standardSettings, startProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";

const { full } = words();

test("sign-in works with the npm package oidc-provider behind NATS's discovery path", async ({ page }) => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const provider = await startOtherProvider(`${origin}/api/auth/callback/nats`);
  const product = await startProduct({ port, settings: standardSettings(origin, provider.metadataUrl) });
  try {
    await signInThere(page, `${origin}/full`, "greta");
    await expect(heading(page, full.title)).toBeVisible();
    await expect(page.getByText("greta").first()).toBeVisible();
  } finally {
    await product.stop();
    await provider.close();
  }
});
