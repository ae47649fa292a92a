/** The doctor at every kind of fault of the NATS look-alike: what it finds, and which cure. */
import type { FaultTable } from "../nats/server";
import { examine, expectFound, type Found, notListed } from "./doctor";
import { test } from "./look-alike";

/** Every fault by its name. What only a member's sign-in shows is nothing to the doctor. */
const faults: { [N in keyof FaultTable]-?: [fault: NonNullable<FaultTable[N]>, found: Found][] } = {
  metadata: [
    [{ status: 403 }, ["Metadata", "MEMBER_OPENID_SECURE_IPS"]],
    [{ status: 502 }, ["Metadata", "NATS fails (502)"]],
    [{ body: "<html>parked</html>", contentType: "text/html" }, ["Metadata", "A web page came"]],
    [{ body: "{}" }, ["Metadata", "issuer is missing or malformed"]],
    [{ remove: ["jwks_uri"] }, ["Metadata", "jwks_uri is missing or malformed"]],
    [{ set: { token_endpoint: "http://nats.invalid/token" } }, ["Metadata", "PROJECT_HOSTNAME_DISPLAY_HTTPS"]],
    [
      { redirectTo: "https://www.nats.invalid/elsewhere?x=1" },
      ["Metadata", "redirects to https://www.nats.invalid/elsewhere."],
    ],
    [{ hugeBody: 400_000 }, ["Metadata", "more than 256 kB"]],
    [{ gzipBomb: 4_000_000 }, ["Metadata", "more than 256 kB"]],
    [{ reset: true }, ["Metadata", "broke"]],
    [{ headers: { date: "Thu, 01 Jan 2026 00:00:00 GMT" } }, ["Clock", "Set both clocks by NTP"]],
  ],
  jwks: [
    [{ set: { keys: [] } }, ["Signing keys", "Ask TMM Support for a signing key"]],
    [{ set: { keys: [{ kty: "EC" }, null] } }, ["Signing keys", "MEMBER_OPENID_SIGNING_KEY_ID must have a value"]],
    [{ set: { keys: [{ kty: "RSA", e: "AQAB", n: "A".repeat(171) }] } }, ["Signing keys", "bits"]],
    [{ body: "<html></html>" }, ["Signing keys", "no signing key"]],
    [{ status: 500 }, ["Signing keys", "status 500"]],
    [{ reset: true }, ["Signing keys", "broke"]],
  ],
  authorize: [
    [{ error: "unauthorized_client" }, ["Login page", "the error unauthorized_client"]],
    [{ error: "<script>" }, ["Login page", "the error of an unknown name"]],
    [{ status: 503 }, ["Login page", "fails to show its login page (503)"]],
    [{ redirectTo: "/member/openid/login?next=1" }, null],
    [{ redirectTo: "https://login.nats.invalid/" }, null],
  ],
  callback: [[{ set: { iss: "https://evil.example" } }, null]],
  token: [
    [{ status: 404 }, ["Token endpoint", "Turn ENABLE_MEMBER_OPENID on"]],
    [{ status: 500 }, ["Token endpoint", "fails (500)"]],
    [{ status: 418 }, null],
    [{ status: 403 }, notListed],
    [{ body: "<html>denied</html>", contentType: "text/html", status: 200 }, notListed],
    [{ reset: true }, ["Token endpoint", "broke"]],
    [{ redirectTo: "https://nats.invalid/" }, ["Token endpoint", "redirects"]],
  ],
  idToken: [[{ wrongKey: true }, null]],
  userinfo: [
    [{ status: 404 }, ["Userinfo", "is not there (404)"]],
    [{ status: 403 }, ["Userinfo", "MEMBER_OPENID_SECURE_IPS"]],
    [{ status: 500 }, ["Userinfo", "fails"]],
    [{ status: 200, body: "{}" }, null],
    [{ reset: true }, ["Userinfo", "broke"]],
  ],
};

for (const [name, rows] of Object.entries(faults)) {
  for (const [fault, found] of rows) {
    const title = JSON.stringify(fault).slice(0, 100);
    test(`the fault ${name}: ${title}: ${found ? found.join(", ") : "nothing is called wrong"}`, async ({ nats }) => {
      nats.faults.change({ [name]: fault });
      expectFound(await examine(nats.metadataUrl), found);
    });
  }
}
