/** The token in the sign-out form: it shows that a page of ours made the form for this session. */
import { type SharedWork, sharedIn } from "../shared-work";
import type { SessionPayload } from "./payload";
import { open, type Secrets, seal } from "./seal";
import type { Member } from "./view";

const tokens = new WeakMap<Member, SharedWork<string>>();

/** Makes the token of a member's pages, once for a member as `memberOf` gives it. */
export function tokenFor(member: Member, secrets: Secrets): Promise<string> {
  const { iss, sub, signedInAt } = member;
  return sharedIn(tokens, member, () => seal("sign-out", [iss, sub, signedInAt], secrets));
}

/** True if the token was made for this session: not for another member, nor before its sign-in. */
export async function isTokenOf(
  { iss, sub, loginAt }: SessionPayload,
  token: string | null | undefined,
  secrets: Secrets,
): Promise<boolean> {
  const made = token ? await open("sign-out", token, secrets) : null;
  return JSON.stringify(made) === JSON.stringify([iss, sub, loginAt]);
}
