/** Back-channel logout with an independent provider, the npm package oidc-provider. */
import { once } from "node:events";
import { createServer } from "node:http";
import { addresses } from "../../lib/addresses";
import { signInThere, startOtherProvider } from "../fixtures/other-provider";
import { freePort, standardSettings, startProduct, withProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { request } from "../fixtures/visitor";

test.use({ settings: { OIDC_BACKCHANNEL_LOGOUT: "on" } });

const form = { "content-type": "application/x-www-form-urlencoded" };
const post = (url: string, body: string, headers: Record<string, string> = form) =>
  request(url, { method: "POST", body, headers });

test("a session that ends at the provider ends here, and its token counts once", async ({ page, browser }) => {
  const [port, relayPort] = [await freePort(), await freePort()];
  const origin = `http://localhost:${port}`;
  const vanity = `${origin}/old/vanity`;
  const provider = await startOtherProvider(vanity, `http://localhost:${relayPort}/`);
  const settings = { ...standardSettings(origin, provider.metadataUrl), OIDC_REDIRECT_URI: vanity };
  const product = await startProduct({ port, settings: { ...settings, OIDC_BACKCHANNEL_LOGOUT: "on" } });
  // The provider posts to this relay, which keeps what it hands on.
  const bodies: string[] = [];
  const relay = createServer(async (incoming, answer) => {
    let body = "";
    for await (const chunk of incoming.setEncoding("utf8")) body += chunk;
    bodies.push(body);
    answer.writeHead((await post(origin + addresses.backchannelLogout, body)).status).end();
  }).listen(relayPort, "localhost");
  await once(relay, "listening");
  try {
    const elsewhere = await browser.newPage();
    for (const each of [page, elsewhere]) await signInThere(each, `${origin}/members`, "greta");
    await page.goto(`${provider.origin}/session/end`);
    await page.getByRole("button", { name: "Yes, sign me out" }).click();
    await expect.poll(() => product.logged("backchannel_logout").at(-1)).toMatchObject({ outcome: "ended", ended: 1 });
    await page.goto(`${origin}/members`);
    await expect(page).toHaveURL(new RegExp(`^${provider.origin}/`));
    await elsewhere.goto(`${origin}/members`);
    await expect(elsewhere, "another session of the same member goes on").toHaveURL(`${origin}/members`);

    const [body = ""] = bodies;
    for (const url of [origin + addresses.backchannelLogout, `${vanity}?logout=backchannel`]) {
      const again = await post(url, body);
      expect([again.status, JSON.parse(again.body)]).toMatchObject([400, { error: "invalid_request" }]);
      expect(again.headers["cache-control"]).toContain("no-store");
    }
    expect(product.logged("backchannel_logout").map(({ reason }) => reason)).toContain("its jti came before");
    expect(product.output()).not.toContain(new URLSearchParams(body).get("logout_token"));
  } finally {
    relay.close();
    await product.stop();
    await provider.close();
  }
});

test("what is no logout token is refused, and the site stays quick", async ({ product }) => {
  const url = product.origin + addresses.backchannelLogout;
  const bad: [body: string, headers?: Record<string, string>][] = [
    [""],
    ["logout_token="],
    ["logout_token=a.b.c"],
    ["logout_token=a&logout_token=b"],
    [`logout_token=${"x".repeat(20_000)}`],
    ['{"logout_token":"a.b.c"}', { "content-type": "application/json" }],
  ];
  for (const [body, headers] of bad) expect((await post(url, body, headers)).status).toBe(400);
  const flood = await Promise.all(Array.from({ length: 100 }, () => post(url, "logout_token=a.b.c")));
  expect(flood.every(({ status }) => status === 400 || status === 503)).toBe(true);
  expect((await request(url)).status).toBe(405);
});

test("unless the settings name it, there is no such address", async ({ nats }) => {
  await withProduct(nats, { OIDC_BACKCHANNEL_LOGOUT: "off" }, async ({ origin }) => {
    expect((await post(origin + addresses.backchannelLogout, "logout_token=a.b.c")).status).toBe(404);
  });
});
