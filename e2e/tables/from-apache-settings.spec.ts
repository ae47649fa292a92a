/** npm run from-apache: each OIDC directive becomes a setting, or a line of the report. */
import { expect, test } from "@playwright/test";
import { readSettings } from "../../lib/settings/read";
import type { SettingName } from "../../lib/settings/table";
import { fateOf, spelled, translatedName } from "../../scripts/from-apache/directives";
import type { Finding } from "../../scripts/from-apache/model";
import { refusalIn } from "../../scripts/from-apache/model";
import { directiveNames } from "../fixtures/from-apache/directive-names";
import { plainDirectives, virtualHost } from "../fixtures/from-apache/rows";
import { madeSecret, translated, translatedHosts } from "./from-apache";

/** Translates a host with the plain directives and others. Later ones replace earlier ones. */
function withDirectives(...more: string[]) {
  return translated(virtualHost([], [...plainDirectives, ...more]));
}

/** Returns the kinds of the findings about a directive, without those about its plain line. */
function kindsOf(findings: readonly Finding[], what: string): string[] {
  return findings
    .filter((each) => each.what === what && each.at?.line !== undefined && each.at.line > 10)
    .map(({ kind }) => kind);
}

test("every directive of mod_auth_openidc 2.4.20 and of older versions is known", () => {
  expect(directiveNames.length).toBe(150);
  for (const name of directiveNames) {
    expect.soft(fateOf(name.toLowerCase()) ?? translatedName(name.toLowerCase()), name).toBeDefined();
    expect.soft(spelled(name.toLowerCase())).toBe(name);
  }
});

test("each of them, in a configuration, is reported with file and line", () => {
  for (const name of directiveNames) {
    const { findings } = withDirectives(`${name.toUpperCase()} code`);
    expect.soft(findings.filter(({ what, at }) => what === name && at?.line === 11).length, name).toBeGreaterThan(0);
  }
});

test("an unknown OIDC directive is reported, and a name that could be a secret is not shown", () => {
  const { findings } = withDirectives("OIDCNoSuchThing x", "OIDC-s3cr3t-canary");
  expect(findings.filter(({ kind }) => kind === "unsupported").map(({ what, at }) => [what, at?.line])).toEqual([
    ["OIDCNoSuchThing", 11],
    ["OIDC…", 12],
  ]);
});

type Row = [lines: string, setting: SettingName, value: string | undefined, kinds: string[]];

const rows: Row[] = [
  ["OIDCProviderMetadataURL https://n.example/x", "OIDC_PROVIDER_METADATA_URL", "https://n.example/x", ["carried"]],
  ["OIDCProviderIssuer https://n.example", "OIDC_PROVIDER_ISSUER", "https://n.example", ["carried"]],
  ["OIDCClientID 1,2", "OIDC_CLIENT_ID", "1,2", ["carried"]],
  ['OIDCClientSecret "a \\"b\\" #c $d"', "OIDC_CLIENT_SECRET", 'a "b" #c $d', ["carried"]],
  ['OIDCClientSecret "exec:/bin/x"', "OIDC_CLIENT_SECRET", undefined, ["decide"]],
  ['OIDCScope "openid email"', "OIDC_SCOPE", "openid email", ["carried"]],
  [
    "OIDCCryptoPassphrase 0123456789abcdefghijklmnopqrstuv",
    "AUTH_SECRET",
    "0123456789abcdefghijklmnopqrstuv",
    ["carried"],
  ],
  [
    "OIDCCryptoPassphrase 0123456789abcdefghijklmnopqrstuv older",
    "AUTH_SECRET",
    "0123456789abcdefghijklmnopqrstuv",
    ["carried", "gone"],
  ],
  ["OIDCCryptoPassphrase short", "AUTH_SECRET", madeSecret, ["changed"]],
  ["OIDCCryptoPassphrase aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "AUTH_SECRET", madeSecret, ["changed"]],
  ["OIDCCryptoPassphrase abcdefghijabcdefghijabcdefghijabcdefghij", "AUTH_SECRET", madeSecret, ["changed"]],
  ["OIDCCryptoPassphrase exec:/bin/x", "AUTH_SECRET", madeSecret, ["changed"]],
  ["OIDCSessionInactivityTimeout 900", "OIDC_SESSION_INACTIVITY_TIMEOUT", "900", ["carried"]],
  ["OIDCSessionMaxDuration 3600", "OIDC_SESSION_MAX_DURATION", "3600", ["carried"]],
  ["OIDCSessionMaxDuration 0", "OIDC_SESSION_MAX_DURATION", undefined, ["decide"]],
  ["OIDCSessionType client-cookie", "OIDC_SESSION_TYPE", undefined, ["carried"]],
  ["OIDCSessionType client-cookie:persistent", "OIDC_SESSION_TYPE", "client-cookie:persistent", ["carried"]],
  ["OIDCSessionType server-cache", "OIDC_SESSION_TYPE", undefined, ["changed"]],
  ["OIDCSessionType server-cache:persistent", "OIDC_SESSION_TYPE", "client-cookie:persistent", ["changed"]],
  ["OIDCSessionType client-cookie:store_id_token", "OIDC_SESSION_TYPE", undefined, ["changed"]],
  ["OIDCRemoteUserClaim username", "OIDC_REMOTE_USER_CLAIM", "username", ["carried"]],
  ["OIDCRemoteUserClaim sub@", "OIDC_REMOTE_USER_CLAIM", undefined, ["decide"]],
  ["OIDCRemoteUserClaim email ^(.*)@", "OIDC_REMOTE_USER_CLAIM", undefined, ["decide"]],
  ["OIDCUserInfoRefreshInterval 600", "OIDC_USER_INFO_REFRESH_INTERVAL", "600", ["carried"]],
  ["OIDCUserInfoRefreshInterval 5", "OIDC_USER_INFO_REFRESH_INTERVAL", "10", ["changed"]],
  ["OIDCUserInfoRefreshInterval 0", "OIDC_USER_INFO_REFRESH_INTERVAL", undefined, ["decide"]],
  ["OIDCUserInfoRefreshInterval -1", "OIDC_USER_INFO_REFRESH_INTERVAL", "never", ["changed"]],
  ["OIDCUserInfoRefreshInterval 60 logout_on_error", "OIDC_USER_INFO_REFRESH_INTERVAL", "60", ["carried", "changed"]],
  ["OIDCUserInfoSignedResponseAlg RS256", "OIDC_USER_INFO_SIGNED_RESPONSE_ALG", "RS256", ["carried"]],
  ["OIDCUserInfoSignedResponseAlg ES256", "OIDC_USER_INFO_SIGNED_RESPONSE_ALG", undefined, ["unsupported"]],
  [
    "OIDCProviderTokenEndpointAuth client_secret_post",
    "OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH",
    "client_secret_post",
    ["carried"],
  ],
  ["OIDCProviderTokenEndpointAuth private_key_jwt", "OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH", undefined, ["unsupported"]],
  ["OIDCPKCEMethod none", "OIDC_PKCE_METHOD", "none", ["carried"]],
  ["OIDCPKCEMethod plain", "OIDC_PKCE_METHOD", undefined, ["changed"]],
  ["OIDCSSLValidateServer On", "OIDC_SSL_VALIDATE_SERVER", undefined, ["carried"]],
  ["OIDCSSLValidateServer Off", "OIDC_SSL_VALIDATE_SERVER", undefined, ["decide"]],
  [
    "OIDCRedirectURLsAllowed ^https://www\\.example\\.com(/|$)",
    "OIDC_REDIRECT_URLS_ALLOWED",
    "https://www.example.com",
    ["changed"],
  ],
  [
    "OIDCRedirectURLsAllowed ^https://a.example ^https://b.example/",
    "OIDC_REDIRECT_URLS_ALLOWED",
    "https://a.example https://b.example",
    ["changed"],
  ],
  ["OIDCRedirectURLsAllowed ^https://a.example/app", "OIDC_REDIRECT_URLS_ALLOWED", undefined, ["decide"]],
  ["OIDCRedirectURLsAllowed ^https://(\\w+)\\.example\\.org", "OIDC_REDIRECT_URLS_ALLOWED", undefined, ["decide"]],
  ["OIDCResponseType code", "OIDC_SCOPE", undefined, []],
  ['OIDCResponseType "code id_token"', "OIDC_SCOPE", undefined, []],
];
for (const [line, setting, value, kinds] of rows) {
  test(`${line} becomes ${value === undefined ? "no setting" : `${setting}=${value}`}`, () => {
    const { env } = withDirectives(line);
    expect(env.values.get(setting)).toBe(value);
    if (kinds.length > 0) expect(kindsOf(env.findings, line.split(" ")[0] ?? "")).toEqual(kinds);
  });
}

test("a directive given twice: the last one counts, and the report says so of the first", () => {
  const { env } = withDirectives("OIDCScope openid", 'OIDCScope "openid email"');
  expect(env.values.get("OIDC_SCOPE")).toBe("openid email");
  const scope = env.findings.filter(({ what }) => what === "OIDCScope").map(({ kind, at }) => [kind, at?.line]);
  expect(scope).toEqual([
    ["gone", 11],
    ["carried", 12],
  ]);
});

test("0 is never beside a directive that only old versions have", () => {
  const { env } = withDirectives("OIDCUserInfoRefreshInterval 0", "OIDCTokenBindingPolicy disabled");
  expect(env.values.get("OIDC_USER_INFO_REFRESH_INTERVAL")).toBe("never");
});

test("an idle limit beyond the end of the session is cut, so that the product starts", () => {
  const { env } = withDirectives("OIDCSessionInactivityTimeout 7200", "OIDCSessionMaxDuration 3600");
  expect(env.values.get("OIDC_SESSION_INACTIVITY_TIMEOUT")).toBe("3600");
});

const addresses: [host: string[], redirect: string, authUrl: string | undefined, redirectUri: string | undefined][] = [
  [["ServerName m.example", "SSLEngine on"], "https://m.example/v.php", "https://m.example", "https://m.example/v.php"],
  [["ServerName m.example", "SSLEngine on"], "/v.php", "https://m.example", "https://m.example/v.php"],
  [["ServerName m.example:8443", "SSLEngine on"], "/v.php", "https://m.example:8443", "https://m.example:8443/v.php"],
  [["ServerName https://m.example"], "/v.php", "https://m.example", "https://m.example/v.php"],
  [["ServerName m.example"], "https://m.example/api/auth/callback/nats", "https://m.example", undefined],
  [["ServerName M.Example", "SSLEngine on"], "/api/auth/callback/nats", "https://m.example", undefined],
  [["ServerName M.Example", "SSLEngine on"], "http://[", "https://m.example", undefined],
  [[], "https://m.example/v", "https://m.example", "https://m.example/v"],
];
for (const [host, redirect, authUrl, redirectUri] of addresses) {
  test(`OIDCRedirectURI ${redirect} with ${host.join(", ") || "no ServerName"}`, () => {
    const text = ["<VirtualHost *>", ...host, `OIDCRedirectURI ${redirect}`, "</VirtualHost>"].join("\n");
    const { values } = translated(text).env;
    expect([values.get("AUTH_URL"), values.get("OIDC_REDIRECT_URI")]).toEqual([authUrl, redirectUri]);
  });
}

test("an address on another host than the virtual host's is yours to decide", () => {
  const text = virtualHost([], [...plainDirectives, "OIDCRedirectURI https://other.example/v"]);
  expect(
    translated(text)
      .findings.filter(({ kind }) => kind === "decide")
      .map(({ what }) => what),
  ).toEqual(["OIDCRedirectURI"]);
});

test("what the product itself refuses is yours to decide", () => {
  const { findings } = translated(
    virtualHost([], ["OIDCProviderMetadataURL http://nats.example.com/x", "OIDCScope email"]),
  );
  const names = findings.filter(({ kind }) => kind === "decide").map(({ what }) => what.split(" of ")[0]);
  expect(names.sort()).toEqual(["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_PROVIDER_METADATA_URL", "OIDC_SCOPE"]);
});

test("the plain directives make settings that the product starts with", () => {
  expect(readSettings(Object.fromEntries(withDirectives().env.values))).toHaveProperty("settings");
});

test("a value that needs an undefined name is left out; --define gives it", () => {
  const line = "OIDCClientSecret \x24{NATS_SECRET}";
  const open = translated(virtualHost([], [...plainDirectives, line]));
  expect(open.env.values.has("OIDC_CLIENT_SECRET")).toBe(false);
  expect(open.findings.find(({ at }) => at?.line === 11)).toMatchObject({ kind: "decide", what: "OIDCClientSecret" });
  const given = translated(virtualHost([], [...plainDirectives, line]), new Map([["NATS_SECRET", "given"]]));
  expect(given.env.values.get("OIDC_CLIENT_SECRET")).toBe("given");
});

for (const line of ["OIDCScope openid email", "OIDCClientID", 'OIDCClientSecret "open']) {
  test(`${line}: refused with file and line, without the value`, () => {
    let refusal: unknown;
    try {
      withDirectives(line);
    } catch (error) {
      refusal = refusalIn(error);
    }
    expect(refusal).toMatchObject({
      at: { file: "site.conf", line: 11 },
      expected: expect.stringMatching(/^expected/),
    });
    expect(JSON.stringify(refusal)).not.toMatch(/openid email|open"/);
  });
}

test("hosts are kept apart: each has its own settings and gates, and shares what stands outside", () => {
  const host = (name: string, ...lines: string[]) => [
    `<VirtualHost *:443>`,
    `ServerName ${name}`,
    ...lines,
    "</VirtualHost>",
  ];
  const shared = [
    "OIDCScope openid",
    "DocumentRoot /srv/shared",
    "<Location /club>",
    "AuthType openid-connect",
    "Require valid-user",
    "</Location>",
  ];
  const text = [
    ...shared,
    ...host("a.example", "OIDCClientID 1", "<Location /club>", "Require claim trial:0", "</Location>"),
    ...host("b.example", "OIDCClientID 2", 'OIDCScope "openid email"'),
    ...host("www.example", "Redirect permanent / https://a.example/"),
  ].join("\n");
  const [a, b, other] = translatedHosts(text);
  expect(other).toBeUndefined();
  expect([a?.env.values.get("OIDC_CLIENT_ID"), b?.env.values.get("OIDC_CLIENT_ID")]).toEqual(["1", "2"]);
  expect([a?.env.values.get("OIDC_SCOPE"), b?.env.values.get("OIDC_SCOPE")]).toEqual(["openid", "openid email"]);
  expect(a?.gates.gates.find(({ paths }) => paths.includes("/club/**"))?.name).toBe("full");
  expect(b?.gates.gates.find(({ paths }) => paths.includes("/club/**"))?.name).toBe("members");
});
