/** Bad settings stop the start, with all faults at once. */
import { once } from "node:events";
import { join } from "node:path";
import { words } from "../../app/theme/words";
import { freePort, root, spawnProduct, standardSettings, testSecret, withProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";

const { refused } = words();

test("a server with bad settings exits, naming each fault and its cure, and no secret", async () => {
  const port = await freePort();
  const settings = {
    ...standardSettings(`http://localhost:${port}`, "http://nats.example.com/.well-known/member-openid-configuration"),
    AUTH_SECRET: "hunter2-too-short",
    OIDC_USER_INFO_REFRESH_INTERVAL: "0",
    OIDC_SESION_MAX_DURATION: "60",
    OIDC_CLIENT_ID: "",
    NATS_LINK_DOMAIN: "https://join.example.com",
  };
  const child = spawnProduct({ port, settings });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  const [code] = await once(child, "close");
  expect(code).toBe(1);
  for (const name of [
    "OIDC_PROVIDER_METADATA_URL",
    "AUTH_SECRET",
    "OIDC_USER_INFO_REFRESH_INTERVAL",
    "OIDC_SESION_MAX_DURATION",
    "OIDC_CLIENT_ID",
  ]) {
    expect(output).toContain(name);
  }
  expect(output).toContain("5 faults");
  expect(output).toContain("openssl rand");
  expect(output).toContain("meant never before mod_auth_openidc 2.4.15.4");
  expect(output).not.toContain("hunter2");
  expect(output).not.toContain(testSecret);
});

test("a server exits if MEDIA_DIR would serve the project, whose package.json was at /media/ before", async ({
  product,
}) => {
  for (const dir of [root, join(root, ".."), join(root, ".next")]) {
    const child = spawnProduct({ port: await freePort(), settings: { ...product.settings, MEDIA_DIR: dir } });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
    const [code] = await once(child, "close");
    expect(code, dir).toBe(1);
    expect(output).toMatch(/MEDIA_DIR is .*\n.*Set a folder of its own/);
  }
});

for (const host of ["127.0.0.1", "::1"]) {
  test(`a server told to listen at ${host} exits, because its pages would answer 500`, async ({ product }) => {
    const child = spawnProduct({ port: await freePort(), settings: product.settings, host });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
    const [code] = await once(child, "close");
    expect([code, output]).toEqual([1, expect.stringContaining("Start with -H localhost")]);
  });
}

test("a MEDIA_DIR that does not exist is named at the start, and the site runs", async ({ nats }) => {
  await withProduct(nats, { MEDIA_DIR: "/nowhere/media" }, async (product) => {
    expect(product.logged("start")).toContainEqual(
      expect.objectContaining({
        level: "warn",
        file: "/nowhere/media",
        operator: expect.stringContaining("MEDIA_DIR"),
      }),
    );
  });
});

test("without membership links the start says so, and no page promises an upgrade or a renewal", async ({ nats }) => {
  const unset = { NATS_LINK_DOMAIN: undefined, NATS_LINK_SITE_ID: undefined, NATS_EXPIRED_LOGIN: "on" };
  nats.switches.MEMBER_OPENID_EXPIRED_LOGIN = true;
  await withProduct(nats, unset, async (product) => {
    expect(product.logged("start")).toContainEqual(expect.objectContaining({ setting: "NATS_LINK_DOMAIN" }));
    for (const [member, words] of [
      ["tom", refused.trial],
      ["eddie", refused.expired],
    ] as const) {
      const { status, body } = await visitor().signIn(`${product.origin}/full`, member);
      expect(status).toBe(403);
      expect(body).toContain(words.withoutLink?.[0]);
      expect(body).not.toContain(words.says[0]);
    }
  });
});
