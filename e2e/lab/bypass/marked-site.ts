/** A copy of the product whose member pages, handlers, actions and files all hold a mark. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { gates } from "../../../lib/gates";
import { alteredBuild } from "../../fixtures/altered-build";
import { root, type TestSettings } from "../../fixtures/product";

/** A mark has characters that no token and no id of Next's has, so it never occurs by chance. */
const markOf = (gate: string) => `~${gate}~`;

/** Sizes of the marked files, in bytes. No port is as large, and no time as small. */
const fileBytes: Readonly<Record<string, number>> = { members: 70_028, full: 71_032 };

/** The address of a file by gate, below the folder of files and below the site. */
const files: Readonly<Record<string, string>> = { members: "a.txt", full: "full/a.txt" };

/** The action whose answer holds the mark of the gate `full`. */
export const markedAction = "markedAction";

/** The gate's own answers that hold no mark. An attempt at them succeeds by this instead. */
export const otherSigns: Readonly<Record<string, RegExp>> = {
  "/media-link?path=/media/full/a.txt": /"url":"/,
  "/api/auth/check?gate=full&claims=1": /^HTTP\/1\.1 204|x-remote-user/i,
};

/** Returns what shows that an answer came from behind a gate: the mark, or a fact of its file. */
export function signsOf(gate: string): RegExp {
  const bytes = fileBytes[gate] ?? 0;
  return new RegExp(`${markOf(gate)}|\\b${bytes}\\b|"${bytes.toString(36)}-`);
}

/** The addresses that no page makes: files, links to them, and the check for web servers. */
export const otherTargets: readonly string[] = [
  ...Object.values(files).map((name) => `/media/${name}`),
  ...Object.keys(otherSigns),
];

/** Settings of the marked site; the folder holds its marked files. */
export function markedSettings(): { folder: string; settings: TestSettings } {
  const folder = mkdtempSync(join(tmpdir(), "bypass-media-"));
  for (const [gate, name] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), markOf(gate).repeat(9000).slice(0, fileBytes[gate]));
  }
  const signing = {
    MEDIA_SIGN: "nginx",
    MEDIA_SIGN_BASE_URL: "https://files.example/media",
    MEDIA_SIGN_KEY: "tests-only-0123456789-abcdefghijklmnop",
  };
  return { folder, settings: { MEDIA_DIR: folder, ...signing } };
}

/** Builds the marked site. Returns its folder. A lock that LAB_GONE names is gone. */
export function buildMarkedSite(): Promise<string> {
  const marked = Object.keys(gates.gates).flatMap((gate) => pagesOf(gate).map((path) => markedPage(path, gate)));
  const action = {
    "app/(full)/full/marked-action/action.ts": `"use server";
import { requireMember } from "@/lib/member";

export async function ${markedAction}() {
  await requireMember("full");
  return "${markOf("full")}";
}
`,
    "app/(full)/full/marked-action/page.tsx": `import { requireMember } from "@/lib/member";
import { ${markedAction} } from "./action";

export default async function Marked() {
  await requireMember("full");
  return <form action={${markedAction}}><p>${markOf("full")}</p></form>;
}
`,
  };
  return alteredBuild({
    replace: {
      "middleware.ts": [
        [
          "return previewWithoutSettings",
          `if (process.env.LAB_GONE?.includes("gate")) return NextResponse.next();\n  return previewWithoutSettings`,
        ],
        ["import type { NextRequest } from", `import { type NextRequest, NextResponse } from`],
      ],
      "lib/locks/guard.ts": [
        [
          "async function verdictOn(rule: Rule): Promise<Verdict> {",
          `async function verdictOn(rule: Rule): Promise<Verdict> {
  if (process.env.LAB_GONE?.includes("guard")) {
    const read = await readOnce();
    return { kind: "admitted", roll: false, due: false, session: "session" in read ? read.session : anybody() };
  }`,
        ],
        [
          "function reasonOf(",
          `function anybody(): SessionPayload {
  const now = site().now();
  const times = { loginAt: now, seenAt: now, checkedAt: now, triedAt: now, exp: now + 999 };
  return { v: 1, sid: "x".repeat(22), iss: "x", sub: "1", claims: { username: "x", trial: "0", status: "1" }, ...times };
}

function reasonOf(`,
        ],
      ],
    },
    rename: Object.assign({}, ...marked.map(({ rename }) => rename)),
    add: Object.assign(action, ...marked.map(({ add }) => add)),
  });
}

/** The pages and route handlers in the folder of a gate. */
function pagesOf(gate: string): string[] {
  const folder = join(root, "app", `(${gate})`);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => /(^|\/)(page|route)\.tsx?$/.test(name))
    .map((name) => join(relative(root, folder), name));
}

/** Puts a page or handler behind one of the same name, which adds the mark to what it returns. */
function markedPage(path: string, gate: string): { rename: Record<string, string>; add: Record<string, string> } {
  const own = path.replace(/(page|route)(\.tsx?)$/, "own-$1$2");
  const text = readFileSync(join(root, path), "utf8");
  return {
    rename: { [path]: own },
    add: { [path]: path.includes("page.ts") ? pageAround(text, markOf(gate)) : handlersAround(text, markOf(gate)) },
  };
}

function pageAround(text: string, mark: string): string {
  const titled = text.includes("function generateMetadata");
  return `import * as own from "./own-page";
${titled ? `export async function generateMetadata(props: any) {\n  return { ...(await (own.generateMetadata as any)(props)), title: "${mark}" };\n}` : ""}
export default async function Marked(props: any) {
  const shown = await (own.default as any)(props);
  return <><p>${mark}</p>{shown}</>;
}
`;
}

function handlersAround(text: string, mark: string): string {
  const names = [...text.matchAll(/export (?:async )?(?:function|const) (GET|POST|PUT|PATCH|DELETE)\b/g)];
  const handler = (name = "") => `export async function ${name}(request: Request, context: any) {
  const answer: Response = await (own.${name} as any)(request, context);
  return new Response("${mark}" + (await answer.text()), { status: answer.status });
}`;
  return `import * as own from "./own-route";\n${names.map(([, name]) => handler(name)).join("\n")}\n`;
}
