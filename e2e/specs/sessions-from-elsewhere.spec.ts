/** Another site's page loads ours as images, frames and scripts: nobody is signed in by that. */
import { createServer } from "node:http";
import type { Page } from "@playwright/test";
import { natsLogin } from "../fixtures/pages";
import { expect, test } from "../fixtures/test";

test.use({ switches: { singleSignOn: true } });

/** Opens a page of another site that loads `addresses` in every way, and waits for all of them. */
async function loadFromElsewhere(page: Page, addresses: readonly string[]): Promise<void> {
  const tags = addresses.flatMap((address) => {
    const url = address.replaceAll("&", "&amp;");
    return [
      `<img src="${url}">`,
      `<iframe src="${url}"></iframe>`,
      `<script src="${url}"></script>`,
      `<link rel="stylesheet" href="${url}">`,
      `<video src="${url}"></video>`,
      `<object data="${url}"></object>`,
    ];
  });
  const fetches = `<script>for (const url of ${JSON.stringify(addresses)})
    for (const credentials of ["include", "omit"]) fetch(url, { mode: "no-cors", credentials }).catch(() => 0);</script>`;
  const other = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(tags.join("") + fetches);
  });
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const address = other.address();
  try {
    // By number instead of by name the same machine is another site.
    await page.goto(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`, {
      waitUntil: "networkidle",
    });
  } finally {
    other.closeAllConnections();
    other.close();
  }
}

const ours = async (page: Page) =>
  (await page.context().cookies()).map(({ name }) => name).filter((name) => name.startsWith("members."));

test("a member whom NATS remembers is not signed in by images, frames, scripts and fetches", async ({
  page,
  product,
  nats,
  logIn,
}) => {
  await page.goto("/members");
  await logIn(page, "fiona");
  nats.calls.clear();
  await page.context().clearCookies({ name: /^members\./ });
  const paths = [
    "/login",
    "/login?returnTo=%2Fmembers",
    "/members",
    "/full",
    "/join",
    "/api/auth/recheck?returnTo=%2Ffull",
  ];
  await loadFromElsewhere(
    page,
    paths.map((path) => product.origin + path),
  );
  expect(await ours(page), "not even a sign-in has begun").toEqual([]);
  // Browsers drop such cookies by themselves. Nor is anything led to NATS.
  expect(nats.calls.count("authorize")).toBe(0);
  await page.goto("/members");
  await expect(page, "NATS does remember: opening the page is enough").toHaveURL(`${product.origin}/members`);
  expect(await ours(page)).toContain("members.session");
});

test("the answer of a sign-in under way counts only where the browser opens it as a page", async ({
  page,
  product,
  nats,
}) => {
  await page.goto("/members");
  await expect(natsLogin(page)).toBeVisible();
  // The answer of NATS, caught before the browser follows it.
  const action = await page.locator("form").first().getAttribute("action");
  const answer = await page.request.post(nats.origin + action, { form: { member: "fiona" }, maxRedirects: 0 });
  const callback = answer.headers().location ?? "";
  expect(callback).toContain("code=");
  nats.calls.clear();
  await loadFromElsewhere(page, [callback]);
  expect((await ours(page)).includes("members.session")).toBe(false);
  expect(nats.calls.count("token"), "the code is not spent").toBe(0);
  await page.goto(callback);
  await expect(page).toHaveURL(`${product.origin}/members`);
});
