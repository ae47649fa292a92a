// Posts the changes of members to the Management URL, as NATS's Site User Management does.
import { z } from "zod";
import { isLoopback } from "../../lib/http/loopback";
import { badRequest, isWebUrl } from "./http";
import { actionsOf, postFields } from "./management-form";
import { addMember, changeMember, type NatsMember } from "./members";
import { type NatsState, revokeTokens } from "./state";

/** A post, and what came of it. Without the address, whose key is a secret, and the fields. */
export interface Post {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly action: string;
  readonly username: string;
  /** HTTP status of the answer; 0 if there was none. */
  readonly status: number;
  /** The first 200 characters of the answer, or why there is none. */
  readonly answer: string;
}

const maxPosts = 200;
const maxMembers = 200;
/** Milliseconds. Unknown: how long NATS waits. */
const maxWait = 5000;

/** Changes a member, and posts it. Throws ZodError if a change is invalid. */
export async function changeAndPost(state: NatsState, member: NatsMember, changes: unknown): Promise<void> {
  const before = structuredClone(member);
  changeMember(member, changes);
  // NATS's password-sharing prevention bans a member and ends the tokens at once (confirmed).
  if (member.banned && !before.banned) revokeTokens(state, before.username);
  await postChange(state, before, member);
}

/** Deletes a member, and posts it. */
export async function deleteAndPost(state: NatsState, member: NatsMember): Promise<void> {
  state.members.delete(member.key);
  await postChange(state, member, undefined);
}

/** Adds a member as NATS's admin does, from `username` and `siteid`, and posts it. */
export async function addByHand(state: NatsState, input: unknown): Promise<void> {
  const given = z.strictObject({ username: z.string().min(1), siteid: z.string().default("1") }).parse(input);
  if (state.members.size >= maxMembers) throw badRequest(409, "There are too many members.");
  await postChange(state, undefined, addMember(state.members, { ...given, manual: true }));
}

/** Posts that a biller has charged the member again. The membership stays as it is. */
export async function postRebill(state: NatsState, member: NatsMember): Promise<void> {
  await post(state, "ACTIVATE", member, member);
}

/**
 * Joins a new member: asks by CHECK whether the name is taken, adds the member, posts ADD. Returns
 * false if the answer to CHECK is `OK|…`: the name is taken there.
 */
export async function joinAndPost(state: NatsState, username: string, siteid: string): Promise<boolean> {
  const check = await send(state, "CHECK", username, { action: "CHECK", username, siteid });
  if (check?.answer.startsWith("OK|")) return false;
  await postChange(state, undefined, addMember(state.members, { username, siteid }));
  return true;
}

async function postChange(
  state: NatsState,
  before: NatsMember | undefined,
  after: NatsMember | undefined,
): Promise<void> {
  const subject = before ?? after;
  // Two actions of one change are posted one after the other.
  for (const action of actionsOf(before, after)) if (subject) await post(state, action, subject, after ?? subject);
}

async function post(state: NatsState, action: string, before: NatsMember, after: NatsMember): Promise<void> {
  const sent = await send(state, action, before.username, postFields(action, before, after));
  const error = /^ERROR\|(.*)/s.exec(sent?.answer ?? "")?.[1];
  if (error !== undefined) after.notes = [...after.notes, error].slice(-5);
}

/** Sends a form. Never throws. Returns undefined if there is no Management URL. */
async function send(
  state: NatsState,
  action: string,
  username: string,
  fields: Record<string, string>,
): Promise<Post | undefined> {
  const { managementUrl } = state.switches;
  if (managementUrl === "") return undefined;
  const { status, answer } = await answerOf(managementUrl, fields, state.closing);
  const done: Post = { at: Date.now(), action, username, status, answer: answer.slice(0, 200) };
  state.posts.push(done);
  if (state.posts.length > maxPosts) state.posts.shift();
  return done;
}

async function answerOf(
  address: string,
  fields: Record<string, string>,
  closing: AbortSignal,
): Promise<{ status: number; answer: string }> {
  if (!isWebUrl(address) || !isLoopback(new URL(address).hostname)) {
    return { status: 0, answer: "not posted: the Management URL is not on this machine" };
  }
  try {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(maxWait)]);
    const body = new URLSearchParams(fields);
    const response = await fetch(address, { method: "POST", body, redirect: "manual", signal });
    return { status: response.status, answer: await response.text() };
  } catch {
    return { status: 0, answer: "no answer" };
  }
}
