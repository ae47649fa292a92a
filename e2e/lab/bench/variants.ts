/** The builds that the bench compares. All have the same further pages and handlers to ask for. */
import { type Alteration, moreGates, together } from "../../fixtures/altered-build";

/** What the bench asks for, beside the product's own addresses. */
export const benchPaths = {
  /** A route handler behind gate and guard. */
  guarded: "/members/bench/guarded",
  /** The same handler without a guard. */
  bare: "/members/bench/bare",
  /** A dynamic page of one paragraph, without a guard. */
  paragraph: "/members/bench/paragraph",
  /** A dynamic page of a hundred elements, without a guard. */
  elements: "/members/bench/elements",
  /** A public route handler that does nothing. */
  empty: "/bench/empty",
  /** Where the trivial middleware redirects. */
  redirect: "/bench/redirect",
} as const;

const pages: Alteration = together(moreGates({ open: ["/bench/**"] }), {
  add: {
    "app/(members)/members/bench/guarded/route.ts": `import { requireMember } from "@/lib/locks/guard";
export async function GET() {
  const member = await requireMember("members");
  return Response.json({ name: member.name });
}
`,
    "app/(members)/members/bench/bare/route.ts": `export const dynamic = "force-dynamic";
export function GET() {
  return Response.json({ name: "fiona" });
}
`,
    "app/(members)/members/bench/paragraph/page.tsx": `export const dynamic = "force-dynamic";
export default function Page() {
  return <p>One paragraph.</p>;
}
`,
    "app/(members)/members/bench/elements/page.tsx": `export const dynamic = "force-dynamic";
export default function Page() {
  const numbers = Array.from({ length: 80 }, (_, at) => at);
  return <main className="card">{numbers.map((at) => <p key={at} className="nav-link">Element {at}.</p>)}</main>;
}
`,
    "app/bench/empty/route.ts": `export const dynamic = "force-dynamic";
export function GET() {
  return new Response(null, { status: 204 });
}
`,
  },
});

const matcher = `export const config = { matcher: ["/((?!_next/static/|api/nats/members$).*)"] };`;

/** A middleware that lets everything pass. */
const trivialMiddleware: Alteration = {
  add: {
    "middleware.ts": `import { type NextRequest, NextResponse } from "next/server";
export const middleware = (request: NextRequest) =>
  request.nextUrl.pathname === "${benchPaths.redirect}"
    ? NextResponse.redirect(new URL("/login", request.nextUrl), 302)
    : NextResponse.next();
${matcher}
`,
  },
};

/** A middleware that lets everything pass, and sets the gate's headers of a handler. */
const headersAlone: Alteration = {
  add: {
    "middleware.ts": `import { NextResponse } from "next/server";
import { dataHeaders } from "./lib/answers/page";
export const middleware = () => NextResponse.next({ headers: dataHeaders });
${matcher}
`,
  },
};

/**
 * A guard that takes the member for granted. It makes a page dynamic, and judges nothing.
 * `instead` is what it does in place of that.
 */
function withoutGuard(instead = "  await cookies();\n", imports = ""): Alteration {
  return {
    replace: {
      "lib/locks/guard.ts": [
        [
          "  const verdict = await verdictOn(gates.gates[gate].require);\n",
          `${instead}  if (Date.now() > 0) return memberOf(benchSession(), site().settings);\n$&`,
        ],
        [
          "  return readVisit(jar, site());",
          '  return { kind: "live", session: benchSession() } as import("../registry/visit").VisitReading;',
        ],
        ["/** Where `requireMember` redirects", `${imports}${benchSession}\n$&`],
      ],
    },
  };
}

/** Made once, as the product keeps a session that it has opened: else its member is made anew. */
const benchSession = `let benchMade: SessionPayload | undefined;
function benchSession(): SessionPayload {
  if (benchMade) return benchMade;
  const at = Math.floor(Date.now() / 1000);
  const times = { loginAt: at, seenAt: at, checkedAt: at, triedAt: at, exp: at + 28_800 };
  const claims = { username: "fiona", status: "1", trial: "0" };
  benchMade = { v: 1, sid: "0".repeat(22), iss: "https://nats.test", sub: "71", claims, ...times };
  return benchMade;
}
`;

const authFile = `import NextAuth from "next-auth";
export const { auth } = NextAuth({
  secret: process.env.AUTH_SECRET ?? "",
  trustHost: true,
  session: { strategy: "jwt" },
  providers: [],
  callbacks: { session: ({ session, token }) => ({ ...session, claims: token.claims }) },
});
`;

/** next-auth's own auth() as gate and as guard. Its cookie is sealed by its own encode(). */
const nextAuth: Alteration = together(
  withoutGuard('  if (!(await auth())) redirect("/login");\n', 'import { auth } from "../bench-auth";\n'),
  {
    add: {
      "lib/bench-auth.ts": authFile,
      "middleware.ts": `import { NextResponse } from "next/server";
import { auth } from "./lib/bench-auth";
export const middleware = auth((request) =>
  request.auth || request.nextUrl.pathname === "/login" || request.nextUrl.pathname.startsWith("/api/health")
    ? NextResponse.next()
    : NextResponse.redirect(new URL("/login", request.nextUrl)),
);
${matcher}
`,
    },
  },
);

/** getToken(), which only opens the cookie, as the gate. */
const getToken: Alteration = {
  add: {
    "middleware.ts": `import { getToken } from "next-auth/jwt";
import { type NextRequest, NextResponse } from "next/server";
export async function middleware(request: NextRequest) {
  const token = await getToken({ req: request, secret: process.env.AUTH_SECRET ?? "" });
  const isOpen = token || request.nextUrl.pathname.startsWith("/api/health");
  return isOpen ? NextResponse.next() : NextResponse.redirect(new URL("/login", request.nextUrl));
}
${matcher}
`,
  },
};

/** The builds by name. */
export const variants = {
  shipped: pages,
  "trivial middleware": together(pages, trivialMiddleware),
  "headers alone": together(pages, headersAlone),
  "no locks": together(pages, trivialMiddleware, withoutGuard()),
  "no middleware": together(pages, withoutGuard(), { remove: ["middleware.ts"] }),
  "next-auth": together(pages, nextAuth),
  getToken: together(pages, getToken),
} as const satisfies Record<string, Alteration>;

export type VariantName = keyof typeof variants;
