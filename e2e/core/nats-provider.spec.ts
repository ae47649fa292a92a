/** The provider without the rest: a plain next-auth with `Nats()` signs in at the look-alike. */
import { type Alteration, moreGates, startAltered, together } from "../fixtures/altered-build";
import type { Product } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

test.describe.configure({ mode: "serial" });

const plainNextAuth: Alteration = {
  add: {
    "app/api/plain/[...nextauth]/route.ts": `import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import Nats from "@/lib/auth/nats-provider";

const { handlers } = NextAuth(() => ({
  basePath: "/api/plain",
  trustHost: true,
  providers: [
    Nats({
      clientId: process.env.OIDC_CLIENT_ID ?? "",
      clientSecret: process.env.OIDC_CLIENT_SECRET ?? "",
      metadataUrl: process.env.OIDC_PROVIDER_METADATA_URL ?? "",
    }),
  ],
  callbacks: {
    jwt: ({ token, profile }) => (profile ? { ...token, trial: profile.trial } : token),
    session: ({ session, token }) => ({ ...session, trial: token.trial }),
  },
}));

export const GET = (request: NextRequest) => handlers.GET(request);
export const POST = (request: NextRequest) => handlers.POST(request);
`,
  },
};

let product: Product;

test.beforeAll(async ({ running }) => {
  product = await startAltered(together(moreGates({ open: ["/api/plain/**"] }), plainNextAuth), running.nats);
});

test.afterAll(async () => {
  await product?.stop();
});

/** Sends next-auth's own sign-in form. Returns the address at NATS that it leads to. */
async function begin(member: ReturnType<typeof visitor>): Promise<string> {
  const csrf = JSON.parse((await member.open(`${product.origin}/api/plain/csrf`)).body) as { csrfToken: string };
  const started = await member.open(`${product.origin}/api/plain/signin/nats`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: product.origin },
    body: `${new URLSearchParams({ csrfToken: csrf.csrfToken, callbackUrl: product.origin })}`,
  });
  return started.location;
}

async function sessionOf(member: ReturnType<typeof visitor>): Promise<unknown> {
  return JSON.parse((await member.open(`${product.origin}/api/plain/session`)).body);
}

test("next-auth finds NATS's metadata by itself, signs in, and maps userinfo into the user", async ({ nats }) => {
  const member = visitor();
  const asked = new URL(await begin(member));
  expect(asked.origin).toBe(nats.origin);
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({
    client_id: "1,2",
    scope: "openid",
    state: expect.stringMatching(/./),
    nonce: expect.stringMatching(/./),
    code_challenge_method: "S256",
    redirect_uri: `${product.origin}/api/plain/callback/nats`,
  });
  const end = await member.signIn(asked.href, "fiona");
  expect([end.status, end.url]).toEqual([200, `${product.origin}/`]);
  expect(await sessionOf(member)).toMatchObject({ user: { name: "fiona" }, trial: expect.anything() });
  expect(nats.calls.count("userinfo")).toBe(1);
});

for (const { what, at, set } of [
  { what: "an id_token with another nonce", at: "idToken", set: { nonce: "another" } },
  { what: "an id_token for another client", at: "idToken", set: { aud: "9" } },
  { what: "userinfo about another member", at: "userinfo", set: { sub: "9" } },
]) {
  test(`${what} does not sign the member in`, async ({ nats }) => {
    const member = visitor();
    const asked = await begin(member);
    nats.faults.change({ [at]: { set } });
    await member.signIn(asked, "fiona");
    expect(await sessionOf(member)).toBeNull();
  });
}
