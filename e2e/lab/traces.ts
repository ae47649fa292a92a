/**
 * Shows what a collector of OpenTelemetry gets of one sign-in, with the real package @vercel/otel.
 * `npx tsx e2e/lab/traces.ts` copies the tree, installs the package there, builds, and signs in.
 * Needs a registry for npm. Ends with 1 if a span holds a code, or none is of a call to NATS.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, root, standardSettings, startProduct } from "../fixtures/product";
import { visitor } from "../fixtures/visitor";
import { startNats } from "../nats/server";

interface Span {
  name: string;
  attributes: { key: string; value: Record<string, unknown> }[];
}

interface Export {
  resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
}

/** Copies the files of the tree that git knows, and the packages. No links: npm writes to them. */
function copyTree(folder: string): void {
  const names = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).split("\n").filter(Boolean);
  for (const name of names) cpSync(join(root, name), join(folder, name), { recursive: true });
  cpSync(join(root, "node_modules"), join(folder, "node_modules"), { recursive: true, verbatimSymlinks: true });
}

/** A collector that keeps what it gets. */
async function startCollector() {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      bodies.push(body);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, bodies, close: () => server.close() };
}

function spansIn(body: string): Span[] {
  return (JSON.parse(body) as Export).resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans),
  );
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "members-traces-"));
  const nats = await startNats({});
  const collector = await startCollector();
  try {
    copyTree(folder);
    const options = { cwd: folder, stdio: "inherit" } as const;
    execFileSync("npm", ["install", "--save-exact", "--ignore-scripts", "@vercel/otel"], options);
    execFileSync("npm", ["run", "build"], options);
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const settings = {
      ...standardSettings(origin, nats.metadataUrl),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_BSP_SCHEDULE_DELAY: "200",
    };
    const product = await startProduct({ port, folder, settings });
    const member = visitor();
    const callback = await member.logIn(`${origin}/members`, "fiona");
    await member.follow(callback);
    const isOfNats = ({ name }: Span) => name === "NATS userinfo";
    for (let tries = 0; tries < 100 && !collector.bodies.flatMap(spansIn).some(isOfNats); tries++) {
      await new Promise((done) => setTimeout(done, 100));
    }
    await product.stop();
    const spans = collector.bodies.flatMap(spansIn);
    for (const { name, attributes } of spans) {
      console.log(name, attributes.map(({ key, value }) => `${key}=${Object.values(value)[0]}`).join(" "));
    }
    const code = new URL(callback).searchParams.get("code") ?? "";
    const isGood = spans.some(isOfNats) && !collector.bodies.join("").includes(code);
    console.log(
      isGood ? "Calls to NATS are there, and the code is not." : "Calls to NATS are missing, or a code is there.",
    );
    process.exitCode = isGood ? 0 : 1;
  } finally {
    await nats.close();
    collector.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
