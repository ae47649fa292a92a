/** A site's own policy: a refusal page, a gate for one file, nested rules, and new claims. */
import { moreClaims, moreGates, startAltered, together } from "../fixtures/altered-build";
import type { Product } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

test.describe.configure({ mode: "serial" });

let product: Product;

test.beforeAll(async ({ running }) => {
  const claims = moreClaims(`testPlan: z.object({ tier: scalar.optional() }).optional(),
    testSites: z.array(scalar).optional()`);
  const gates = moreGates({
    open: ["/test-why-full"],
    gates: `
    full: { ...owner.gates.full, refusedPage: "/test-why-full" },
    guide: {
      paths: ["/members/test-guide"],
      require: any(all(claim("testPlan.tier", /^gold/), not(claim("trial", "1"))), claim("testSites", "3")),
    },`,
  });
  const pages = {
    add: {
      "app/(public)/test-why-full/page.tsx": `export default async function WhyFull({ searchParams }: { searchParams: Promise<{ reason?: string }> }) {
  const { reason } = await searchParams;
  return <h1>Our own words for {reason === "trial" ? "trial members" : "others"}</h1>;
}
`,
      "app/(members)/members/test-guide/route.ts": `import { requireMember } from "@/lib/member";

export async function GET() {
  await requireMember("guide");
  return new Response("the guide");
}
`,
    },
  };
  product = await startAltered(together(claims, gates, pages), running.nats);
});

test.afterAll(async () => {
  await product?.stop();
});

test("a gate's own refusal page stands at the address asked for, with 403 and the reason", async () => {
  const end = await visitor().signIn(`${product.origin}/full`, "tom");
  expect([end.status, end.url]).toEqual([403, `${product.origin}/full`]);
  expect(end.body).toContain("Our own words for <!-- -->trial members");
  expect(end.headers["cache-control"]).toBe("private, no-store");
  // It may be a static page, whose scripts carry no nonce.
  expect(end.headers["content-security-policy"]).not.toContain("nonce-");
});

for (const { name, claims, status } of [
  { name: "gold and full", claims: { testPlan: { tier: "gold-yearly" } }, status: 200 },
  { name: "silver", claims: { testPlan: { tier: "silver" }, testSites: ["1"] }, status: 403 },
  { name: "of site 3", claims: { testPlan: { tier: "silver" }, testSites: ["1", 3] }, status: 200 },
  { name: "gold and trial", claims: { testPlan: { tier: "gold" }, trial: "1", testSites: [] }, status: 403 },
  { name: "without plan and sites", claims: {}, status: 403 },
]) {
  test(`a single file with a nested rule: a member ${name} gets ${status}`, async ({ nats }) => {
    nats.member("fiona").claims = { set: claims };
    const member = visitor();
    await member.signIn(`${product.origin}/members`, "fiona");
    const answer = await member.open(`${product.origin}/members/test-guide`);
    expect(answer.status).toBe(status);
    expect(answer.body.includes("the guide")).toBe(status === 200);
  });
}
