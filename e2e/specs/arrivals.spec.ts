/** A page on another site sends its visitor here, and must not learn whether they are signed in. */
import { createServer } from "node:http";
import type { Page } from "@playwright/test";
import { words } from "../../app/theme/words";
import { heading, natsLogin } from "../fixtures/pages";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

const { home, session: sessionWords } = words();

test.use({ settings: { OIDC_REDIRECT_URLS_ALLOWED: "https://www.example.com" } });

/**
 * Sends the visitor to `path` by a form in a new window, from a page on another site whose policy
 * allows forms to the product alone. Returns the new window, and what the policy reported.
 */
async function sentFromElsewhere(page: Page, origin: string, path: string) {
  const { pathname, searchParams } = new URL(path, origin);
  const fields = [...searchParams].map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  const other = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.setHeader("content-security-policy", `form-action ${origin}`);
    response.end(`<script>window.reports = [];
      addEventListener("securitypolicyviolation", (event) => window.reports.push(event.blockedURI));</script>
      <form action="${origin}${pathname}" target="_blank" rel="opener">${fields.join("")}<button>Prize</button></form>`);
  });
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const address = other.address();
  // By number instead of by name the same machine is another site.
  await page.goto(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`);
  const [opened] = await Promise.all([page.waitForEvent("popup"), page.getByRole("button", { name: "Prize" }).click()]);
  const reports = () => page.evaluate(() => Reflect.get(window, "reports") as string[]);
  const close = () => {
    other.closeAllConnections();
    other.close();
  };
  return { opened, reports, close };
}

test("signed out, they are led to NATS, and the other page hears nothing of it", async ({ page, product }) => {
  const { opened, reports, close } = await sentFromElsewhere(page, product.origin, "/members");
  await expect(natsLogin(opened)).toBeVisible();
  expect(await reports()).toEqual([]);
  close();
});

test("signed in, they see the page, and the other page hears nothing of it either", async ({
  page,
  product,
  signInAs,
}) => {
  await signInAs(page);
  const { opened, reports, close } = await sentFromElsewhere(page, product.origin, "/members");
  await expect(heading(opened, home.heading("fiona"))).toBeVisible();
  expect(await reports()).toEqual([]);
  close();
});

for (const signedIn of [false, true]) {
  const who = signedIn ? "signed in, they are asked" : "signed out, they are led there";
  test(`a sign-out that leads to an allowed site: ${who}, unreported`, async ({ page, product, signInAs }) => {
    const goodbye = "<h1>Goodbye</h1>";
    await page
      .context()
      .route("https://www.example.com/**", (route) => route.fulfill({ body: goodbye, contentType: "text/html" }));
    if (signedIn) await signInAs(page);
    const path = "/logout?returnTo=https%3A%2F%2Fwww.example.com%2Fbye";
    const { opened, reports, close } = await sentFromElsewhere(page, product.origin, path);
    await expect(heading(opened, signedIn ? sessionWords.signOut.heading : "Goodbye")).toBeVisible();
    expect(await reports()).toEqual([]);
    close();
  });
}

for (const site of ["cross-site", "same-site"]) {
  test(`from a ${site} page the way to NATS is a page with a link, and stays in no cache`, async ({
    product,
    nats,
  }) => {
    const member = visitor();
    const headers = { "sec-fetch-site": site };
    const answer = await member.open(`${product.origin}/login?returnTo=%2Ffull%3Fq%3D%2522`, { headers });
    expect(answer.status).toBe(200);
    const link = /<a href="([^"]+)"/.exec(answer.body)?.[1]?.replaceAll("&#38;", "&") ?? "";
    expect(answer.headers.refresh).toBe(`0; url=${link}`);
    expect(new URL(link).origin).toBe(nats.origin);
    expect(answer.headers["cache-control"]).toBe("private, no-store");
    expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    expect([...member.cookies.keys()]).toEqual([expect.stringMatching(/^members\.flow\./)]);
  });
}

for (const site of ["none", "same-origin", ""]) {
  test(`with Sec-Fetch-Site ${JSON.stringify(site)} the way to NATS is one redirect`, async ({ product, nats }) => {
    const answer = await visitor().open(`${product.origin}/login`, { headers: { "sec-fetch-site": site } });
    expect([answer.status, new URL(answer.location).origin]).toEqual([302, nats.origin]);
  });
}
