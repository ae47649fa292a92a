/** The doctor at every switch of the NATS look-alike: what it finds, and which cure. */
import { expect } from "@playwright/test";
import type { Switches } from "../nats/server";
import { examine, expectFound, type Found, notListed } from "./doctor";
import { test } from "./look-alike";

/** Every switch by its name: values to try, and what the doctor finds. */
const switches: { [N in keyof Switches]: [changes: Partial<Switches>, found: Found][] } = {
  ENABLE_MEMBER_OPENID: [[{ ENABLE_MEMBER_OPENID: false }, ["Metadata", "Turn ENABLE_MEMBER_OPENID on"]]],
  MEMBER_OPENID_SECURE_IPS: [[{ MEMBER_OPENID_SECURE_IPS: "203.0.113.9" }, notListed]],
  MEMBER_OPENID_CLIENT_SECRET: [
    [{ MEMBER_OPENID_CLIENT_SECRET: "another" }, ["Token endpoint", "Copy MEMBER_OPENID_CLIENT_SECRET"]],
  ],
  MEMBER_OPENID_DOMAIN: [
    [
      { MEMBER_OPENID_DOMAIN: "https://login.nats.invalid" },
      ["Metadata", "OIDC_PROVIDER_ISSUER=https://login.nats.invalid"],
    ],
    [
      { MEMBER_OPENID_DOMAIN: "http://nats.invalid", issuerForm: "origin" },
      ["Metadata", "begin MEMBER_OPENID_DOMAIN with https://"],
    ],
  ],
  MEMBER_OPENID_DYNAMIC_DOMAIN: [[{ MEMBER_OPENID_DYNAMIC_DOMAIN: true }, null]],
  MEMBER_OPENID_SIGNING_KEY_ID: [
    [{ MEMBER_OPENID_SIGNING_KEY_ID: "" }, ["Login page", "Ask TMM Support for a signing key"]],
  ],
  MEMBER_OPENID_ACCESS_TOKEN_DURATION: [[{ MEMBER_OPENID_ACCESS_TOKEN_DURATION: 60 }, null]],
  MEMBER_OPENID_BASE_INFO: [[{ MEMBER_OPENID_BASE_INFO: false }, null]],
  MEMBER_OPENID_EXPIRED_LOGIN: [[{ MEMBER_OPENID_EXPIRED_LOGIN: true }, null]],
  MEMBER_OPENID_DESCRIPTIVE_LOGIN_ERROR: [[{ MEMBER_OPENID_DESCRIPTIVE_LOGIN_ERROR: true }, null]],
  MEMBER_OPENID_SETUP_ERROR_SHOW_TEMPLATE: [
    [{ MEMBER_OPENID_SETUP_ERROR_SHOW_TEMPLATE: true }, null],
    [{ MEMBER_OPENID_SETUP_ERROR_SHOW_TEMPLATE: true, sites: ["9"] }, ["Login page", "Is OIDC_CLIENT_ID the Site ID?"]],
  ],
  issuerForm: [
    [{ issuerForm: "trailingSlash" }, null],
    [{ issuerForm: "path" }, null],
    [{ issuerForm: "otherHost" }, ["Metadata", "OIDC_PROVIDER_ISSUER=https://nats.example.test"]],
  ],
  tokenEndpointAuthMethods: [
    [{ tokenEndpointAuthMethods: ["client_secret_post"], clientSecretPost: "accepted" }, null],
    [
      { tokenEndpointAuthMethods: ["client_secret_post"] },
      ["Token endpoint", "OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH=client_secret_basic"],
    ],
  ],
  contentTypes: [
    [{ contentTypes: "html" }, null],
    [{ contentTypes: "jwtAsJson" }, null],
  ],
  keepOldKeys: [[{ keepOldKeys: false }, null]],
  clockSkewSeconds: [
    [{ clockSkewSeconds: 300 }, ["Clock", "s ahead of this machine's"]],
    [{ clockSkewSeconds: -7200 }, ["Clock", "s behind this machine's"]],
    [{ clockSkewSeconds: 30 }, null],
  ],
  sites: [[{ sites: ["9"] }, ["Login page", "Unknown client id"]]],
  redirectUriCheck: [
    [{ redirectUriCheck: "siteHost" }, ["Login page", "Is the redirect URI on the site's own domain?"]],
  ],
  siteHosts: [[{ redirectUriCheck: "siteHost", siteHosts: ["localhost:9"] }, null]],
  redirectUris: [
    [{ redirectUriCheck: "exact", redirectUris: ["http://localhost:9/api/auth/callback/nats"] }, null],
    [
      { redirectUriCheck: "exact", redirectUris: ["http://localhost:9/vanity.php"] },
      ["Login page", "redirect URI http://localhost:9/api/auth/callback/nats"],
    ],
  ],
  pkce: [
    [{ pkce: "error" }, ["Login page", "Set OIDC_PKCE_METHOD=none"]],
    [{ pkce: "enforced" }, null],
  ],
  singleSignOn: [[{ singleSignOn: true }, null]],
  prompt: [[{ prompt: "honoured" }, null]],
  cancel: [[{ cancel: "accessDenied" }, null]],
  endSession: [[{ endSession: "returns" }, null]],
  letNeverJoinedIn: [[{ letNeverJoinedIn: true }, null]],
  showAllMembers: [[{ showAllMembers: true }, null]],
  basicEncoding: [
    [{ basicEncoding: "raw" }, ["Token endpoint", "Set OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH=client_secret_basic_raw"]],
    [{ basicEncoding: "encoded" }, null],
  ],
  clientSecretPost: [[{ clientSecretPost: "accepted" }, null]],
  codeLifetimeSeconds: [[{ codeLifetimeSeconds: 1 }, null]],
  expiresInAsString: [[{ expiresInAsString: true }, null]],
  audForm: [[{ audForm: "split" }, null]],
  idTokenContents: [[{ idTokenContents: "withUsername" }, null]],
  ipRefusal: [
    [{ ipRefusal: "invalidClient", MEMBER_OPENID_SECURE_IPS: "" }, notListed],
    [{ ipRefusal: "htmlPage", MEMBER_OPENID_SECURE_IPS: "" }, notListed],
    [{ ipRefusal: "forbidden", MEMBER_OPENID_SECURE_IPS: "" }, notListed],
  ],
  ipGuards: [
    [{ ipGuards: "token", MEMBER_OPENID_SECURE_IPS: "" }, notListed],
    // The two cannot be told apart then, so the cure names both.
    [
      { ipGuards: "token", ipRefusal: "invalidClient", MEMBER_OPENID_SECURE_IPS: "" },
      ["Token endpoint", "MEMBER_OPENID_SECURE_IPS"],
    ],
  ],
  signUserinfo: [[{ signUserinfo: true }, null]],
  userinfoJwtIssAud: [[{ userinfoJwtIssAud: false }, null]],
  valueTypes: [[{ valueTypes: "numbers" }, null]],
  trialValue: [[{ trialValue: null }, null]],
  subForm: [[{ subForm: "opaque" }, null]],
  statusClaim: [[{ statusClaim: null }, null]],
  emailClaim: [[{ emailClaim: "absent" }, null]],
  userinfoLive: [[{ userinfoLive: "frozen" }, null]],
  userinfoAfterExpiry: [[{ userinfoAfterExpiry: "stale" }, null]],
  managementUrl: [[{ managementUrl: "http://localhost:9/api/nats/members?key=x" }, null]],
  approvalUrl: [[{ approvalUrl: "http://localhost:9/members" }, null]],
  down: [[{ down: true }, ["Metadata", "NATS fails (503)"]]],
};

for (const [name, rows] of Object.entries(switches)) {
  for (const [changes, found] of rows) {
    test(`the switch ${name}: ${JSON.stringify(changes)}: ${found ? found.join(", ") : "nothing is wrong"}`, async ({
      nats,
    }) => {
      Object.assign(nats.switches, changes);
      const findings = await examine(nats.metadataUrl);
      expectFound(findings, found);
      if (found) return;
      for (const check of ["Metadata", "Clock", "Signing keys", "Login page", "Token endpoint"])
        expect(findings).toContainEqual(expect.objectContaining({ check, verdict: "good" }));
    });
  }
}
