// Stand-ins for NATS's join, upgrade, renew, cancel and password pages; three of them change the member for real.
import { recordable } from "./calls";
import { badRequest, type Exchange, isWebAddress, readForm, redirect, sendPage } from "./http";
import { type Html, hidden, html, page } from "./layout";
import { messagePage } from "./login-page";
import { addMember, findMember, type NatsMember } from "./members";
import type { NatsState } from "./state";

// The five addresses and their parameters are confirmed; what the pages look like and say is made up.
type PageName = "join" | "upgrade" | "renew" | "cancel" | "password";

const pages: Record<string, PageName> = {
  "/signup/signup.php": "join",
  "/signup/upgradeplus.php": "upgrade",
  "/signup/signupplus.php": "renew",
  "/signup/cancelplus.php": "cancel",
  "/signup/password.php": "password",
};

const most = 200;

/** Whether a path is one of the sign-up pages. */
export function isSignupPath(path: string): boolean {
  return Object.hasOwn(pages, path);
}

/** GET shows a sign-up page; POST of join, upgrade and renew does what its button says. */
export async function signup(state: NatsState, exchange: Exchange): Promise<void> {
  const { req, res, url, call } = exchange;
  const name = pages[url.pathname];
  if (name === undefined) throw badRequest(404, "Not found.");
  call.note = `${name} page shown`;
  if (req.method !== "POST") return sendPage(res, 200, shown(state, name, url));
  const form = await readForm(req);
  call.form = recordable(form);
  const site = form.get("site") ?? "";
  const username = (form.get("username") ?? "").trim();
  const done = act(state, name, site, username);
  call.note = `${name}: ${done ? `${username} done` : "not possible"}`;
  if (!done) return sendPage(res, 409, shown(state, name, url, "That is not possible for this username."));
  if (isWebAddress(state.switches.approvalUrl)) return redirect(res, state.switches.approvalUrl);
  sendPage(res, 200, messagePage("Thank you", "It is done. Go back to the members area."));
}

/** Changes the member; false when there is nothing to change. */
function act(state: NatsState, name: PageName, site: string, username: string): boolean {
  if (!state.switches.sites.includes(site) || username === "" || username.length > 64) return false;
  const member = findMember(state.members, [site], username);
  if (name === "join" && !member) {
    if (state.members.size >= most) return false;
    addMember(state.members, username, site);
    return true;
  }
  const wanted: Partial<Record<PageName, (member: NatsMember) => boolean>> = {
    join: ({ status }) => status === 0,
    upgrade: ({ status, trial }) => status === 1 && trial === 1,
    renew: ({ status }) => status === 2,
  };
  if (!member || member.locked || member.banned || !wanted[name]?.(member)) return false;
  Object.assign(member, { status: 1, trial: 0 });
  return true;
}

const words: Record<PageName, { title: string; text: string; button: string | null }> = {
  join: {
    title: "Join",
    text: "Choose a username and become a full member. No payment is taken here; the password will be “demo”.",
    button: "Join now",
  },
  upgrade: {
    title: "Upgrade",
    text: "Turn a trial into a full membership. No payment is taken here.",
    button: "Upgrade now",
  },
  renew: { title: "Renew", text: "Start an expired membership again. No payment is taken here.", button: "Renew now" },
  cancel: {
    title: "Cancel membership",
    text: "A real NATS stops the rebilling here, and access goes on until the biller ends it. The look-alike has no biller; use its console to expire a member.",
    button: null,
  },
  password: {
    title: "Forgotten password",
    text: "A real NATS sends an e-mail from here. In the look-alike the password of every demo member is “demo”.",
    button: null,
  },
};

function shown(state: NatsState, name: PageName, url: URL, problem?: string): Html {
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
