/** Claims reach pages as NATS sends them, and the browser only those on its list. */
import { words } from "../../app/theme/words";
import { browserClaims } from "../../lib/claims";
import { heading, headingOf, mainLink, nameOn } from "../fixtures/pages";
import { expect, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";

const { common, home, refused } = words();

test("the browser's session holds the allow-listed claims and nothing else", async ({ product, nats }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const answer = await member.open(`${product.origin}/api/auth/session`, {
    headers: { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" },
  });
  const session = JSON.parse(answer.body);
  const atNats = { username: "fiona", trial: "0", status: "1", email: "fiona@example.test" };
  const listed = Object.entries(atNats).filter(([name]) => browserClaims.some((claim) => claim === name));
  expect(session).toEqual({
    user: { name: "fiona" },
    member: Object.fromEntries(listed),
    expires: expect.any(String),
  });
  const token = nats.calls.list.find((call) => call.endpoint === "userinfo")?.headers.authorization?.slice(7) ?? "-";
  for (const path of ["/members", "/members/account", "/full", "/api/auth/session"]) {
    expect((await member.open(product.origin + path, { headers: { accept: "*/*" } })).body).not.toContain(token);
  }
});

test("a client component reads the member by useSession(), without a request", async ({ page, logIn }) => {
  const asked: string[] = [];
  page.on("request", (sent) => {
    if (sent.url().endsWith("/api/auth/session")) asked.push(sent.url());
  });
  await page.goto("/members");
  await logIn(page, "fiona");
  await expect(page.getByRole("banner").getByText("fiona")).toBeVisible();
  expect(asked).toEqual([]);
});

test("the session of a signed-out visitor is null, also with a broken cookie", async ({ product }) => {
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
    const answer = await member.open(`${product.origin}/api/auth/session`, { headers: { accept: "*/*" } });
    expect(JSON.parse(answer.body).user.name).toBe(name);
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

test("claims that the browser sends in headers are ignored", async ({ product }) => {
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
  const { body } = await member.open(`${product.origin}/members`, { headers: forged });
  expect([headingOf(body), nameOn(body)]).toEqual([home.heading("tom"), "tom"]);
});

test("claims of a million bytes, a thousand names or a thousand levels end the sign-in, not the server", async ({
  product,
  nats,
}) => {
  nats.faults.set("userinfo", { set: { trial: "x".repeat(1_000_000) } });
  await visitor().signIn(`${product.origin}/members`, "fiona");
  expect(product.logged("sign_in_failed").at(-1)).toMatchObject({ code: "provider_unreachable", detail: "too_large" });
  nats.faults.set("userinfo", {
    set: Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`claim${index}`, "x"])),
  });
  const end = await visitor().signIn(`${product.origin}/members`, "fiona");
  expect(end.status).toBe(200);
  for (const levels of [1000, 20_000]) {
    const deep = `${"[".repeat(levels)}${"]".repeat(levels)}`;
    const body = `{"sub":"71","username":"fiona","status":"1","trial":"0","deep":${deep}}`;
    nats.faults.set("userinfo", { status: 200, body });
    const { status } = await visitor().signIn(`${product.origin}/members`, "fiona");
    expect([200, 502, 503], `${levels} levels: ${JSON.stringify(product.logged("sign_in_failed").at(-1))}`).toContain(
      status,
    );
  }
});

test("a missing claim: the reference on the page leads to the log line, which names the claims that came", async ({
  product,
  page,
  signInAs,
}) => {
  await signInAs(page, { claims: { username: "uma", status: "1" } });
  await page.goto("/full");
  await expect(heading(page, refused.unknown.heading)).toBeVisible();
  const line = product.logged("refused").at(-1);
  expect(line).toMatchObject({ level: "warn", reason: "unknown", gate: "full", claims: "username status" });
  expect(line?.operator).toContain("MEMBER_OPENID_BASE_INFO");
  await expect(page.getByText(String(line?.member), { exact: true })).toBeVisible();
  const contact = await mainLink(page, common.getHelp).getAttribute("href");
  expect(decodeURIComponent(contact ?? "")).toContain(String(line?.member));
  // The pages that the membership opens are one click away.
  await mainLink(page, common.membersHome).click();
  await expect(page).toHaveURL("/members");
});
