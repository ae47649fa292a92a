/** Links into NATS's join pages: join, upgrade, renew, cancel, password. Each setting of its own wins over the built one. */

import type { Settings } from "../settings/shape";

/** Absolute addresses; one that is not configured is absent. */
export interface MembershipLinks {
  join?: string;
  upgrade?: string;
  renew?: string;
  cancel?: string;
  password?: string;
}

/** NATS's scripts under the link domain: Upgrade Plus, Signup Plus, Cancel Plus, password retrieval. */
const scripts = {
  join: "signup/signup.php",
  upgrade: "signup/upgradeplus.php",
  renew: "signup/signupplus.php",
  cancel: "signup/cancelplus.php",
  password: "signup/password.php",
} as const;

/** The links for a member (or for a visitor) from `links` settings. Scripts that act on a member need the NATS username. */
export function membershipLinksFor(links: Settings["links"], username: string | undefined): MembershipLinks {
  const built: MembershipLinks = {};
  for (const name of Object.keys(scripts) as (keyof typeof scripts)[]) {
    const set = links[name];
    const about = name === "join" || name === "password" ? null : username;
    if (set) built[name] = set;
    else if (links.domain && links.siteId && about !== undefined) {
      const url = new URL(scripts[name], links.domain);
      url.searchParams.set(name === "password" ? "siteid" : "site", links.siteId);
      if (about !== null) url.searchParams.set("username", about);
      built[name] = url.href;
    }
  }
  return built;
}
