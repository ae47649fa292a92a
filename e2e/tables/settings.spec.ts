/** The settings: what is accepted, what is refused, and the defaults. */
import { expect, test } from "@playwright/test";
import { readSettings } from "../../lib/settings/read";
import type { Environment } from "../../lib/settings/shape";
import type { SettingName } from "../../lib/settings/table";
import { baseEnvironment, faultsWith, localhost, settingsWith } from "./support";

const required: SettingName[] = [
  "OIDC_PROVIDER_METADATA_URL",
  "OIDC_CLIENT_ID",
  "OIDC_CLIENT_SECRET",
  "AUTH_SECRET",
  "AUTH_URL",
];

test("the required settings are enough, and the others have their documented defaults", () => {
  expect(settingsWith()).toEqual({
    origin: "https://members.example",
    host: "members.example",
    secure: true,
    hstsSeconds: 63_072_000,
    secrets: [`https://members.example ${baseEnvironment.AUTH_SECRET}`],
    provider: {
      metadataUrl: baseEnvironment.OIDC_PROVIDER_METADATA_URL,
      origin: "https://nats.example",
      issuer: undefined,
      tokenEndpointAuth: undefined,
      pkce: "S256",
      userinfoSigned: false,
      verifyTls: true,
    },
    client: {
      id: "1",
      secret: baseEnvironment.OIDC_CLIENT_SECRET,
      scope: "openid",
      redirectUri: "https://members.example/api/auth/callback/nats",
      redirectPath: "/api/auth/callback/nats",
    },
    session: { idleSeconds: 3600, maxSeconds: 28_800, persistent: false },
    backchannelLogout: false,
    redisUrls: [],
    claims: { remoteUser: "username", status: "status", expiredLogin: false },
    refresh: { every: 300, graceSeconds: 600 },
    returnOrigins: [],
    links: {
      domain: undefined,
      siteId: undefined,
      join: undefined,
      upgrade: undefined,
      renew: undefined,
      cancel: undefined,
      password: undefined,
    },
    managementKeys: [],
    media: { dir: "./media", send: "stream", accelPrefix: "/protected-media", signing: undefined },
  });
});

test("an empty environment gives one fault for each required setting", () => {
  const result = readSettings({});
  const faults = "faults" in result ? result.faults : [];
  expect(faults.map(({ name }) => name).sort()).toEqual([...required].sort());
  for (const { name, wrong, cure } of faults) {
    expect.soft(wrong, name).toBe("is missing");
    expect.soft(cure, name).not.toBe("");
  }
});

test("an empty or blank value counts as missing", () => {
  for (const name of required) {
    expect.soft(faultsWith({ [name]: "" }), name).toMatchObject([{ name, wrong: "is missing" }]);
    expect.soft(faultsWith({ [name]: "  \t" }), name).toMatchObject([{ name, wrong: "is missing" }]);
  }
  expect(faultsWith({ OIDC_SESSION_INACTIVITY_TIMEOUT: " ", OIDC_SESSION_MAX_DURATION: "1800" })).toEqual([]);
  expect(settingsWith({ OIDC_SCOPE: "", MEDIA_DIR: " " })).toMatchObject({
    client: { scope: "openid" },
    media: { dir: "./media" },
  });
});

const longSecret = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0iL";
const refused: [SettingName, string, string][] = [
  [
    "OIDC_PROVIDER_METADATA_URL",
    "http://nats.example/.well-known/member-openid-configuration",
    "http off this machine",
  ],
  ["OIDC_PROVIDER_METADATA_URL", "nats.example/.well-known/member-openid-configuration", "no scheme"],
  ["OIDC_PROVIDER_METADATA_URL", "file:///etc/passwd", "another scheme"],
  ["OIDC_PROVIDER_METADATA_URL", "http://localhost.evil.example/configuration", "only looks like this machine"],
  ["OIDC_PROVIDER_METADATA_URL", "http://127.0.0.1.evil.example/configuration", "only looks like this machine"],
  ["OIDC_PROVIDER_METADATA_URL", "https://nats.example/", "the domain only"],
  ["OIDC_PROVIDER_ISSUER", "nats.example", "no address"],
  ["OIDC_CLIENT_ID", "<NATS Site ID>", "the placeholder of the recipe"],
  ["OIDC_CLIENT_SECRET", "changeme", "a placeholder"],
  ["OIDC_CLIENT_SECRET", "your-client-secret", "a placeholder"],
  ["OIDC_CLIENT_SECRET", "MEMBER_OPENID_CLIENT_SECRET", "the name of the option, not its value"],
  ["AUTH_SECRET", "changeme-0123456789-abcdefghijklmnop", "a placeholder of 36 bytes"],
  ["AUTH_SECRET", "correct horse battery ".repeat(2), "a text over and over"],
  ["AUTH_SECRET", "0123456789abcdef0123456789abcdef012", "a text over and over, the last time cut"],
  ["AUTH_SECRET", longSecret.slice(1), "31 bytes"],
  ["AUTH_SECRET", "a".repeat(64), "one letter over and over"],
  ["AUTH_SECRET", "changeme".repeat(4).slice(0, 32), "a sample, repeated"],
  ["AUTH_URL", "http://members.example", "http off this machine"],
  ["AUTH_URL", "https://members.example/area", "a path"],
  ["AUTH_URL", "https://members.example/?x=1", "a query"],
  ["AUTH_URL", "https://user@members.example", "a user name"],
  ["AUTH_URL", "members.example", "no scheme"],
  ["OIDC_REDIRECT_URI", "https://www.example/vanity.php", "another origin"],
  ["OIDC_REDIRECT_URI", "https://members.example:8443/vanity.php", "another port"],
  ["OIDC_REDIRECT_URI", "https://members.example/", "no path of its own"],
  ["OIDC_REDIRECT_URI", "https://members.example/vanity.php?a=1", "a query"],
  ["OIDC_REDIRECT_URI", "https://members.example/vanity.php#a", "a fragment"],
  ["OIDC_REDIRECT_URI", "https://members.example/login", "a path of the product"],
  ["OIDC_REDIRECT_URI", "/vanity.php", "no origin"],
  ["OIDC_SCOPE", "profile", "openid is missing"],
  ["OIDC_SCOPE", "openidx", "openid is missing"],
  ["HSTS_SECONDS", "off", "no number"],
  ["HSTS_SECONDS", "63072001", "more than two years"],
  ["OIDC_SESSION_INACTIVITY_TIMEOUT", "9", "below the least"],
  ["OIDC_SESSION_INACTIVITY_TIMEOUT", "300x", "a loose number"],
  ["OIDC_SESSION_INACTIVITY_TIMEOUT", "1e3", "a loose number"],
  ["OIDC_SESSION_INACTIVITY_TIMEOUT", "-300", "negative"],
  ["OIDC_SESSION_INACTIVITY_TIMEOUT", "3600.5", "a fraction"],
  ["OIDC_SESSION_INACTIVITY_TIMEOUT", "0x10", "a loose number"],
  ["OIDC_SESSION_INACTIVITY_TIMEOUT", "36000", "longer than the absolute limit, by hand"],
  ["OIDC_SESSION_MAX_DURATION", "14", "below Apache's least"],
  ["OIDC_SESSION_MAX_DURATION", "0", "Apache's 0 has no meaning here"],
  ["OIDC_SESSION_MAX_DURATION", "31536001", "over a year"],
  ["OIDC_SESSION_TYPE", "server-cache", "not offered"],
  ["OIDC_REMOTE_USER_CLAIM", "sub@", "not a declared claim"],
  ["OIDC_REMOTE_USER_CLAIM", "toString", "not a declared claim"],
  ["OIDC_USER_INFO_REFRESH_INTERVAL", "0", "its meaning flipped"],
  ["OIDC_USER_INFO_REFRESH_INTERVAL", "-1", "Apache's newer never"],
  ["OIDC_USER_INFO_REFRESH_INTERVAL", "5", "below the least"],
  ["OIDC_USER_INFO_REFRESH_INTERVAL", "Never", "case matters"],
  ["OIDC_USER_INFO_REFRESH_GRACE", "ten", "no number"],
  ["OIDC_USER_INFO_SIGNED_RESPONSE_ALG", "HS256", "not RS256"],
  ["OIDC_USER_INFO_SIGNED_RESPONSE_ALG", "none", "not RS256"],
  ["OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH", "private_key_jwt", "not offered"],
  ["OIDC_PKCE_METHOD", "plain", "plain proves nothing"],
  ["OIDC_SSL_VALIDATE_SERVER", "off", "case matters, as a safety"],
  ["OIDC_REDIRECT_URLS_ALLOWED", "https://www.example/path", "more than an origin"],
  ["OIDC_REDIRECT_URLS_ALLOWED", "https://www.example ^https://.*$", "a regular expression"],
  ["OIDC_REDIRECT_URLS_ALLOWED", "http://www.example", "http off this machine"],
  ["NATS_EXPIRED_LOGIN", "On", "case matters"],
  ["NATS_EXPIRED_LOGIN", "1", "neither on nor off"],
  ["NATS_LINK_DOMAIN", "join.example", "no scheme"],
  ["NATS_LINK_DOMAIN", "https://join.example/signup", "more than an origin"],
  ["NATS_UPGRADE_URL", "javascript:alert(1)", "not https"],
  ["NATS_JOIN_URL", "/join", "not a full address"],
];
for (const [name, value, why] of refused) {
  test(`${name} refuses ${value}: ${why}`, () => {
    const faults = faultsWith({ NATS_LINK_SITE_ID: "1", [name]: value });
    expect(faults.map((fault) => fault.name)).toEqual([name]);
  });
}

const accepted: [Environment, unknown, string][] = [
  [{ AUTH_URL: "https://members.example/" }, { origin: "https://members.example" }, "a slash at the end of an origin"],
  [{ AUTH_URL: " https://members.example:8443 " }, { origin: "https://members.example:8443" }, "blanks around a value"],
  [localhost, { origin: "http://localhost:3000", secure: false }, "http on this machine, in both addresses"],
  [{ OIDC_CLIENT_ID: "1,2,3" }, { client: { id: "1,2,3" } }, "a list of Site IDs, one opaque string"],
  [
    { OIDC_PROVIDER_ISSUER: "https://nats.example/" },
    { provider: { issuer: "https://nats.example/" } },
    "an issuer, letter for letter",
  ],
  [
    { OIDC_REDIRECT_URI: "https://members.example/members/vanity.php" },
    { client: { redirectUri: "https://members.example/members/vanity.php" } },
    "the old vanity address",
  ],
  [{ OIDC_SCOPE: "profile openid email" }, { client: { scope: "profile openid email" } }, "further scopes"],
  [
    { OIDC_SESSION_INACTIVITY_TIMEOUT: "10", OIDC_SESSION_MAX_DURATION: "15" },
    { session: { idleSeconds: 10, maxSeconds: 15 } },
    "Apache's least limits",
  ],
  [
    { OIDC_SESSION_MAX_DURATION: "1800" },
    { session: { idleSeconds: 1800, maxSeconds: 1800 } },
    "an absolute limit below the default idle one",
  ],
  [{ OIDC_SESSION_TYPE: "client-cookie:persistent" }, { session: { persistent: true } }, "a persistent cookie"],
  [{ OIDC_USER_INFO_REFRESH_INTERVAL: "never" }, { refresh: { every: "never" } }, "never"],
  [{ OIDC_USER_INFO_REFRESH_INTERVAL: "always" }, { refresh: { every: "always" } }, "always"],
  [{ OIDC_USER_INFO_REFRESH_INTERVAL: "10" }, { refresh: { every: 10 } }, "the least number of seconds"],
  [{ OIDC_USER_INFO_REFRESH_GRACE: "0" }, { refresh: { graceSeconds: 0 } }, "no grace"],
  [{ OIDC_USER_INFO_SIGNED_RESPONSE_ALG: "RS256" }, { provider: { userinfoSigned: true } }, "signed userinfo"],
  [
    { OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH: "client_secret_basic_raw" },
    { provider: { tokenEndpointAuth: "client_secret_basic_raw" } },
    "Basic without percent-encoding",
  ],
  [{ OIDC_PKCE_METHOD: "none" }, { provider: { pkce: "none" } }, "no PKCE"],
  [
    { OIDC_SSL_VALIDATE_SERVER: "Off", NODE_ENV: "development" },
    { provider: { verifyTls: false } },
    "no TLS check in development",
  ],
  [
    { OIDC_REDIRECT_URLS_ALLOWED: "https://www.example, https://join.example/\nhttp://localhost:8080" },
    { returnOrigins: ["https://www.example", "https://join.example", "http://localhost:8080"] },
    "several origins, by blanks and commas",
  ],
  [{ NATS_STATUS_CLAIM: "member_status" }, { claims: { status: "member_status" } }, "another name of the status"],
  [{ NATS_EXPIRED_LOGIN: "on" }, { claims: { expiredLogin: true } }, "expired members may sign in"],
  [
    { NATS_LINK_DOMAIN: "https://join.example/", NATS_LINK_SITE_ID: "7" },
    { links: { domain: "https://join.example", siteId: "7" } },
    "the link domain",
  ],
];
for (const [changes, settings, why] of accepted) {
  test(`accepted: ${why}`, () => {
    expect(settingsWith(changes)).toMatchObject(settings as Record<string, unknown>);
  });
}

test("an unknown OIDC_ or NATS_ name is a fault, other software's names are not", () => {
  expect(faultsWith({ OIDC_SESSION_INACTIVITY_TIMEOUTS: "60" })).toMatchObject([
    { name: "OIDC_SESSION_INACTIVITY_TIMEOUTS" },
  ]);
  expect(faultsWith({ NATS_SITE: "1", OIDC_CRYPTO_PASSPHRASE: "x" })).toHaveLength(2);
  expect(faultsWith({ PATH: "/bin", NODE_ENV: "test", AUTH_TRUST_HOST: "1", NATSUME: "x", MY_OIDC_ID: "x" })).toEqual(
    [],
  );
});

test("older secrets follow AUTH_SECRET by number, and a short one is a fault", () => {
  const older = { AUTH_SECRET_1: `${longSecret}-1`, AUTH_SECRET_2: `${longSecret}-2` };
  expect(settingsWith(older).secrets).toEqual(
    [baseEnvironment.AUTH_SECRET, `${longSecret}-1`, `${longSecret}-2`].map(
      (secret) => `https://members.example ${secret}`,
    ),
  );
  expect(faultsWith({ ...older, AUTH_SECRET_2: "short" })).toMatchObject([{ name: "AUTH_SECRET_2" }]);
});
