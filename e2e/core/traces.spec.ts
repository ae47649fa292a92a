/** Spans of a sign-in: NATS's calls are among them, and no code, token, query or name. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, type TestSettings, withProduct } from "../fixtures/product";
import { managementKey, post } from "../fixtures/pushes";
import { lastToken } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:9" };

let folder = "";
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "members-spans-"));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

/** Settings for a server to which @vercel/otel is a fixture that writes spans to a file. */
function traced(): TestSettings {
  const preload = pathToFileURL(join(root, "e2e/fixtures/otel.mjs")).href;
  return { ...collector, NODE_OPTIONS: `--import ${preload}`, SPANS_FILE: join(folder, "spans") };
}

const spans = () => readFileSync(join(folder, "spans"), "utf8");

test("calls to NATS are spans, and nothing that must stay secret is in any", async ({ nats }) => {
  await withProduct(nats, { ...traced(), NATS_MANAGEMENT_KEY: managementKey }, async ({ origin }) => {
    const member = visitor();
    const callback = await member.logIn(`${origin}/members?canary=1`, "fiona");
    await member.follow(callback);
    nats.faults.set("token", { status: 500, body: "canary" });
    await visitor().signIn(`${origin}/members`, "tom");
    await post({ origin }, { action: "CHANGE", username: "fiona" });
    await post({ origin }, { action: "CHECK" }, { key: `${managementKey}-wrong` });
    const { searchParams } = new URL(callback);
    await expect.poll(spans).toContain("NATS userinfo");
    await expect.poll(spans).toContain('"/api/nats/members"');
    const names = spans().match(/"name":"NATS \w+"/g);
    for (const call of ["metadata", "token", "keys", "userinfo"]) expect(names).toContain(`"name":"NATS ${call}"`);
    const [failed = ""] = /^.*"NATS token".*"failed".*$/m.exec(spans()) ?? [];
    expect(JSON.parse(failed)).toMatchObject({ kind: 2, attributes: { "http.response.status_code": 500 } });
    expect(spans()).toContain('"/api/auth/callback/nats"');
    const secrets = [
      searchParams.get("code"),
      searchParams.get("state"),
      lastToken(nats.calls),
      "canary",
      "fiona",
      managementKey,
    ];
    for (const secret of secrets) {
      expect(secret).toBeTruthy();
      expect(spans().includes(secret ?? ""), `${secret}`).toBe(false);
    }
  });
});

test("left as Next makes them, they would hold the code", async ({ nats }) => {
  await withProduct(nats, { ...traced(), SPANS_UNCLEANED: "1" }, async ({ origin }) => {
    const member = visitor();
    const callback = await member.logIn(`${origin}/members`, "fiona");
    await member.follow(callback);
    await expect.poll(spans).toContain(new URL(callback).searchParams.get("code") ?? "");
  });
});

test("without the package a warning says what to install, and the site works", async ({ nats }) => {
  await withProduct(nats, collector, async ({ origin, logged }) => {
    expect((await visitor().signIn(`${origin}/members`, "fiona")).status).toBe(200);
    const warnings = logged("start").filter(({ setting }) => setting === "OTEL_EXPORTER_OTLP_ENDPOINT");
    expect(warnings).toMatchObject([{ level: "warn", operator: expect.stringContaining("npm i -E @vercel/otel") }]);
  });
});
