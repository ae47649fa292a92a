/** Claims for the application: in pages, route handlers, server actions and the browser, and never more than the allow-list there. */
import { expect, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";

test("the browser's session holds the allow-listed claims and nothing else", async ({ product, nats }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const answer = await member.open(`${product.origin}/api/auth/session`, {
    headers: { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" },
  });
  const session = JSON.parse(answer.body);
  expect(session).toEqual({
    user: { name: "fiona" },
    member: { username: "fiona", trial: "0", status: "1" },
    expires: expect.any(String),
  });
  const token = nats.calls.list.find((call) => call.endpoint === "userinfo")?.headers.authorization?.slice(7) ?? "-";
  for (const path of ["/members", "/members/account", "/full", "/api/auth/session", "/members/me"]) {
    expect((await member.open(product.origin + path, { headers: { accept: "*/*" } })).body).not.toContain(token);
  }
});

test("a route handler reads the member", async ({ product }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "tom");
  const answer = await member.open(`${product.origin}/members/me`, { headers: { accept: "*/*" } });
  expect(JSON.parse(answer.body)).toMatchObject({
    name: "tom",
    claims: { username: "tom", trial: "1", status: "1" },
  });
});

test("a server action reads the member", async ({ page, logIn, product }) => {
  await page.goto("/members/suggest");
  await logIn(page, "fiona");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("Please write a few words first.")).toBeVisible();
  await page.getByLabel("Your suggestion").fill("The moor in fog");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("Thank you.")).toBeVisible();
  expect(product.logged("suggestion").at(-1)).toMatchObject({ text: "The moor in fog" });
});

test("a client component reads the member by useSession(), without a call of its own", async ({ page, logIn }) => {
  const asked: string[] = [];
  page.on("request", (sent) => {
    if (sent.url().endsWith("/api/auth/session")) asked.push(sent.url());
  });
  await page.goto("/members");
  await logIn(page, "fiona");
  await expect(page.getByRole("banner").getByText("fiona")).toBeVisible();
  expect(asked).toEqual([]);
});

test("nobody's session is null, for a broken cookie too", async ({ product }) => {
  for (const cookie of ["", "members.session=x", "members.session=a..b.c.d"]) {
    const answer = await request(`${product.origin}/api/auth/session`, { headers: cookie ? { cookie } : {} });
    expect([answer.status, answer.body]).toEqual([200, "null"]);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  }
});

test("names beyond ASCII, upper case, and with spaces arrive as they are", async ({ product, nats }) => {
  nats.switches.showAllMembers = true;
  for (const [key, name] of [
    ["zoe", "zoë müller@example.test"],
    ["ulrika", "ULRIKA"],
  ] as const) {
    const member = visitor();
    await member.signIn(`${product.origin}/members`, key);
    const answer = await member.open(`${product.origin}/members/me`, { headers: { accept: "*/*" } });
    expect(JSON.parse(answer.body).name).toBe(name);
  }
});

test("markup in a claim is text on the page", async ({ product, nats }) => {
  nats.member("fiona").claims = { set: { username: '</script><script>alert(1)</script>"><img src=x>' } };
  const member = visitor();
  const end = await member.signIn(`${product.origin}/members`, "fiona");
  expect(end.status).toBe(200);
  expect(end.body).not.toContain("<script>alert(1)");
  expect(end.body).not.toContain("<img src=x>");
});

test("claims sent in headers by the browser are not believed", async ({ product }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "tom");
  const forged = {
    ...navigation,
    oidc_claim_trial: "0",
    "oidc-claim-trial": "0",
    remote_user: "fiona",
    "x-remote-user": "fiona",
    "x-forwarded-user": "fiona",
  };
  expect((await member.open(`${product.origin}/full`, { headers: forged })).status).toBe(403);
  expect((await member.open(`${product.origin}/members`, { headers: forged })).body).toContain("Welcome, tom");
});

test("claims of a million bytes or a thousand names end the sign-in, not the server", async ({ product, nats }) => {
  nats.faults.set("userinfo", { set: { trial: "x".repeat(1_000_000) } });
  await visitor().signIn(`${product.origin}/members`, "fiona");
  expect(product.logged("sign_in_failed").at(-1)).toMatchObject({ code: "provider_unreachable", detail: "too_large" });
  nats.faults.set("userinfo", {
    set: Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`claim${index}`, "x"])),
  });
  const end = await visitor().signIn(`${product.origin}/members`, "fiona");
  expect(end.status).toBe(200);
});

test("a claim that is missing: support finds the member's line by the page's reference, and it names what came", async ({
  product,
  page,
  signInAs,
}) => {
  await signInAs(page, { claims: { username: "uma", status: "1" } });
  await page.goto("/full");
  await expect(page.getByRole("heading", { level: 1, name: "We could not confirm your membership" })).toBeVisible();
  const line = product.logged("refused").at(-1);
  expect(line).toMatchObject({ level: "warn", reason: "unknown", gate: "full", claims: "username status" });
  expect(line?.operator).toContain("MEMBER_OPENID_BASE_INFO");
  await expect(page.getByText(String(line?.member), { exact: true })).toBeVisible();
  const contact = await page.getByRole("main").getByRole("link", { name: "Contact us" }).getAttribute("href");
  expect(decodeURIComponent(contact ?? "")).toContain(String(line?.member));
  // What the membership does open stays within reach.
  await page.getByRole("main").getByRole("link", { name: "Members’ home" }).click();
  await expect(page).toHaveURL("/members");
});
