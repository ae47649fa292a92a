// Imitates NATS's join, upgrade, renew, cancel and password pages. Join, upgrade and renew change
// the look-alike's members; the other two only show a text.
import { recordable } from "./calls";
import { badRequest, type Exchange, isWebUrl, readForm, redirect, sendPage } from "./http";
import { type Html, hidden, html, page } from "./layout";
import { messagePage } from "./login-page";
import { changeAndPost, joinAndPost } from "./management";
import { findMember, type NatsMember } from "./members";
import type { NatsState } from "./state";

type PageName = "join" | "upgrade" | "renew" | "cancel" | "password";

// Confirmed: paths and parameters of upgrade, renew, cancel and password. Unknown: those of join.
// The texts and the look of all five pages are made up.
const pages: Record<string, PageName> = {
  "/signup/signup.php": "join",
  "/signup/upgradeplus.php": "upgrade",
  "/signup/signupplus.php": "renew",
  "/signup/cancelplus.php": "cancel",
  "/signup/password.php": "password",
};

const maxMembers = 200;

/** Returns true if the path is one of the sign-up pages. */
export function isSignupPath(path: string): boolean {
  return Object.hasOwn(pages, path);
}

/** Serves the sign-up pages. GET shows a page; POST performs its action. */
export async function signup(state: NatsState, exchange: Exchange): Promise<void> {
  const { req, res, url, call } = exchange;
  const name = pages[url.pathname];
  if (name === undefined) throw badRequest(404, "Not found.");
  call.note = `${name} page shown`;
  if (req.method !== "POST") return sendPage(res, 200, signupPage(state, name, url));
  const form = await readForm(req);
  call.form = recordable(form);
  const site = form.get("site") ?? "";
  const username = (form.get("username") ?? "").trim();
  const done = await perform(state, name, site, username);
  call.note = `${name}: ${done ? `${username} done` : "not possible"}`;
  if (!done) return sendPage(res, 409, signupPage(state, name, url, "This is not possible for this username."));
  if (isWebUrl(state.switches.approvalUrl)) return redirect(res, state.switches.approvalUrl);
  sendPage(res, 200, messagePage("Thank you", "Your membership has changed. Go back to the members area."));
}

/** Performs join, upgrade or renew. Returns false if it does not apply to this username. */
async function perform(state: NatsState, name: PageName, site: string, username: string): Promise<boolean> {
  if (!state.switches.sites.includes(site) || username === "" || username.length > 64) return false;
  const member = findMember(state.members, [site], username);
  if (name === "join" && !member) {
    if (state.members.size >= maxMembers) return false;
    return joinAndPost(state, username, site);
  }
  const appliesTo: Partial<Record<PageName, (member: NatsMember) => boolean>> = {
    join: ({ status }) => status === 0,
    upgrade: ({ status, trial }) => status === 1 && trial === 1,
    renew: ({ status }) => status === 2,
  };
  if (!member || member.locked || member.banned || !appliesTo[name]?.(member)) return false;
  await changeAndPost(state, member, { status: 1, trial: 0 });
  return true;
}

const words: Record<PageName, { title: string; text: string; button: string | null }> = {
  join: {
    title: "Join",
    text: "Choose a username and become a full member. Your password will be “demo”. No payment is taken here.",
    button: "Join now",
  },
  upgrade: {
    title: "Upgrade",
    text: "Turn your trial into a full membership. No payment is taken here.",
    button: "Upgrade now",
  },
  renew: {
    title: "Renew",
    text: "Start your expired membership again. No payment is taken here.",
    button: "Renew now",
  },
  cancel: {
    title: "Cancel membership",
    text: "A real NATS would stop the rebilling here. The look-alike has no biller: to expire a member, use its console.",
    button: null,
  },
  password: {
    title: "Forgotten password",
    text: "A real NATS would send an e-mail. In the look-alike, every demo member has the password “demo”.",
    button: null,
  },
};

function signupPage(state: NatsState, name: PageName, url: URL, problem?: string): Html {
  const { title, text, button } = words[name];
  const site = url.searchParams.get("site") ?? url.searchParams.get("siteid") ?? state.switches.sites[0] ?? "";
  const username = url.searchParams.get("username") ?? "";
  const alert = problem === undefined ? "" : html`<p class="alert" role="alert">${problem}</p>`;
  const form =
    button === null
      ? ""
      : html`<form method="post" action="${url.pathname}${url.search}">${hidden({ site })}
<label for="username">Username</label>
<input id="username" name="username" value="${username}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required>
<button class="main">${button}</button></form>`;
  return page(title, html`<section><h1>${title}</h1>${alert}<p>${text}</p>${form}</section>`);
}
