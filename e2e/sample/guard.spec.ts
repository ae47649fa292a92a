/** The guard in a route handler and a server action reads the member, and claims that are due. */
import { sampleWords } from "../../app/(members)/members/(sample)/words";
import { natsLogin } from "../fixtures/pages";
import { aged, agedMember, lastToken, now, refreshInterval, scriptFetch, signedIn } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";
import { sendSuggestion, suggestion, suggestPage, writeSuggestion } from "./suggestion";

const { suggest } = sampleWords();

test("a route handler reads the member, and its answer is private and holds no token", async ({ product, nats }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "tom");
  const answer = await member.open(`${product.origin}/members/me`, { headers: { accept: "*/*" } });
  expect(JSON.parse(answer.body)).toMatchObject({
    name: "tom",
    claims: { username: "tom", trial: "1", status: "1" },
  });
  expect(answer.headers["cache-control"]).toMatch(/^private,.*no-store/);
  expect(lastToken(nats.calls)).not.toBe("");
  expect(answer.body).not.toContain(lastToken(nats.calls));
});

test("a server action reads the member, and what the member wrote reaches no log line", async ({
  page,
  logIn,
  product,
}) => {
  const canary = "Canary-7Qm2 over the moor in fog";
  await page.goto(suggestPage);
  await logIn(page, "fiona");
  await sendSuggestion(page);
  await expect(page.getByText(suggest.empty, { exact: true })).toBeVisible();
  await writeSuggestion(page, canary);
  await sendSuggestion(page);
  await expect(page.getByText(suggest.thanks, { exact: true })).toBeVisible();
  expect(product.output()).not.toContain("Canary-7Qm2");
});

test("the guard reads due claims again in a route handler, once, and renews the cookie", async ({ product, nats }) => {
  const member = await agedMember({ nats, product }, refreshInterval);
  nats.member("fiona").trial = 1;
  nats.calls.clear();
  const answer = await member.open(`${product.origin}/members/me`, { headers: scriptFetch });
  expect(JSON.parse(answer.body).claims.trial).toBe("1");
  expect((await member.open(`${product.origin}/members/me`, { headers: scriptFetch })).status).toBe(200);
  expect(nats.calls.count("userinfo")).toBe(1);
});

test("the guard reads due claims again in a server action, once", async ({ nats, page, logIn, signInAs }) => {
  await page.goto(suggestPage);
  await logIn(page, "fiona");
  await writeSuggestion(page, "The weir");
  const at = now() - refreshInterval;
  await signInAs(page, { sub: "71", token: lastToken(nats.calls), checkedAt: at, triedAt: at });
  nats.calls.clear();
  await sendSuggestion(page);
  await expect(page.getByText(suggest.thanks, { exact: true })).toBeVisible();
  expect(nats.calls.count("userinfo")).toBe(1);
});

test("while claims cannot be confirmed for too long, the route handler answers 503", async ({ product, nats }) => {
  const { member, token } = await signedIn({ nats, product });
  nats.faults.set("userinfo", { status: 500 });
  await aged(member, token, { nats, product }, 900);
  expect((await member.open(`${product.origin}/members/me`, { headers: scriptFetch })).status).toBe(503);
});

test("a banned member's server action ends at the sign-in, and the text reaches no log line", async ({
  product,
  nats,
  page,
  logIn,
  signInAs,
}) => {
  await page.goto(suggestPage);
  await logIn(page, "fiona");
  await expect(suggestion(page)).toBeVisible();
  const at = now() - refreshInterval;
  await signInAs(page, { sub: "71", token: lastToken(nats.calls), checkedAt: at, triedAt: at });
  nats.member("fiona").banned = true;
  await writeSuggestion(page, "Never to be sent");
  await sendSuggestion(page);
  await expect(natsLogin(page)).toBeVisible();
  expect(product.output()).not.toContain("Never to be sent");
});
