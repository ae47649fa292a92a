/** Faults in the settings: all are reported, misspelt names too, and none shows a value. */
import { expect, test } from "@playwright/test";
import { z } from "zod";
import { claimFaults, describeFaults } from "../../lib/settings/read";
import { settingNames } from "../../lib/settings/table";
import { settingsWarnings } from "../../lib/settings/warnings";
import { faultsWith, settingsWith } from "./support";

test("a refresh interval of 0 is refused, and the fault says why", () => {
  expect(faultsWith({ OIDC_USER_INFO_REFRESH_INTERVAL: "0" })[0]?.wrong).toContain("2.4.15.4");
});

for (const [name, value] of [
  ["OIDC_SSL_VALIDATE_SERVER", "Off"],
  ["NODE_TLS_REJECT_UNAUTHORIZED", "0"],
] as const) {
  test(`${name}=${value} is refused unless NODE_ENV is development, and the fault names the alternative`, () => {
    for (const NODE_ENV of ["production", "staging", "test", undefined]) {
      const faults = faultsWith({ [name]: value, NODE_ENV });
      expect(faults).toMatchObject([{ name, cure: expect.stringContaining("NODE_EXTRA_CA_CERTS") }]);
    }
    expect(faultsWith({ [name]: value, NODE_ENV: "development" })).toEqual([]);
  });
}

for (const [changes, warned, why] of [
  [{}, ["NATS_LINK_DOMAIN is missing: pages have no link to join, upgrade, renew"], "no links"],
  [{ NATS_LINK_DOMAIN: "https://join.example", NATS_LINK_SITE_ID: "1" }, [], "the link domain"],
  [
    { NATS_JOIN_URL: "https://join.example/a" },
    ["NATS_LINK_DOMAIN is missing: pages have no link to upgrade, renew"],
    "one link of three",
  ],
] as const) {
  test(`a warning tells which membership links are missing: ${why}`, () => {
    const warnings = settingsWarnings(settingsWith({ OIDC_CLIENT_SECRET: "LettersAndDigits1", ...changes }));
    expect(warnings.map(({ name, wrong }) => `${name} ${wrong}`)).toEqual(warned);
  });
}

test("a short or odd client secret, and an id that is no number, are warnings and no faults", () => {
  const links = { NATS_LINK_DOMAIN: "https://join.example", NATS_LINK_SITE_ID: "1" };
  const warningsFor = (secret: string, id = "1,2") =>
    settingsWarnings(settingsWith({ ...links, OIDC_CLIENT_SECRET: secret, OIDC_CLIENT_ID: id }));
  expect(warningsFor("LettersAndDigits1")).toEqual([]);
  expect(warningsFor("LettersAndDigits1", "“1”")).toMatchObject([{ name: "OIDC_CLIENT_ID" }]);
  expect(warningsFor("short1")).toMatchObject([{ name: "OIDC_CLIENT_SECRET", wrong: expect.stringContaining("16") }]);
  expect(warningsFor("with-dash-and-more-characters")).toMatchObject([{ name: "OIDC_CLIENT_SECRET" }]);
});

test("NATS_LINK_DOMAIN without NATS_LINK_SITE_ID is a fault", () => {
  expect(faultsWith({ NATS_LINK_DOMAIN: "https://join.example" })).toMatchObject([{ name: "NATS_LINK_SITE_ID" }]);
});

test("a name that contains the letters of a placeholder is none", () => {
  for (const AUTH_URL of ["https://exchange-media.example", "https://www.exchangemembers.example"])
    expect(faultsWith({ AUTH_URL }), AUTH_URL).toEqual([]);
  for (const OIDC_CLIENT_SECRET of ["changeme", "CHANGE-ME", "change_me_1"])
    expect(faultsWith({ OIDC_CLIENT_SECRET })).toMatchObject([{ wrong: "is still a placeholder" }]);
});

test("a claim that must come is a fault, because NATS may not send it", () => {
  expect(claimFaults()).toEqual([]);
  const name = "The claim username in lib/claims.ts";
  expect(claimFaults({ username: z.string(), trial: z.string().optional() })).toMatchObject([
    { name, wrong: "is not optional", cure: expect.stringContaining(".optional()") },
  ]);
});

test("an address with a password is a fault, because the log names addresses", () => {
  for (const name of ["OIDC_PROVIDER_METADATA_URL", "OIDC_PROVIDER_ISSUER", "NATS_JOIN_URL"]) {
    const faults = faultsWith({ [name]: "https://user:canary@nats.example/.well-known/x" });
    expect(faults, name).toMatchObject([{ name, wrong: expect.stringContaining("has a password") }]);
    expect(faultsWith({ [name]: "https://nats.example/@x?a=b@c" }), name).toEqual([]);
  }
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
  ["oidc_scope", "Write it in capitals: OIDC_SCOPE"],
  ["OIDC_SOMETHING_ELSE", "Correct the spelling or remove it"],
] as const) {
  test(`${name} is not a setting: ${cure}`, () => {
    expect(faultsWith({ [name]: "x" })).toEqual([{ name, wrong: "is not a setting of this product", cure }]);
  });
}

test("unknown AUTH_ and MEDIA_ names are not faults, because other software uses them", () => {
  expect(faultsWith({ NATS_SERVICE_HOST: "10.0.0.1", NATS_PORT: "tcp://x", NATS_PORT_4222_TCP_ADDR: "x" })).toEqual([]);
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

test("REDIS_URL is one address, or several of a cluster, and what is wrong with it is told without its password", () => {
  const good = [
    "redis://localhost",
    "rediss://user:p%40ss@redis.example:6380/2",
    "redis://:canary@a.example:6379, redis://:canary@b.example:6379",
  ];
  for (const REDIS_URL of good) expect(faultsWith({ REDIS_URL }), REDIS_URL).toEqual([]);
  const bad = [
    "localhost:6379",
    "http://canary@redis.example",
    "redis://:canary@/0",
    "redis://:canary%zz@redis.example",
    "redis://:canary#1@redis.example",
    "redis://:canary@redis.example/one",
    "redis://:canary@redis.example?db=1",
    "redis://:canary@a.example/1,redis://:canary@b.example/1",
  ];
  for (const REDIS_URL of bad) {
    const faults = faultsWith({ REDIS_URL });
    expect(faults, REDIS_URL).toMatchObject([{ name: "REDIS_URL", cure: expect.stringContaining("rediss://") }]);
    expect(describeFaults(faults)).not.toContain("canary");
  }
});
