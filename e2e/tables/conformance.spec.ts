/** Each test of the OpenID Foundation's plans that applies to us is a test here, by its name. */
import { expect, test } from "@playwright/test";
import { filesUnder, textOf } from "./tree";

/** What follows "oidcc-client-test", from the suite's source of August 2026. */
const plans = {
  "Basic RP": [
    ...["", "-invalid-iss", "-missing-sub", "-invalid-aud", "-missing-iat", "-kid-absent-single-jwks"],
    ...["-kid-absent-multiple-jwks", "-idtoken-sig-rs256", "-idtoken-sig-none", "-invalid-sig-rs256"],
    ...["-userinfo-invalid-sub", "-nonce-invalid", "-scope-userinfo-claims", "-client-secret-basic"],
  ],
  "Config RP": [
    ...["-discovery-openid-config", "-discovery-jwks-uri-keys", "-discovery-issuer-mismatch", "-idtoken-sig-none"],
    ...["-signing-key-rotation", "-signing-key-rotation-just-before-signing"],
  ],
  "RP-initiated logout": ["", "-no-state", "-other-state"].map((row) => `-rp-init-logout${row}`),
  "Back-channel logout": [
    ...["", "-alg-none", "-no-event", "-with-nonce", "-wrong-alg", "-wrong-aud", "-wrong-event", "-wrong-iss"],
  ].map((row) => `-rp-backchannel-rpinitlogout${row}`),
  Others: ["-userinfo-signed", "-3rd-party-init-login"],
};

/** The specs without comments: a name in a comment is no test. */
const specs = [...filesUnder("e2e/specs"), ...filesUnder("e2e/core")]
  .map((file) => textOf(file).replace(/\/\*.*?\*\/|^\s*\/\/.*?$/gms, ""))
  .join("\n");

for (const [plan, rows] of Object.entries(plans)) {
  test(`${plan}: each of its tests is one of ours`, () => {
    const missing = rows.filter((row) => !new RegExp(`oidcc-client-test${row}(?![\\w-])`).test(specs));
    expect(missing).toEqual([]);
  });
}
