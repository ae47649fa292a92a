/** The build as Vercel makes it, offline and without a setting, and its gate in an edge runtime. */
import { AsyncLocalStorage } from "node:async_hooks";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { sessionCookieName } from "../../lib/session/cookies";
import type { SessionPayload } from "../../lib/session/payload";
import { expect, test } from "../fixtures/copy";
import { standardSettings, type TestSettings } from "../fixtures/product";
import { sealedFor, sessionOf } from "../fixtures/test";
import { navigation } from "../fixtures/visitor";
import { filesUnder } from "../tables/tree";

/** Newer ones do not install here. Never a dependency: a cloner does not need it. */
const tools = ["vercel@58.10.0", "edge-runtime@4.0.1"];

const origin = "https://members.example";
const issuer = "https://nats.example";
const settings = standardSettings(origin, `${issuer}/.well-known/member-openid-configuration`);

interface Runtime {
  evaluate(code: string): unknown;
  context: { answer(url: string, init: RequestInit): Promise<Response> };
}

let folder = "";
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "members-vercel-"));
  const install = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", ...tools];
  await promisify(execFile)("npm", install);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** Loads the gate's bundle as an edge runtime does: a module, with what Vercel gives it of Node. */
async function gateIn(func: string, env: TestSettings): Promise<Runtime["context"]["answer"]> {
  const { EdgeRuntime } = require(join(folder, "node_modules/edge-runtime")) as {
    EdgeRuntime: new (options: object) => Runtime;
  };
  const bundle = await readFile(join(func, "index.js"), "utf8");
  const code = bundle.replace("export default (function", "globalThis.gate = (function");
  const given = ["async_hooks", "buffer", "events", "assert", "util"];
  const runtime = new EdgeRuntime({
    extend: (context: Record<string, unknown>) =>
      Object.assign(context, {
        AsyncLocalStorage,
        Buffer,
        process: { env: { ...env, NODE_ENV: "production" } },
        require: (name: string) => {
          const plain = name.replace(/^node:/, "");
          if (!given.includes(plain)) throw new Error(`Vercel has no ${name}`);
          return require(plain) as unknown;
        },
      }),
  });
  runtime.evaluate(code);
  runtime.evaluate("globalThis.answer = (url, init) => gate(new Request(url, init), { waitUntil: () => undefined });");
  return runtime.context.answer;
}

/** A page, who asks for it, and what the gate answers: a status, and where it leads. */
const table: [path: string, who: Partial<SessionPayload> | "nobody", status: number, shows: string][] = [
  ["/", "nobody", 200, ""],
  ["/members", "nobody", 302, "/login?returnTo=%2Fmembers"],
  ["/full", "nobody", 302, "/login?returnTo=%2Ffull"],
  ["/nowhere", "nobody", 302, "/login?returnTo=%2Fnowhere"],
  ["/media/heron.txt", "nobody", 302, "/login?returnTo=%2Fmedia%2Fheron.txt"],
  ["/members", {}, 200, ""],
  ["/full", {}, 200, ""],
  ["/full", { claims: { username: "tom", trial: "1", status: "1" } }, 403, "/refused/trial"],
  ["/members", { claims: { username: "eddie", status: "2" } }, 403, "/refused/expired"],
  ["/full", { claims: { username: "uma", status: "1" } }, 403, "/refused/unknown"],
  ["/a%00b", "nobody", 400, ""],
];

test("its gate is a small edge function that covers all, and decides as it does here", async ({ copy }) => {
  const project = { projectId: "prj_made_up", orgId: "team_made_up", settings: { framework: "nextjs" } };
  await copy.write(".vercel/project.json", JSON.stringify(project));
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, VERCEL_TELEMETRY_DISABLED: "1", NEXT_TELEMETRY_DISABLED: "1" };
  const options = { cwd: copy.folder, env: env as unknown as NodeJS.ProcessEnv, maxBuffer: 1e8 };
  await promisify(execFile)(join(folder, "node_modules/.bin/vercel"), ["build", "--yes"], options);

  const output = join(copy.folder, ".vercel/output");
  const func = join(output, "functions/middleware.func");
  expect(JSON.parse(await readFile(join(func, ".vc-config.json"), "utf8"))).toMatchObject({ runtime: "edge" });
  expect(gzipSync(readFileSync(join(func, "index.js"))).length).toBeLessThan(500_000);
  const { routes } = JSON.parse(await readFile(join(output, "config.json"), "utf8")) as {
    routes: { middlewareRawSrc?: string[] }[];
  };
  expect(routes.flatMap(({ middlewareRawSrc = [] }) => middlewareRawSrc)).toEqual([
    "/((?!_next/static/|api/nats/members$).*)",
  ]);

  const media = await readFile(join(output, "functions/media/[...path].func/.vc-config.json"), "utf8");
  const { filePathMap } = JSON.parse(media) as { filePathMap: Record<string, string> };
  const travelling = Object.keys(filePathMap).filter((path) => path.startsWith("media/"));
  expect(travelling.length, "the members' files travel with the function").toBe(filesUnder("media").length);

  const preview = await gateIn(func, { VERCEL_ENV: "preview" });
  const told = await preview(`${origin}/members`, { headers: navigation });
  expect([told.status, await told.text()]).toEqual([503, expect.stringContaining("<li>AUTH_SECRET</li>")]);
  const production = await gateIn(func, { VERCEL_ENV: "production" });
  const failed = await production(`${origin}/members`, { headers: navigation }).then(() => "", String);
  expect(failed).toContain("AUTH_SECRET is missing");

  const answer = await gateIn(func, settings);
  for (const [path, who, status, shows] of table) {
    const sealed = who === "nobody" ? "" : await sealedFor(origin, sessionOf(issuer, who));
    const cookie = sealed ? `${sessionCookieName({ secure: true })}=${sealed}` : "";
    const response = await answer(origin + path, { headers: { ...navigation, ...(cookie ? { cookie } : {}) } });
    const { headers } = response;
    const target = headers.get("location") ?? headers.get("x-middleware-rewrite") ?? "";
    const told = [response.status, target.replace(origin, "")];
    expect.soft(told, `${path} ${JSON.stringify(who)}`).toEqual([status, shows]);
  }
});
