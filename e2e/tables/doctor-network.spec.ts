/** The doctor where no answer comes: names, ports, certificates, time. */
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { call, excerpt, networkFault } from "../../scripts/doctor/call";
import { freePort } from "../fixtures/product";
import { examine, expectFound } from "./doctor";
import { test } from "./look-alike";

const documentPath = "/.well-known/member-openid-configuration";

test("a NATS that does not answer is a fault after five seconds", async ({ nats }) => {
  nats.faults.set("metadata", { hang: true });
  expectFound(await examine(nats.metadataUrl), ["Metadata", "does not answer within five seconds"]);
});

test("a port where nothing listens is named", async () => {
  const host = `localhost:${await freePort()}`;
  expectFound(await examine(`http://${host}${documentPath}`), ["Metadata", `Nothing listens at ${host}`]);
});

test("a certificate of an unknown authority is named, with NODE_EXTRA_CA_CERTS", async () => {
  const file = (name: string) => readFileSync(join(__dirname, "../fixtures", name));
  const server = createServer({ key: file("localhost-key.pem"), cert: file("localhost-cert.pem") });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  const { port } = server.address() as AddressInfo;
  expectFound(await examine(`https://localhost:${port}${documentPath}`), ["Metadata", "NODE_EXTRA_CA_CERTS"]);
  server.close();
});

test("http at a port that speaks TLS, and TLS at a port that speaks http, are named", async ({ nats }) => {
  const tls = nats.metadataUrl.replace("http:", "https:");
  expectFound(await examine(tls), ["Metadata", "does not speak TLS"]);
});

for (const [code, words] of [
  ["ENOTFOUND", "Check the spelling, and the DNS of this server"],
  ["EAI_AGAIN", "Check the spelling, and the DNS of this server"],
  ["ECONNREFUSED", "Nothing listens at nats.example"],
  ["CERT_HAS_EXPIRED", "has expired"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "is for another name"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "chain of nats.example is incomplete"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "chain of nats.example is incomplete"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "NODE_EXTRA_CA_CERTS"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "NODE_EXTRA_CA_CERTS"],
  ["ECONNRESET", "broke (ECONNRESET)"],
  ["SOMETHING_NEW", "broke (SOMETHING_NEW)"],
] as const) {
  test(`the network's ${code}: ${words}`, async () => {
    const failing = () =>
      Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error(), { code }) }));
    expect(networkFault(await call(failing, "https://nats.example/"), "nats.example").join(" ")).toContain(words);
  });
}

for (const [text, shown] of [
  ["<title>Error</title><style>a{}</style><h1>Not   allowed</h1>\n<p>Ask us.</p>", "Not allowed Ask us."],
  ["\u001b[31mred\u009b", "\\u001b[31mred\\u009b"],
  ["x".repeat(500), `${"x".repeat(160)}…`],
  ["", ""],
] as const) {
  test(`what a page of NATS says, for a terminal: ${JSON.stringify(shown.slice(0, 30))}`, () => {
    expect(excerpt(text)).toBe(shown);
  });
}
