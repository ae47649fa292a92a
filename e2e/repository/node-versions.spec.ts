/** One build, run by each line of Node that package.json allows. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { freePort, standardSettings, startProduct } from "../fixtures/product";
import { aged, lastToken, refreshInterval } from "../fixtures/session-age";
import { navigation, visitor } from "../fixtures/visitor";
import { startNats } from "../nats/server";
import { textOf } from "../tables/tree";

/** The oldest that package.json allows, and the newest of each line when this was written. */
const versions = ["20.9.0", "22.23.3", "24.21.0", "26.12.1"];

let folder = "";
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "members-node-"));
  const binaries = versions.map((version) => `node-${version}@npm:node-linux-${process.arch}@${version}`);
  const install = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", ...binaries];
  await promisify(execFile)("npm", install);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test("the oldest version is the one of package.json, and README names the lines", () => {
  const { engines } = JSON.parse(textOf("package.json")) as { engines: { node: string } };
  expect(engines.node).toBe(`>=${versions[0]?.replace(/\.0$/, "")}`);
  const named = /tested with ([\d, and]+)\)/.exec(textOf("README.md"))?.[1]?.match(/\d+/g);
  expect(named).toEqual(versions.map((version) => version.split(".")[0]));
});

for (const version of versions) {
  test(`Node ${version}: sign-in, recheck, ranges, sign-out`, async () => {
    const nats = await startNats({});
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const media = join(folder, `media-${version}`);
    await promisify(execFile)("mkdir", ["-p", media]);
    await writeFile(join(media, "film.mp4"), "0123456789");
    const settings = { ...standardSettings(origin, nats.metadataUrl), MEDIA_DIR: media };
    const node = join(folder, `node_modules/node-${version}/bin/node`);
    const product = await startProduct({ port, settings, node });
    try {
      const { stdout } = await promisify(execFile)(node, ["--version"]);
      expect(stdout.trim()).toBe(`v${version}`);
      const member = visitor();
      expect((await member.signIn(`${origin}/full`, "fiona")).status).toBe(200);
      const token = lastToken(nats.calls);
      nats.calls.clear();
      await aged(member, token, { nats, product }, refreshInterval);
      expect((await member.follow(`${origin}/full`)).status).toBe(200);
      expect(nats.calls.count("userinfo")).toBe(1);
      const part = await member.open(`${origin}/media/film.mp4`, { headers: { range: "bytes=2-4" } });
      expect([part.status, part.body]).toEqual([206, "234"]);
      const out = { ...navigation, "sec-fetch-site": "same-origin" };
      expect((await member.follow(`${origin}/logout`, { headers: out })).status).toBe(200);
      expect((await member.follow(`${origin}/full`)).url).toContain(nats.origin);
      expect(product.output()).not.toMatch(/Warning|Error/);
    } finally {
      await product.stop();
      await nats.close();
    }
  });
}
