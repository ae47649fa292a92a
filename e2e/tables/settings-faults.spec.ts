/** Faults in the settings: all are reported, misspelt names too, and none shows a value. */
import { expect, test } from "@playwright/test";
import { describeFaults } from "../../lib/settings/read";
import { settingNames } from "../../lib/settings/table";
import { faultsWith } from "./support";

test("a refresh interval of 0 is refused, and the fault says why", () => {
  expect(faultsWith({ OIDC_USER_INFO_REFRESH_INTERVAL: "0" })[0]?.wrong).toContain("2.4.15.4");
});

test("production refuses to run without TLS verification, and the fault names the alternative", () => {
  const faults = faultsWith({ OIDC_SSL_VALIDATE_SERVER: "Off", NODE_ENV: "production" });
  expect(faults).toMatchObject([{ name: "OIDC_SSL_VALIDATE_SERVER" }]);
  expect(faults[0]?.cure).toContain("NODE_EXTRA_CA_CERTS");
});

test("NATS_LINK_DOMAIN without NATS_LINK_SITE_ID is a fault", () => {
  expect(faultsWith({ NATS_LINK_DOMAIN: "https://join.example" })).toMatchObject([{ name: "NATS_LINK_SITE_ID" }]);
});

test("all faults are reported at once, with their cures and without values", () => {
  const canaries = {
    AUTH_SECRET: "canary-secret",
    OIDC_CLIENT_ID: "",
    AUTH_URL: "canary://user:pass@x",
    NATS_X: "canary",
  };
  const faults = faultsWith(canaries);
  expect(faults.map(({ name }) => name).sort()).toEqual(["AUTH_SECRET", "AUTH_URL", "NATS_X", "OIDC_CLIENT_ID"]);
  const lines = describeFaults(faults);
  for (const { name, wrong, cure } of faults) expect.soft(lines).toContain(`${name} ${wrong}.\n    ${cure}.`);
  expect(lines).not.toMatch(/canary|pass@/);
});

test("no value of any setting makes readSettings throw", () => {
  const odd = [
    "\u0000",
    "http://",
    "https://[",
    "%",
    "__proto__",
    "null",
    "{}",
    "9".repeat(400),
    "a".repeat(100_000),
    "🎬",
  ];
  for (const name of settingNames) {
    for (const value of odd)
      expect.soft(() => faultsWith({ [name]: value }), `${name}: ${value.slice(0, 20)}`).not.toThrow();
  }
});

for (const [name, cure] of [
  ["OIDC_PROVIDER_METADATA_URI", "Perhaps OIDC_PROVIDER_METADATA_URL was meant"],
  ["AUTH_SECERT", "Perhaps AUTH_SECRET was meant"],
  ["MEDIA_DIRR", "Perhaps MEDIA_DIR was meant"],
  ["OIDC_CRYPTO_PASSPHRASE", "Set AUTH_SECRET instead"],
  ["OIDC_SOMETHING_ELSE", "Correct the spelling or remove it"],
] as const) {
  test(`${name} is not a setting: ${cure}`, () => {
    expect(faultsWith({ [name]: "x" })).toEqual([{ name, wrong: "is not a setting of this product", cure }]);
  });
}

test("unknown AUTH_ and MEDIA_ names are not faults, because other software uses them", () => {
  expect(faultsWith({ AUTH_TRUST_HOST: "1", AUTH_SECRET_1: "x".repeat(32), MEDIA_CDN: "x", MEDIATOR: "x" })).toEqual(
    [],
  );
});

for (const [listening, names] of [
  ["http://127.0.0.1:3000", ["-H (http://127.0.0.1:3000)"]],
  ["http://127.8.0.1:3000", ["-H (http://127.8.0.1:3000)"]],
  ["http://[::1]:3000", ["-H (http://[::1]:3000)"]],
  ["http://localhost:3000", []],
  ["http://0.0.0.0:3000", []],
  ["http://192.0.2.2:3000", []],
] as const) {
  test(`a server that listens at ${listening} ${names.length > 0 ? "does not start" : "starts"}`, () => {
    expect(faultsWith({ __NEXT_PRIVATE_ORIGIN: listening }).map(({ name }) => name)).toEqual(names);
  });
}
