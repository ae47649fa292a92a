// The pages that a member can see while logging in: the login page and the setup error page.
import { type Html, hidden, html, page } from "./layout";
import { described, type NatsMember } from "./members";

/** The contents of the login page. */
export interface LoginView {
  /** URL that the forms post to: the login path with the authorization request as its query. */
  readonly action: string;
  /** URL of the Cancel link; null hides it. */
  readonly cancel: string | null;
  /** Why the last login failed; null before the first one. */
  readonly message: string | null;
  readonly username: string;
  /** Members that get a one-click login button. */
  readonly members: readonly NatsMember[];
}

/**
 * Renders the login page: username, password, and a one-click button for each demo member. No
 * consent page follows it (confirmed).
 */
export function loginPage(view: LoginView): Html {
  const failed = view.message === null ? "" : html`<p class="alert" role="alert">${view.message}</p>`;
  const cancel = view.cancel === null ? "" : html`<p><a href="${view.cancel}">Cancel</a></p>`;
  const demo =
    view.members.length === 0
      ? ""
      : html`<section aria-labelledby="demo">
<h2 id="demo">Demo members</h2>
<ul class="plain members">${view.members.map((member) => demoMember(view.action, member))}</ul>
</section>`;
  return page(
    "Member login",
    html`<section>
<h1>Member login</h1>
${failed}
<form method="post" action="${view.action}">
<label for="username">Username</label>
<input id="username" name="username" value="${view.username}" autocomplete="username" autocapitalize="none" spellcheck="false" required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button class="main">Log in</button>
</form>
${cancel}
</section>
${demo}`,
  );
}

function demoMember(action: string, member: NatsMember): Html {
  return html`<li>
<form method="post" action="${action}">${hidden({ member: member.key })}<button>${member.username}</button></form>
<small>${described(member)}</small>
</li>`;
}

/**
 * Renders the page for setup errors: unknown client id, feature off, invalid redirect URI, no
 * signing key. NATS shows it and does not redirect back (inferred).
 * `template` is the switch MEMBER_OPENID_SETUP_ERROR_SHOW_TEMPLATE.
 */
export function setupErrorPage(message: string, template: boolean): Html {
  if (!template) return html`<!doctype html><html lang="en"><title>Setup error</title><p>${message}</p></html>`;
  return page(
    "Setup error",
    html`<section><h1>This login is not set up correctly</h1><p class="alert" role="alert">${message}</p></section>`,
  );
}

/** Renders a page with one heading and one paragraph. */
export function messagePage(title: string, text: string): Html {
  return page(title, html`<section><h1>${title}</h1><p>${text}</p></section>`);
}
