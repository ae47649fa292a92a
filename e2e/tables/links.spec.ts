/** Links into NATS's join pages: built from the link domain, or set one by one, or absent. */
import { expect, test } from "@playwright/test";
import { type MembershipLinks, membershipLinksFor } from "../../lib/nats/links";
import type { Environment } from "../../lib/settings/shape";
import { settingsWith } from "./support";

const built = { NATS_LINK_DOMAIN: "https://join.example", NATS_LINK_SITE_ID: "7" };
const signup = "https://join.example/signup";
const acting = {
  upgrade: `${signup}/upgradeplus.php?site=7&username=ann`,
  renew: `${signup}/signupplus.php?site=7&username=ann`,
  cancel: `${signup}/cancelplus.php?site=7&username=ann`,
};
const open = { join: `${signup}/signup.php?site=7`, password: `${signup}/password.php?siteid=7` };

const table: [Environment, string | undefined, MembershipLinks, string][] = [
  [{}, "ann", {}, "nothing set, no links"],
  [built, "ann", { ...open, ...acting }, "all of them for a member"],
  [built, undefined, open, "for a visitor only those that need no name"],
  [
    { NATS_UPGRADE_URL: "https://www.example/upgrade" },
    "ann",
    { upgrade: "https://www.example/upgrade" },
    "one set by itself",
  ],
  [
    { ...built, NATS_JOIN_URL: "https://www.example/join?x=1" },
    "ann",
    { ...open, ...acting, join: "https://www.example/join?x=1" },
    "its own setting wins over the built one",
  ],
  [
    { NATS_CANCEL_URL: "https://www.example/cancel" },
    undefined,
    { cancel: "https://www.example/cancel" },
    "an address of its own needs no name",
  ],
];
for (const [env, username, links, why] of table) {
  test(`links: ${why}`, () => {
    expect(membershipLinksFor(settingsWith(env).links, username)).toEqual(links);
  });
}

test("a name with any characters stays a value of the address", () => {
  for (const name of ["a&site=9", "a#b", "a b+c", "é🎬", "../x", "\r\nSet-Cookie: x", '"><script>', "%26"]) {
    for (const link of Object.values(membershipLinksFor(settingsWith(built).links, name))) {
      const url = new URL(link);
      expect.soft(url.origin, name).toBe("https://join.example");
      expect.soft(url.searchParams.getAll("site").length + url.searchParams.getAll("siteid").length, name).toBe(1);
      if (url.searchParams.has("username")) expect.soft(url.searchParams.get("username")).toBe(name);
      expect.soft(link, name).not.toMatch(/[\s<>"]/);
    }
  }
});
