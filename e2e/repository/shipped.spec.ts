/** Rules for the words and the policy as shipped. A site made from them changes both. */
import { expect, test } from "@playwright/test";
import { failures as words } from "../../app/theme/words/en";
import { claim, validUser } from "../../lib/access/rules";
import { standingOf } from "../../lib/access/table";
import { failureCodes } from "../../lib/failures";
import { gates } from "../../lib/gates";

test("members read no word of OAuth", () => {
  for (const code of failureCodes) {
    expect
      .soft(JSON.stringify(words[code]), code)
      .not.toMatch(/oauth|openid|oidc|token|nonce|claim|userinfo|issuer|NATS/i);
  }
});

test("the tour is open, the members' areas are gated, and every other path needs an active member", () => {
  for (const path of ["/", "/robots.txt", "/favicon.ico", "/brand/icon.svg", "/.well-known/security.txt"]) {
    expect.soft(standingOf(gates, path).kind, path).toBe("public");
  }
  expect(standingOf(gates, "/members/latest")).toMatchObject({ gate: "members", require: validUser });
  expect(standingOf(gates, "/full")).toMatchObject({ gate: "full", require: claim("trial", "0") });
  for (const path of ["/media/x.mp4", "/_next/image", "/admin", "/brandx", "/login.rsc/x"]) {
    expect.soft(standingOf(gates, path).kind, path).toBe("gated");
  }
});
