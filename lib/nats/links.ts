/** Builds links to NATS's join pages. */
import type { Settings } from "../settings/shape";

/** NATS's scripts below NATS_LINK_DOMAIN: Upgrade Plus, Signup Plus, Cancel Plus, and others. */
const scriptPaths = {
  join: "signup/signup.php",
  upgrade: "signup/upgradeplus.php",
  renew: "signup/signupplus.php",
  cancel: "signup/cancelplus.php",
  password: "signup/password.php",
} as const;

type LinkName = keyof typeof scriptPaths;

/** Absolute URLs. Links that are not configured are absent. */
export type MembershipLinks = { [Name in LinkName]?: string };

/**
 * Returns the links for a member, or for a visitor if `username` is undefined.
 * Upgrade, renew and cancel need the username. A link's own setting takes precedence.
 */
export function membershipLinksFor(links: Settings["links"], username: string | undefined): MembershipLinks {
  const result: MembershipLinks = {};
  for (const name of Object.keys(scriptPaths) as LinkName[]) {
    const forVisitors = name === "join" || name === "password";
    const own = links[name];
    if (own) result[name] = own;
    else if (links.domain && links.siteId && (forVisitors || username !== undefined)) {
      const url = new URL(scriptPaths[name], links.domain);
      url.searchParams.set(name === "password" ? "siteid" : "site", links.siteId);
      if (!forVisitors && username !== undefined) url.searchParams.set("username", username);
      result[name] = url.href;
    }
  }
  return result;
}
