/** The doctor at servers that answer with what no server should send. */

import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { expect } from "@playwright/test";
import { call } from "../../scripts/doctor/call";
import { plainFetch } from "../../scripts/doctor/plain-fetch";
import { formatFindings } from "../../scripts/doctor/report";
import { checkCookie } from "../../scripts/doctor/site-answers";
import { examine, expectFound } from "./doctor";
import { test } from "./look-alike";
import { siteWith } from "./support";

for (const [answer, expected] of [
  ["999 Odd\r\ncontent-length: 2\r\n\r\nhi", { fault: "network" }],
  ["000 Odd\r\ncontent-length: 0\r\n\r\n", { fault: "network" }],
  ["101 Switching\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n", { fault: "network" }],
  ["205 Reset\r\ncontent-length: 2\r\n\r\nhi", { status: 205, text: "" }],
] as const) {
  test(`a site that answers ${answer.slice(0, 3)} does not break the doctor off`, async () => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => socket.write(`HTTP/1.1 ${answer}`));
    });
    await new Promise<void>((done) => server.listen(0, "localhost", done));
    const { port } = server.address() as AddressInfo;
    expect((await call(plainFetch, `http://localhost:${port}/`)).answer).toMatchObject(expected);
    server.close();
  });
}

const controls = /(?!\n)[\u0000-\u001f\u007f-\u009f]/;

test("an issuer that PHP wrote with escaped slashes is named as it is", async ({ nats }) => {
  const fetcher: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if (String(input) !== nats.metadataUrl) return answer;
    const text = JSON.stringify({ ...(await answer.json()), issuer: "https://nats.example" });
    return new Response(text.replaceAll("/", "\\/"), { headers: { "content-type": "application/json" } });
  };
  expectFound(await examine(nats.metadataUrl, fetcher), ["Metadata", "OIDC_PROVIDER_ISSUER=https://nats.example"]);
});

test("what NATS calls its issuer cannot steer the operator's terminal", async ({ nats }) => {
  const odd = `${new URL(nats.metadataUrl).origin}/\u001b]0;title\u0007\u009b2J`;
  const fetcher: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if (String(input) !== nats.metadataUrl) return answer;
    return Response.json({ ...(await answer.json()), issuer: odd });
  };
  const findings = await examine(nats.metadataUrl, fetcher);
  const report = formatFindings(findings, false);
  expect(report).toContain("Its issuer is http://localhost");
  expect(report).not.toMatch(controls);
  expect(JSON.stringify(findings)).not.toMatch(controls);
});

test("an attribute that a proxy adds to a cookie cannot steer it either", async () => {
  const headers = new Headers({ location: "/", "set-cookie": "members.flow.a=b; Path=/; domain=\u009b2J" });
  const site = siteWith({ env: { AUTH_URL: "http://localhost:9" }, now: () => 0 });
  const findings = checkCookie({ answer: { fault: "redirect" }, headers, code: "", at: 0 }, site);
  expect(formatFindings(findings, false)).toContain("with domain=");
  expect(formatFindings(findings, false)).not.toMatch(controls);
});
