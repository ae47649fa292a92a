/** Links to NATS's join pages: built from the link domain, set one by one, or absent. */
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
  [built, "ann", { ...open, ...acting }, "members get all links"],
  [built, undefined, open, "visitors get only the links without a username"],
  [
    { NATS_UPGRADE_URL: "https://www.example/upgrade" },
    "ann",
    { upgrade: "https://www.example/upgrade" },
    "a single link from its own setting",
  ],
  [
    { ...built, NATS_JOIN_URL: "https://www.example/join?x=1" },
    "ann",
    { ...open, ...acting, join: "https://www.example/join?x=1" },
    "a link's own setting takes precedence",
  ],
  [
    { NATS_CANCEL_URL: "https://www.example/cancel" },
    undefined,
    { cancel: "https://www.example/cancel" },
    "a link from its own setting needs no username",
  ],
];
for (const [env, username, links, why] of table) {
  test(`links: ${why}`, () => {
    expect(membershipLinksFor(settingsWith(env).links, username)).toEqual(links);
  });
}

test("special characters in a username are encoded as a query value", () => {
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
