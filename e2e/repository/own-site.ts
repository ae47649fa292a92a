/** Ordinary edits that turn a clone into somebody's site. */
import { textOf } from "../tables/tree";
import type { Copy, Tree } from "./copy";

const page = {
  news: `import { nanoid } from "nanoid";
import { MemberPage } from "@/app/parts/member-page";
import { requireMember } from "@/lib/member";

export default async function NewsPage() {
  const member = await requireMember("members");
  return (
    <MemberPage member={member}>
      <h1>News</h1>
      <p>{nanoid()}</p>
    </MemberPage>
  );
}
`,
  about: `import { PageShell } from "@/app/parts/page-shell";

export default function AboutPage() {
  return (
    <PageShell>
      <h1>About us</h1>
    </PageShell>
  );
}
`,
  vip: `import { MemberPage } from "@/app/parts/member-page";
import { requireMember } from "@/lib/member";

export default async function VipPage() {
  const member = await requireMember("vip");
  return (
    <MemberPage member={member} current="/vip">
      <h1>For {member.claims.package}</h1>
    </MemberPage>
  );
}
`,
  vipFeed: `import { requireMember } from "@/lib/member";

export async function GET() {
  const member = await requireMember("vip");
  return Response.json({ name: member.name }, { headers: { "cache-control": "private, no-store" } });
}
`,
  whyVip: `import { PageShell } from "@/app/parts/page-shell";

export default async function WhyVipPage({ searchParams }: { searchParams: Promise<{ reason?: string }> }) {
  const { reason } = await searchParams;
  return (
    <PageShell>
      <h1>{reason === "trial" ? "Not with a trial" : "Not with this package"}</h1>
    </PageShell>
  );
}
`,
  siteMark: `import { brand } from "./brand";

export function SiteMark({ href }: { href: string }) {
  return <a href={href}>{brand.name}</a>;
}
`,
};

/** Makes all edits. Runs no formatter. */
export async function makeItYours(copy: Copy): Promise<void> {
  await changeYours(copy);
  await addPackage(copy, "nanoid");
  await copy.write("README.md", "# Tarn Films\n\nOur members' site.\n");
  await copy.write(".env.example", `${textOf(".env.example")}\n# Ours.\nNEWSLETTER_KEY=\n`);
  // Settings of the real site. They must not reach the tests.
  await copy.write(
    ".env",
    [
      "AUTH_URL=https://members.tarn.example",
      "OIDC_PROVIDER_METADATA_URL=https://nats.tarn.example/.well-known/member-openid-configuration",
      "OIDC_SESSION_INACTIVITY_TIMEOUT=60",
      "MEDIA_DIR=/srv/films",
      "NEWSLETTER_KEY=secret",
      "",
    ].join("\n"),
  );
}

/** Makes the edits to what is marked *Yours*, which upgrades leave alone. */
export async function changeYours(tree: Tree): Promise<void> {
  await changeTheme(tree);
  await addPages(tree);
  await changePolicy(tree);
  await tree.write("public/ads.txt", "example.com, 1, DIRECT\n");
  await tree.write("public/press.pdf", "%PDF-1.4\n");
}

async function changeTheme(tree: Tree): Promise<void> {
  tree.replace(
    "app/theme/brand.ts",
    [/name: ".*"/, 'name: "Tarn & Sons"'],
    [/help: ".*"/, 'help: "https://tarn.example/help?from=members"'],
  );
  tree.replace(
    "app/theme/words/en.ts",
    [/title: "Slow films.*"/, 'title: "Films from the hills, “in peace”"'],
    [/enter: ".*"/, 'enter: "Members’ entrance"'],
    [/offerHeading: ".*"/, 'offerHeading: "What you get"'],
    [/heading: "This part is for full members"/, 'heading: "Full members only"'],
    [/heading: "You are signed out"/, 'heading: "See you soon"'],
  );
  tree.replace(
    "app/theme/tokens.css",
    [/--accent: .*;/, "--accent: light-dark(#5a1b4f, #e0a3d4);"],
    [/--radius: .*;/, "--radius: 0;"],
  );
  await tree.write("app/theme/site-mark.tsx", page.siteMark);
  await tree.write(
    "public/brand/icon.svg",
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0H1V1Z"/></svg>\n',
  );
}

async function addPages(tree: Tree): Promise<void> {
  await tree.write("app/(members)/members/news/page.tsx", page.news);
  await tree.write("app/(public)/about/page.tsx", page.about);
  await tree.write("app/(public)/why-vip/page.tsx", page.whyVip);
  await tree.write("app/(vip)/vip/page.tsx", page.vip);
  await tree.write("app/(vip)/vip/feed/route.ts", page.vipFeed);
  tree.replace("app/theme/contents.ts", [
    /function navigation[\s\S]*?return \[\n/,
    '$&    { href: "/about", label: "About us" },\n  { href: "/vip", label: "VIP" },\n',
  ]);
}

async function changePolicy(tree: Tree): Promise<void> {
  tree.replace(
    "lib/claims.ts",
    ["z.object({", "$&\n  package: scalar.optional(),"],
    [/browserClaims = \[/, '$&"package", '],
  );
  tree.replace(
    "lib/gates.ts",
    ["public: [", '$&"/about", "/why-vip", "/press.pdf", '],
    [
      "gates: {",
      '$&\n    vip: { paths: ["/vip/**", "/media/vip/**"], require: claim("package", "7"), refusedPage: "/why-vip" },\n    /** No pages, only files. */\n    press: { paths: ["/media/press/**"], require: claim("username", /^press-/) },',
    ],
  );
}

/** Adds a package as `npm install` does. It is already installed as a dependency of another. */
async function addPackage(copy: Copy, name: string): Promise<void> {
  const { version } = JSON.parse(textOf(`node_modules/${name}/package.json`)) as { version: string };
  for (const file of ["package.json", "package-lock.json"]) {
    copy.replace(
      file,
      [/"dependencies": \{\n/, `$&"${name}": "^${version}",\n`],
      [/"name": "[^"]+"/, '"name": "tarn"'],
    );
  }
}
