// The look-alike's members: the fields of a member row, the seed members, and who may log in.
import { z } from "zod";
import { overrideSchema } from "./overrides";
import type { Switches } from "./switches";

const memberSchema = z.strictObject({
  /** Stable name by which tests and the console find the member. NATS has no such field. */
  key: z.string().min(1),
  /** NATS member id: a string of digits, as in NATS's REST interface. */
  memberid: z.string().min(1),
  siteid: z.string().min(1),
  username: z.string().min(1),
  password: z.string(),
  /** Empty: the member has none. */
  email: z.string().default(""),
  /** 0 never joined, 1 active, 2 expired (confirmed for NATS's REST interface). */
  status: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(1),
  /** 0 full member, 1 trial member. */
  trial: z.union([z.literal(0), z.literal(1)]).default(0),
  /** Locked in NATS's admin. Unknown: whether a locked member can log in. Assumed: not. */
  locked: z.boolean().default(false),
  /** Banned by NATS's password-sharing prevention. That ends the member's tokens (confirmed). */
  banned: z.boolean().default(false),
  /** Added by hand in NATS's admin, so there is no biller. */
  manual: z.boolean().default(false),
  /** The username before it was changed; empty if it never was. */
  originalUsername: z.string().default(""),
  /** Texts of ERROR answers to posts about the member. Confirmed: NATS puts them into the notes. */
  notes: z.array(z.string()).default([]),
  /** The login page has a one-click button for this member. */
  demo: z.boolean().default(false),
  /** What is special about this member, as the console shows it. */
  about: z.string().default(""),
  /** Changes to this member's userinfo, applied last. */
  claims: overrideSchema.default({}),
});

/** A member row, with the fields that the look-alike needs. */
export type NatsMember = z.infer<typeof memberSchema>;

/** Why a login is refused. The first two are NATS's words (confirmed); the third is made up. */
export type LoginRefusal = "Incorrect username!" | "Incorrect password!" | "Membership not active!";

type Seed = Omit<z.input<typeof memberSchema>, "memberid" | "siteid" | "password"> & {
  siteid?: string;
  password?: string;
};

const seeds: Seed[] = [
  { key: "fiona", username: "fiona", email: "fiona@example.test", demo: true },
  { key: "tom", username: "tom", email: "tom@example.test", trial: 1, demo: true },
  { key: "eddie", username: "eddie", email: "eddie@example.test", status: 2, demo: true },
  { key: "nina", username: "nina", email: "nina@example.test", status: 0, demo: true },
  {
    key: "uma",
    username: "uma",
    email: "uma@example.test",
    demo: true,
    claims: { remove: ["trial"] },
  },
  { key: "edna", username: "edna", email: "edna@example.test", status: 2, trial: 1 },
  { key: "manuel", username: "manuel", email: "manuel@example.test", manual: true, about: "added by hand, no biller" },
  { key: "renata", username: "renata", email: "renata@example.test", originalUsername: "rena-old", about: "renamed" },
  { key: "ulrika", username: "ULRIKA", email: "ulrika@example.test", about: "upper-case username" },
  {
    key: "zoe",
    username: "zoë müller@example.test",
    email: "zoe@example.test",
    about: "username with @, a space and non-ASCII letters",
  },
  { key: "olga", username: "olga", email: "olga@example.test", about: "member of site 1 only" },
  { key: "susi", username: "susi", email: "susi@example.test", siteid: "2", about: "member of site 2 only" },
  { key: "dora-1", username: "dora", email: "dora1@example.test", about: "same username on two sites" },
  {
    key: "dora-2",
    username: "dora",
    email: "dora2@example.test",
    siteid: "2",
    trial: 1,
    about: "same username on two sites",
  },
  { key: "larry", username: "larry", email: "larry@example.test", locked: true },
  { key: "noel", username: "noel", about: "without an e-mail address" },
  { key: "percy", username: "percy", password: "co:lon%25per%cent", about: "password with : and %" },
];

/** Returns new copies of the seed members by key. The password is "demo", except percy's. */
export function seedMembers(): Map<string, NatsMember> {
  return new Map(
    seeds.map((seed, index) => {
      const row = memberSchema.parse({ memberid: String(71 + index), siteid: "1", password: "demo", ...seed });
      return [row.key, row];
    }),
  );
}

/** Changes a member in place. Throws ZodError if a change is invalid, and then changes nothing. */
export function changeMember(member: NatsMember, changes: unknown): void {
  const patch = z.record(z.string(), z.unknown()).parse(changes);
  Object.assign(member, memberSchema.parse({ ...member, ...patch, key: member.key }));
}

/**
 * Adds an active full member with the password "demo": by the join page, or `manual`, in the admin.
 */
export function addMember(
  members: Map<string, NatsMember>,
  { username, siteid, manual = false }: { username: string; siteid: string; manual?: boolean },
): NatsMember {
  const ids = [...members.values()].map((member) => Number(member.memberid)).filter(Number.isFinite);
  const memberid = String(Math.max(70, ...ids) + 1);
  const member = memberSchema.parse({
    key: `joined-${memberid}`,
    memberid,
    siteid,
    username,
    password: "demo",
    manual,
    demo: true,
    about: manual ? "added by hand just now" : "joined just now",
  });
  members.set(member.key, member);
  return member;
}

/**
 * Finds the member with that username on one of the sites. Usernames are compared byte for byte.
 * If two sites have the username, the first site of the list wins. That is unknown for OpenID, but
 * it is how NATS's password retrieval works.
 */
export function findMember(
  members: ReadonlyMap<string, NatsMember>,
  sites: readonly string[],
  username: string,
): NatsMember | undefined {
  for (const site of sites) {
    for (const member of members.values()) if (member.siteid === site && member.username === username) return member;
  }
  return undefined;
}

/** Returns true if the member is not locked, not banned, and active or allowed by a switch. */
export function mayEnter(member: NatsMember, switches: Switches): boolean {
  if (member.locked || member.banned) return false;
  if (member.status === 0) return switches.letNeverJoinedIn;
  return member.status === 1 || switches.MEMBER_OPENID_EXPIRED_LOGIN;
}

/** Checks a login. Returns why it is refused, or null if the member may log in. */
export function refusal(member: NatsMember | undefined, password: string, switches: Switches): LoginRefusal | null {
  if (!member) return "Incorrect username!";
  if (member.password !== password) return "Incorrect password!";
  return mayEnter(member, switches) ? null : "Membership not active!";
}

/** Describes the state of the membership, for example "trial member, banned". */
function membershipOf(member: NatsMember): string {
  const words = [statusWords(member)];
  if (member.locked) words.push("locked");
  if (member.banned) words.push("banned");
  return words.join(", ");
}

/** Describes the member for people: state of the membership, and what else is special. */
export function described(member: NatsMember): string {
  return [membershipOf(member), member.about].filter((part) => part !== "").join(" · ");
}

function statusWords({ status, trial, claims }: NatsMember): string {
  if (status === 0) return "never joined";
  if (status === 2) return trial === 1 ? "expired trial" : "expired member";
  if (claims.remove?.includes("trial")) return "membership unclear: NATS sends no trial flag";
  return trial === 1 ? "trial member" : "full member";
}
