/** A site's own policy: a refusal page of its own, a single file, rules within rules, a claim declared by the site. */
import { type Alteration, startAltered } from "../fixtures/altered-build";
import type { Product } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

test.describe.configure({ mode: "serial" });

let product: Product;

test.beforeAll(async ({ running }) => {
  const policy: Alteration = {
    replace: {
      "lib/claims.ts": [
        [
          "  email: z",
          "  plan: z.object({ tier: scalar.optional() }).optional(),\n  sites: z.array(scalar).optional(),\n  email: z",
        ],
      ],
      "lib/gates.ts": [
        ["import { claim, validUser }", "import { all, any, claim, not, validUser }"],
        ['public: ["/",', 'public: ["/", "/why-full",'],
        [
          '/media/full/**"], require: claim("trial", "0") },',
          '/media/full/**"], require: claim("trial", "0"), refusedPage: "/why-full" },\n    guide: { paths: ["/members/guide"], require: any(all(claim("plan.tier", /^gold/), not(claim("trial", "1"))), claim("sites", "3")) },',
        ],
      ],
    },
    add: {
      "app/(public)/why-full/page.tsx": `export default async function WhyFull({ searchParams }: { searchParams: Promise<{ reason?: string }> }) {
  const { reason } = await searchParams;
  return <h1>Our own words for {reason === "trial" ? "trial members" : "others"}</h1>;
}
`,
      "app/(members)/members/guide/route.ts": `import { requireMember } from "@/lib/locks/guard";

export async function GET() {
  await requireMember("guide");
  return new Response("the guide");
}
`,
    },
  };
  product = await startAltered(policy, running.nats);
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
  { name: "gold and full", claims: { plan: { tier: "gold-yearly" } }, status: 200 },
  { name: "silver", claims: { plan: { tier: "silver" }, sites: ["1"] }, status: 403 },
  { name: "of site 3", claims: { plan: { tier: "silver" }, sites: ["1", 3] }, status: 200 },
  { name: "gold and trial", claims: { plan: { tier: "gold" }, trial: "1", sites: [] }, status: 403 },
  { name: "of no plan and no sites", claims: {}, status: 403 },
]) {
  test(`a single file with a nested rule: somebody ${name} gets ${status}`, async ({ nats }) => {
    nats.member("fiona").claims = { set: claims };
    const member = visitor();
    await member.signIn(`${product.origin}/members`, "fiona");
    const answer = await member.open(`${product.origin}/members/guide`);
    expect(answer.status).toBe(status);
    expect(answer.body.includes("the guide")).toBe(status === 200);
  });
}
