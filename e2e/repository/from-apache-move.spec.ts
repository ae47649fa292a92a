/** A move in an hour: Apache's virtual host by the recipe becomes a site with a sign-in. */

import { expect, test } from "../fixtures/copy";
import { answers, freePort } from "../fixtures/product";
import { visitor } from "../fixtures/visitor";
import { startNats } from "../nats/server";
import { textOf } from "../tables/tree";

test("the recipe goes through from-apache, doctor, build and start to a sign-in at the old vanity address", async ({
  copy,
}) => {
  const nats = await startNats({ switches: { signUserinfo: true } });
  const site = `http://localhost:${await freePort()}`;
  const vanity = `${site}/members/vanity.php`;
  Object.assign(nats.switches, { redirectUriCheck: "exact", redirectUris: [vanity] });
  const recipe = textOf("e2e/fixtures/from-apache/recipe.conf")
    .replace("<VirtualHost *:443>", `<VirtualHost *:${new URL(site).port}>`)
    .replace("ServerName members.example.com", "ServerName localhost")
    .replace("SSLEngine on", "SSLEngine off")
    .replaceAll("https://nats.example.com", nats.origin)
    .replaceAll("https://members.example.com", site)
    .replace("the-value-of-MEMBER_OPENID_CLIENT_SECRET", "demosecret");
  await copy.write("old/members.conf", recipe);
  try {
    const translated = await copy.npm("run", "from-apache", "--", "old/members.conf", "--write");
    expect(translated.status, translated.output).toBe(0);
    expect(copy.has(".env")).toBe(true);

    const examined = await copy.npm("run", "doctor");
    expect(examined.output).toContain(", 0 faults, ");
    expect(examined.status).toBe(0);

    expect((await copy.npm("run", "build")).status).toBe(0);
    void copy.npm("start", "--", "-H", "localhost", "-p", new URL(site).port);
    await answers(`${site}/api/health/ready`);
    const deployed = await copy.npm("run", "doctor", "--", "--site");
    expect(deployed.output).toContain(", 0 faults, ");

    const fiona = visitor();
    const full = await fiona.signIn(`${site}/full`, "fiona");
    expect([full.status, full.url]).toEqual([200, `${site}/full`]);
    expect(full.hops.some((hop) => hop.startsWith(vanity))).toBe(true);
    expect((await visitor().signIn(`${site}/full`, "tom")).status).toBe(403);
    for (const { output } of [translated, examined, deployed]) expect(output).not.toContain("demosecret");
  } finally {
    await nats.close();
  }
});
