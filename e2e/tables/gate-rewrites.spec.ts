/** Where the gate shows one page in place of another. Hosts can tell the client that address. */
import { expect, test } from "@playwright/test";
import { NextRequest } from "next/server";
import { addresses } from "../../lib/addresses";
import { gate } from "../../lib/locks/gate";
import { siteWith } from "./support";

test("NATS's answer at an old vanity address is passed on without its code", async () => {
  const vanity = "/members/vanity.php";
  const { origin } = siteWith().settings;
  const site = siteWith({ env: { OIDC_REDIRECT_URI: origin + vanity } });
  const answer = await gate(new NextRequest(`${origin}${vanity}?code=abc&state=def`), site);
  expect(answer.headers.get("x-middleware-rewrite")).toBe(origin + addresses.callback);
  expect(JSON.stringify([...answer.headers])).not.toContain("abc");
});
