// The console page: every member with buttons that change the membership, a button that takes NATS
// down, and the latest calls.
import { createHash } from "node:crypto";
import { type Html, hidden, html, page } from "./layout";
import { described, type NatsMember } from "./members";
import type { NatsState } from "./state";

/** The path that the console's buttons post to. */
export const consoleAction = "/_control/do";

/** The buttons of a member: label, and the change to the member row. */
export const memberActions: Record<string, { label: string; change: Partial<NatsMember> }> = {
  full: { label: "Make full", change: { status: 1, trial: 0, claims: {} } },
  trial: { label: "Make trial", change: { status: 1, trial: 1, claims: {} } },
  expire: { label: "Expire", change: { status: 2 } },
  rebill: { label: "Rebill", change: {} },
  reactivate: { label: "Reactivate", change: { status: 1 } },
  ban: { label: "Ban", change: { banned: true } },
  unban: { label: "Lift ban", change: { banned: false } },
  revoke: { label: "Revoke tokens", change: {} },
};

// Updates the page every two seconds, except a part that has the keyboard focus.
const refreshScript = `
setInterval(async () => {
  try {
    const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    for (const id of ["health", "demo", "posts", "calls", "others"]) {
      const here = document.getElementById(id), there = fresh.getElementById(id);
      if (here && there && here.innerHTML !== there.innerHTML && !here.contains(document.activeElement)) here.innerHTML = there.innerHTML;
    }
  } catch {}
}, 2000);
`;

/** Hash of the console's only script, for the Content-Security-Policy. */
export const consoleScriptHash = `sha256-${createHash("sha256").update(refreshScript).digest("base64")}`;

/**
 * Renders the console. Calls are shown by endpoint and note only, so that no secret, token, code or
 * password appears on the page.
 */
export function consolePage(state: NatsState): Html {
  const { down } = state.switches;
  const members = [...state.members.values()];
  const rows = (demo: boolean) => members.filter((member) => member.demo === demo).map(memberRow);
  const calls = state.calls.list.slice(-40).reverse();
  return page(
    "Console",
    html`<h1>NATS console</h1>
<section aria-labelledby="health-title">
<h2 id="health-title">State of NATS</h2>
<div id="health"><p>${down ? "NATS is down: all its OpenID endpoints respond with status 503." : "NATS is up."}</p>
<div class="buttons">${[
      button(down ? "up" : "down", "", html`${down ? "Bring NATS back" : "Take NATS down"}`),
      button("rotate", "", html`Rotate the signing key`),
      button("reset", "", html`Reset everything`),
    ]}</div></div>
</section>
<section aria-labelledby="members-title">
<h2 id="members-title">Demo members</h2>
<ul id="demo" class="plain rows">${rows(true)}</ul>
</section>
<section aria-labelledby="posts-title">
<h2 id="posts-title">Posts to the Management URL</h2>
<div id="posts">${postTable(state)}</div>
</section>
<section aria-labelledby="calls-title">
<h2 id="calls-title">Latest calls</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="calls-title"><table>
<thead><tr><th scope="col">Time</th><th scope="col">Endpoint</th><th scope="col">Status</th><th scope="col">What happened</th></tr></thead>
<tbody id="calls">${calls.map(
      (call) => html`<tr><td class="num">${new Date(call.at).toTimeString().slice(0, 8)}</td>
<td>${call.method} ${call.endpoint}</td><td class="num">${call.status || "–"}</td><td>${call.note}</td></tr>`,
    )}</tbody></table></div>
</section>
<section>
<details><summary>Members used by the tests</summary>
<ul id="others" class="plain rows">${rows(false)}</ul></details>
</section>
<script>${{ html: refreshScript }}</script>`,
    { wide: true, head: html`<noscript><meta http-equiv="refresh" content="5"></noscript>` },
  );
}

/** The latest posts, by action and answer only: they have the member's password. */
function postTable({ posts, switches }: NatsState): Html {
  if (switches.managementUrl === "") return html`<p>There is no Management URL, so nothing is posted.</p>`;
  if (posts.length === 0) return html`<p>Nothing has been posted yet.</p>`;
  const rows = posts.slice(-10).reverse();
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="posts-title"><table>
<thead><tr><th scope="col">Time</th><th scope="col">Action</th><th scope="col">Member</th><th scope="col">Answer</th></tr></thead>
<tbody>${rows.map(
    ({ at, action, username, answer }) =>
      html`<tr><td class="num">${new Date(at).toTimeString().slice(0, 8)}</td><td>${action}</td><td>${username}</td><td>${answer}</td></tr>`,
  )}</tbody></table></div>`;
}

function memberRow(member: NatsMember): Html {
  const name = html`<span class="vh"> ${member.username} (site ${member.siteid})</span>`;
  return html`<li><strong>${member.username}</strong> <small>site ${member.siteid} · ${described(member)}</small>${member.notes.map((note) => html`<p><small>Note: ${note}</small></p>`)}
<div class="buttons">${Object.entries(memberActions).map(([action, { label }]) => button(action, member.key, html`${label}${name}`))}</div></li>`;
}

function button(action: string, member: string, label: Html): Html {
  return html`<form method="post" action="${consoleAction}">${hidden({ action, member })}<button>${label}</button></form>`;
}
