/** A call to NATS is counted while it runs, and by how it ended. */
import { expect, test } from "@playwright/test";
import { measuredCall } from "../../lib/nats/call";
import { answering, issuer, siteWith } from "./support";

for (const [name, answer, outcome] of [
  ["an answer", new Response("{}"), "answered"],
  ["a token that is no longer valid", new Response("", { status: 401 }), "rejected"],
  ["an error of NATS", new Response("", { status: 500 }), "failed"],
  ["a redirect", new Response("", { status: 302, headers: { location: "/" } }), "redirect"],
  ["an answer without end", new Response("x".repeat(300_000)), "too_large"],
  ["no network", new TypeError("canary"), "network"],
] as const) {
  test(`${name} counts as ${outcome}`, async () => {
    const site = siteWith({ fetch: answering(() => answer).fetch });
    await measuredCall(site, "userinfo", `${issuer}/userinfo`, {});
    expect(site.counted).toMatchObject([
      { measure: "nats_call_in_flight", labels: { call: "userinfo" }, value: 1 },
      { measure: "nats_call_in_flight", labels: { call: "userinfo" }, value: -1 },
      { measure: "nats_call", labels: { call: "userinfo", outcome }, value: expect.any(Number) },
    ]);
  });
}

test("an address that is none does not throw", async () => {
  const site = siteWith();
  expect(await measuredCall(site, "keys", "no address", {})).toEqual({ fault: "network" });
});
