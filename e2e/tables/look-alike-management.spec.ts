/** The look-alike's posts to the Management URL: when, with which fields, what it does after. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "@playwright/test";
import { actionsOf } from "../nats/management-form";
import { type NatsMember, seedMembers } from "../nats/members";
import type { Nats } from "../nats/server";
import { test } from "./look-alike";

const fiona = seedMembers().get("fiona") as NatsMember;
const from = (before: Partial<NatsMember>, after: Partial<NatsMember>) =>
  actionsOf({ ...fiona, ...before }, { ...fiona, ...before, ...after });

for (const [what, actions, expected] of [
  ["nothing", from({}, {}), []],
  ["an upgrade", from({ trial: 1 }, { trial: 0 }), ["TRIALTOFULL", "TRIALTOFULL"]],
  ["a downgrade", from({}, { trial: 1 }), ["CHANGE"]],
  ["an expiration", from({}, { status: 2 }), ["EXPIRE"]],
  ["a renewal", from({ status: 2 }, { status: 1 }), ["ACTIVATE"]],
  [
    "a renewal as a full member",
    from({ status: 2, trial: 1 }, { status: 1, trial: 0 }),
    ["ACTIVATE", "TRIALTOFULL", "TRIALTOFULL"],
  ],
  ["a first payment", from({ status: 0 }, { status: 1 }), ["ADD"]],
  ["a new name", from({}, { username: "fee" }), ["CHANGE"]],
  ["a new password", from({}, { password: "other" }), ["CHANGE"]],
  ["a ban", from({}, { banned: true }), ["DELETE"]],
  ["the end of a ban", from({ banned: true }, { banned: false }), ["ADD"]],
  ["a join", actionsOf(undefined, fiona), ["ADD"]],
  ["a member by hand", actionsOf(undefined, { ...fiona, manual: true }), ["MANUALADD"]],
  ["a deletion", actionsOf(fiona, undefined), ["DELETE"]],
] as const) {
  test(`${what} is posted as ${expected.join(", ") || "nothing"}`, () => expect(actions).toEqual(expected));
}

/** Starts a members area that only records the posts, and answers as told. */
async function withListener(
  nats: Nats,
  use: (heard: URLSearchParams[], answer: (action: string, text: string) => void) => Promise<void>,
): Promise<void> {
  const heard: URLSearchParams[] = [];
  const answers = new Map<string, string>();
  const server = createServer(async (req, res) => {
    let text = "";
    for await (const chunk of req) text += String(chunk);
    const form = new URLSearchParams(text);
    heard.push(form);
    res.end(answers.get(form.get("action") ?? "") ?? "OK|");
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  nats.switches.managementUrl = `http://localhost:${(server.address() as AddressInfo).port}/x?key=secret`;
  try {
    await use(heard, (action, text) => answers.set(action, text));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const join = (nats: Nats, username: string) =>
  fetch(`${nats.origin}/signup/signup.php`, { method: "POST", body: new URLSearchParams({ site: "1", username }) });

test("a form has dozens of fields, the password in clear and personal data", async ({ nats }) => {
  await withListener(nats, async (heard) => {
    await nats.change("tom", { username: "thomas", password: "new-password" });
    const form = Object.fromEntries(heard[0] ?? []);
    expect(Object.keys(form).length).toBeGreaterThan(55);
    expect(form).toMatchObject({ action: "CHANGE", username: "tom", new_username: "thomas", memberid: "72" });
    expect(form).toMatchObject({
      password: "demo",
      new_password: "new-password",
      address1: expect.stringContaining("Canary"),
    });
    await nats.change("tom", { status: 2 });
    expect(heard[1]?.get("expire")).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(nats.posts.map(({ action, answer }) => [action, answer])).toEqual([
      ["CHANGE", "OK|"],
      ["EXPIRE", "OK|"],
    ]);
  });
});

test("a join asks by CHECK first: NOTOK lets it go on, OK stops it", async ({ nats }) => {
  await withListener(nats, async (heard, answer) => {
    answer("CHECK", "NOTOK|free");
    expect((await join(nats, "newcomer")).status).toBe(200);
    expect(heard.map((form) => form.get("action"))).toEqual(["CHECK", "ADD"]);
    expect([...(heard[0]?.keys() ?? [])]).toEqual(["action", "username", "siteid"]);
    answer("CHECK", "OK|taken");
    expect((await join(nats, "another")).status).toBe(409);
    expect(heard).toHaveLength(3);
  });
});

test("console and control API post, and show no password and no key", async ({ nats }) => {
  await withListener(nats, async (heard, answer) => {
    answer("EXPIRE", "ERROR|what went wrong");
    const press = (action: string) =>
      fetch(`${nats.origin}/_control/do`, { method: "POST", body: new URLSearchParams({ action, member: "tom" }) });
    for (const action of ["full", "rebill", "expire", "ban", "unban", "revoke"]) await press(action);
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ username: "hanna" });
    await fetch(`${nats.origin}/_control/members`, { method: "POST", headers, body });
    await fetch(`${nats.origin}/_control/members/eddie`, { method: "DELETE", headers });
    const actions = ["TRIALTOFULL", "TRIALTOFULL", "ACTIVATE", "EXPIRE", "DELETE", "ADD", "MANUALADD", "DELETE"];
    expect(heard.map((form) => form.get("action"))).toEqual(actions);
    expect(nats.member("tom").notes).toEqual(["what went wrong"]);
    const page = await (await fetch(`${nats.origin}/_control/`)).text();
    expect(page).toContain("ERROR|what went wrong");
    expect(page).toContain("Note: what went wrong");
    const state = await (await fetch(`${nats.origin}/_control/state`)).text();
    for (const text of [page, state]) for (const secret of ["key=secret", "Canary"]) expect(text).not.toContain(secret);
  });
});

test("nothing is posted beyond this machine, and a members area that is away stops nothing", async ({ nats }) => {
  for (const [address, answer] of [
    ["https://members.example/api/nats/members?key=x", "not posted: the Management URL is not on this machine"],
    ["http://localhost:9/api/nats/members?key=x", "no answer"],
  ] as const) {
    nats.switches.managementUrl = address;
    await nats.change("fiona", { password: `for ${address}` });
    expect(nats.posts.at(-1)).toMatchObject({ status: 0, answer });
  }
  expect((await join(nats, "newcomer")).status).toBe(200);
});
