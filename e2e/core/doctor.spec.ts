/** `npm run doctor` at a NATS and at a running site. */
import { join } from "node:path";
import { runDoctor } from "../fixtures/doctor";
import { freePort, root, standardSettings, startProduct, testSecret } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { tlsFront } from "../fixtures/tls-front";

const secrets = new RegExp(`demosecret|${testSecret}`);

test("with good settings, NATS and the site it says so, and ends with status 0", async ({ product }) => {
  const { code, output } = await runDoctor(product.settings, ["--site"]);
  expect([code, output]).toEqual([0, expect.stringContaining(", 0 faults, ")]);
  for (const check of ["Settings", "Metadata", "Clock", "Signing keys", "Login page", "Token endpoint"])
    expect(output).toMatch(new RegExp(`✔ ${check} `));
  for (const check of ["Site", "Cookies", "Forms", "Headers"]) expect(output).toMatch(new RegExp(`✔ ${check} `));
  expect(output).not.toMatch(/✖/);
  expect(output).not.toMatch(secrets);
});

test("a fault has its cure below it, and the status is 1", async ({ nats, product }) => {
  nats.switches.MEMBER_OPENID_SECURE_IPS = "203.0.113.9";
  const { code, output } = await runDoctor(product.settings);
  expect(code).toBe(1);
  expect(output).toMatch(
    /✖ Token endpoint +NATS refuses this server's address\.\n +Add it to MEMBER_OPENID_SECURE_IPS\./,
  );
  expect(output).not.toMatch(secrets);
});

test("--json prints the findings for programs, and nothing else", async ({ nats, product }) => {
  nats.switches.pkce = "error";
  const { code, output } = await runDoctor(product.settings, ["--json"]);
  expect(code).toBe(1);
  expect(JSON.parse(output)).toContainEqual({
    check: "Login page",
    verdict: "fault",
    says: "NATS rejects sign-ins with PKCE, and accepts them without.",
    cure: "Set OIDC_PKCE_METHOD=none",
  });
  expect(output).not.toMatch(secrets);
});

test("faults of the settings come first, each with its cure, and NATS is not called", async ({ nats, product }) => {
  const bad = { ...product.settings, OIDC_CLIENT_ID: "<NATS Site ID>", OIDC_CLIENT_SECRET: "changeme" };
  const { code, output } = await runDoctor(bad);
  expect(code).toBe(1);
  expect(output).toMatch(/✖ Settings +OIDC_CLIENT_ID is still a placeholder\.\n +Set the NATS Site ID/);
  expect(output).toMatch(/✖ Settings +OIDC_CLIENT_SECRET is still a placeholder/);
  expect(nats.calls.list).toEqual([]);
});

test("what is weak but works is a warning, and the status stays 0", async ({ product }) => {
  const { code, output } = await runDoctor({ ...product.settings, NATS_LINK_DOMAIN: "", NATS_LINK_SITE_ID: "" });
  expect([code, output]).toEqual([0, expect.stringMatching(/! Settings +NATS_LINK_DOMAIN is missing/)]);
  expect(output).toMatch(/! Settings +OIDC_CLIENT_SECRET is shorter than 16 characters/);
});

for (const options of [["--site", "not-an-address"], ["https://members.example.com"], ["--nonsense"]]) {
  test(`the options ${options.join(" ")} are refused with status 2`, async ({ product }) => {
    expect((await runDoctor(product.settings, options)).code).toBe(2);
  });
}

test("a site on https is examined by its certificate, its cookies' prefix and its HSTS header", async ({ nats }) => {
  const [port, inner] = [await freePort(), await freePort()];
  const origin = `https://localhost:${port}`;
  const settings = standardSettings(origin, nats.metadataUrl);
  const product = await startProduct({ port: inner, settings });
  const stop = await tlsFront(port, inner);
  const trust = { NODE_EXTRA_CA_CERTS: join(root, "e2e/fixtures/localhost-cert.pem") };
  const trusted = await runDoctor({ ...settings, ...trust }, ["--site"]);
  const distrusted = await runDoctor(settings, ["--site"]);
  const withoutHsts = await runDoctor({ ...settings, ...trust, HSTS_SECONDS: "0" }, ["--site"]);
  await stop();
  await product.stop();
  expect([trusted.code, trusted.output]).toEqual([0, expect.stringMatching(/✔ Cookies[^✖]*$/)]);
  expect([distrusted.code, distrusted.output]).toEqual([1, expect.stringContaining("NODE_EXTRA_CA_CERTS")]);
  expect(withoutHsts.code).toBe(0);
});
