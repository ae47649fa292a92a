/**
 * NATS's posts through web servers in front, by the samples: they arrive, and neither their key nor
 * a password comes into a log. Each site has the access log that operators usually have.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { addresses } from "../../lib/addresses";
import { freePort, standardSettings, startProduct } from "../fixtures/product";
import { managementKey, managementUrl, post } from "../fixtures/pushes";
import { expect, test } from "../fixtures/test";
import { request, visitor } from "../fixtures/visitor";
import type { Nats } from "../nats/server";
import { startBehindApache } from "./apache-front";
import { startBehindNginx } from "./behind-nginx";
import { startBehindCaddy } from "./caddy";

const key = { NATS_MANAGEMENT_KEY: managementKey };

/** A site behind one server, as far as these tests need it. */
type Site = Awaited<ReturnType<typeof startBehindCaddy>>;

const servers: Record<string, (nats: Nats) => Promise<Site>> = {
  nginx: (nats) =>
    startBehindNginx(
      async (settings) => {
        const port = await freePort();
        const standard = standardSettings(`http://localhost:${port}`, nats.metadataUrl);
        return startProduct({ port, settings: { ...standard, ...settings, ...key } });
      },
      (folder) => `access_log ${folder}/access.log; error_log ${folder}/error.log;`,
    ),
  Caddy: (nats) =>
    startBehindCaddy(nats, {
      settings: key,
      edit: (text, folder) =>
        text
          .replace("\tlog {", `\tlog {\n\t\toutput file ${folder}/caddy.log`)
          .replace("\troute {", `\tlog {\n\t\toutput file ${folder}/access.log\n\t}\n\troute {`),
    }),
  Apache: (nats) =>
    startBehindApache(nats, {
      start: ({ port, settings }) => startProduct({ port, settings: { ...settings, ...key } }),
    }),
};

/** Returns the text of every log file of a site's folder. */
function logsOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  return files
    .filter((file) => file.endsWith(".log") && statSync(file).isFile())
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}

for (const [name, start] of Object.entries(servers)) {
  test(`behind ${name} posts arrive, and no log has the key or a password`, async ({ nats }) => {
    const site = await start(nats);
    try {
      nats.switches.managementUrl = managementUrl(site);
      const tom = visitor();
      await tom.signIn(`${site.origin}/members?logged=1`, "tom");
      nats.member("tom").password = "canary-password";
      await nats.change("tom", { trial: 0 });
      expect(nats.posts.map(({ answer }) => answer)).toEqual(["OK|noted", "OK|noted"]);
      expect((await tom.follow(`${site.origin}/full`)).status).toBe(200);

      const large = `action=CHECK&password=canary-password&a=${"b".repeat(60_000)}`;
      expect((await post(site, large)).body).toMatch(/^NOTOK\|/);
      expect((await post(site, large + "b".repeat(10_000))).status).toBe(name === "Caddy" ? 502 : 413);
      expect((await post(site, "action=CHECK", { key: `${managementKey}-wrong` })).status).toBe(403);
      for (const rawPath of [
        `${addresses.pushes}/?key=${managementKey}`,
        `//api/nats/members?key=${managementKey}`,
        `/%61pi/nats/members?key=${managementKey}`,
      ]) {
        const answer = await request(site.origin, { method: "POST", rawPath, body: "action=CHECK" });
        expect(answer.status, rawPath).toBeLessThan(500);
      }
      await site.product.stop();
      expect((await post(site, "action=CHECK")).status, "the product is down").toBeGreaterThanOrEqual(502);

      await expect.poll(() => logsOf(site.folder), "the search works").toContain("/members?logged=1");
      for (const secret of [managementKey, "canary-password"]) expect(logsOf(site.folder)).not.toContain(secret);
    } finally {
      await site.stop();
    }
  });
}
