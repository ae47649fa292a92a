// The pages a surfer sees while logging in: the login page itself, and the page for a faulty set-up.
import { type Html, hidden, html, page } from "./layout";
import { described, type NatsMember } from "./members";

/** What the login page shows. */
export interface LoginView {
  /** Where the forms post to: the login path with the whole authorization request in its query. */
  readonly action: string;
  /** Address of the Cancel link; null: no way back. */
  readonly cancel: string | null;
  /** What went wrong at the last try; null at first sight. */
  readonly message: string | null;
  readonly username: string;
  /** Members offered as one-click buttons. */
  readonly members: readonly NatsMember[];
}

/** The login page: username and password, and the demo members by one click each. There is no consent page (confirmed). */
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
 * The page for a faulty set-up (unknown client id, feature off, bad redirect address, no signing key). NATS shows it
 * itself and never sends the surfer back (inferred). `template` is MEMBER_OPENID_SETUP_ERROR_SHOW_TEMPLATE.
 */
export function setupErrorPage(message: string, template: boolean): Html {
  if (!template) return html`<!doctype html><html lang="en"><title>Setup error</title><p>${message}</p></html>`;
  return page(
    "Setup error",
    html`<section><h1>This login is not set up correctly</h1><p class="alert" role="alert">${message}</p></section>`,
  );
}

/** A page of one heading and one paragraph. */
export function messagePage(title: string, text: string): Html {
  return page(title, html`<section><h1>${title}</h1><p>${text}</p></section>`);
}
