/** Redirects after a server action keep the whole address: Next's router cuts it at a semicolon. */
import { expect, test } from "@playwright/test";
import { NextRequest } from "next/server";
import { dynamicPage, redirectOfAction } from "../../lib/answers/page";
import { pathHeader } from "../../lib/http/headers";
import { siteWith } from "./support";

const asked = "/members/a;b/c?d=e;f";
const whole = "/members/a%3Bb/c?d=e%3Bf";

test("the gate's redirect of an action", () => {
  const header = redirectOfAction(asked).headers.get("x-action-redirect");
  expect(header?.split(";")).toEqual([whole, "push"]);
});

test("the address that the guard redirects to", () => {
  const site = siteWith();
  const request = new NextRequest(new URL(asked, site.settings.origin));
  expect(dynamicPage(request, site).headers.get(pathHeader)).toBe(whole);
});
