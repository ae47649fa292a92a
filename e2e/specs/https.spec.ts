/** A journey over https behind a TLS front, where cookies carry `__Host-` and Secure. */
import { pressSignOut } from "../fixtures/pages";
import { freePort, standardSettings, startProduct, withProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { tlsFront } from "../fixtures/tls-front";
import { request } from "../fixtures/visitor";

test.use({ ignoreHTTPSErrors: true });

test("HSTS_SECONDS says how long browsers keep to https; 0 lets them forget", async ({ nats }) => {
  for (const [seconds, header] of [
    [undefined, "max-age=63072000"],
    ["0", "max-age=0"],
    ["86400", "max-age=86400"],
  ] as const) {
    const settings = { AUTH_URL: "https://members.example", ...(seconds ? { HSTS_SECONDS: seconds } : {}) };
    await withProduct(nats, settings, async ({ origin }) => {
      for (const path of ["/", "/signed-out"]) {
        expect((await request(origin + path)).headers["strict-transport-security"], path).toBe(header);
      }
    });
  }
});

test("over https the session cookie is Secure, host-only and out of reach of scripts", async ({
  page,
  nats,
  logIn,
}) => {
  const [outside, inside] = [await freePort(), await freePort()];
  const origin = `https://localhost:${outside}`;
  const product = await startProduct({ port: inside, settings: standardSettings(origin, nats.metadataUrl) });
  const stopFront = await tlsFront(outside, inside);
  try {
    await page.goto(`${origin}/members/account?page=2`);
    const flows = await page.context().cookies(origin);
    expect(flows.map(({ name }) => name)).toEqual([expect.stringMatching(/^__Host-members\.flow\.[\w-]{8}$/)]);
    await logIn(page, "fiona");
    await expect(page).toHaveURL(`${origin}/members/account?page=2`);

    const cookies = await page.context().cookies(origin);
    for (const cookie of cookies) {
      expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: "Lax", path: "/", domain: "localhost" });
      expect(cookie.name).toMatch(/^__Host-members\./);
    }
    const session = cookies.find(({ name }) => name === "__Host-members.session");
    expect(session).toMatchObject({ expires: -1 });
    expect(`${session?.name}=${session?.value}`.length).toBeLessThanOrEqual(600);
    expect(await page.evaluate(() => document.cookie)).toBe("");
    const reload = await page.reload();
    expect(reload?.headers()["strict-transport-security"]).toContain("max-age=63072000");

    await pressSignOut(page);
    await expect(page).toHaveURL(`${origin}/signed-out`);
    expect((await page.context().cookies(origin)).map(({ name }) => name)).toEqual(["__Host-members.ended"]);
  } finally {
    await stopFront();
    await product.stop();
  }
});
