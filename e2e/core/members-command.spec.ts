/** `npm run members`: the operator sees a member's open visits, and ends them. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { words } from "../../app/theme/words";
import { addresses } from "../../lib/addresses";
import { sealTicket } from "../../lib/session/operator-ticket";
import { siteSecret } from "../../lib/settings/shape";
import { cleanEnvironment } from "../../scripts/environment";
import { type Product, root, type TestSettings, testSecret } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { request, visitor } from "../fixtures/visitor";

/** Runs the command with the product's settings. `typed` is what the operator answers. */
function members(
  product: Product,
  args: string[],
  { typed = "", settings = {} }: { typed?: string; settings?: TestSettings } = {},
): Promise<{ status: number | null; output: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", join(root, "scripts/members.ts"), ...args], {
    cwd: root,
    env: cleanEnvironment({ ...product.settings, ...settings }),
  });
  child.stdin.end(typed);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => child.once("close", (status) => resolve({ status, output })));
}

test("lists the open visits, and ends them after a yes", async ({ product }) => {
  const { origin } = product;
  // Other tests sign the same member in, at the same product.
  await members(product, ["end", "tom", "--yes"]);
  const member = visitor();
  await member.signIn(`${origin}/members`, "tom");
  const listed = await members(product, ["list", "tom"]);
  expect(listed.output).toContain("tom has one open visit");
  expect(listed.output).toContain("keeps visits in its process");

  const doubted = await members(product, ["end", "tom"], { typed: "y\n" });
  expect(doubted.output).toContain("Nothing was ended.");
  expect((await member.open(`${origin}/members`)).status).toBe(200);

  const ended = await members(product, ["end", "tom"], { typed: "yes\n" });
  expect([ended.status, ended.output]).toEqual([0, expect.stringContaining("Ended: 1.")]);
  const page = await member.follow(`${origin}/members`);
  expect(page.body).toContain(words().session.ended.operator.heading);
  expect(product.logged("visits_ended").at(-1)).toMatchObject({ ended: 1 });
});

test("a name that nobody has, a wrong secret, and a site that is away are told apart", async ({ product }) => {
  expect((await members(product, ["list", "nobody"])).output).toContain("nobody has no open visits");
  const settings = { AUTH_SECRET: "another-secret-0123456789-abcdefghijklmnop" };
  const refused = await members(product, ["list", "tom"], { settings });
  expect([refused.status, refused.output]).toEqual([2, expect.stringContaining("does not accept the ticket")]);
  const away = await members(product, ["list", "tom", "--at", "http://localhost:9"]);
  expect([away.status, away.output]).toEqual([2, expect.stringContaining("does not answer")]);
});

test("without a ticket, or with another seal, the address tells nothing", async ({ product }) => {
  for (const authorization of ["", "Bearer x", `Bearer ${"a".repeat(5000)}`, "Bearer a..b.c.d"]) {
    const answer = await request(product.origin + addresses.visits, { method: "POST", headers: { authorization } });
    expect([answer.status, answer.body]).toEqual([401, '{"error":"ticket"}']);
  }
});

test("a ticket is good for two minutes, also by a clock that is ahead", async ({ product }) => {
  const secret = siteSecret(testSecret, product.origin);
  for (const [age, status] of [
    [-125, 401],
    [-110, 200],
    [110, 200],
    [125, 401],
    [9_000_000, 401],
  ] as const) {
    const at = Math.floor(Date.now() / 1000) - age;
    const authorization = `Bearer ${await sealTicket({ action: "list", username: "nobody", at }, [secret])}`;
    const answer = await request(product.origin + addresses.visits, { method: "POST", headers: { authorization } });
    expect.soft(answer.status, `${age} seconds old`).toBe(status);
  }
});

test("a ticket counts once: a copy of it ends nobody's next visit", async ({ product }) => {
  const at = Math.floor(Date.now() / 1000);
  const secret = siteSecret(testSecret, product.origin);
  const authorization = `Bearer ${await sealTicket({ action: "list", username: "nobody", at }, [secret])}`;
  const ask = (value: string) =>
    request(product.origin + addresses.visits, { method: "POST", headers: { authorization: value } });
  expect((await ask(authorization)).status).toBe(200);
  // The last character of base64url has unused bits, so the same ticket has other spellings.
  const last = authorization.at(-1) ?? "";
  const respelled = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"]
    .filter((each) => each !== last)
    .map((each) => authorization.slice(0, -1) + each);
  for (const copy of [authorization, ...respelled]) expect((await ask(copy)).status).toBe(401);
});
