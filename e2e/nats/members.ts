// The members of the NATS look-alike: what a member row holds, the seed members, and who may log in.
import { z } from "zod";
import { overrideSchema } from "./overrides";
import type { Switches } from "./switches";

const memberSchema = z.strictObject({
  /** Short stable name within the look-alike; NATS has no such thing. */
  key: z.string().min(1),
  /** NATS member id: digits in a string, as in NATS's other interfaces. */
  memberid: z.string().min(1),
  siteid: z.string().min(1),
  username: z.string().min(1),
  password: z.string(),
  /** Empty: NATS has none. */
  email: z.string().default(""),
  /** Confirmed for NATS's REST interface: 0 never joined, 1 active, 2 expired. */
  status: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(1),
  /** 0 full, 1 trial. */
  trial: z.union([z.literal(0), z.literal(1)]).default(0),
  /** Locked in NATS's admin. That it stops the login: unknown, assumed. */
  locked: z.boolean().default(false),
  /** Banned, as by NATS's password-sharing prevention. */
  banned: z.boolean().default(false),
  /** Added by hand: no biller. */
  manual: z.boolean().default(false),
  /** The name before a rename; empty: never renamed. */
  originalUsername: z.string().default(""),
  /** Offered as a one-click button on the login page. */
  demo: z.boolean().default(false),
  /** What is particular about this member, for people; empty for most. */
  about: z.string().default(""),
  /** This member's userinfo, changed after everything else. */
  claims: overrideSchema.default({}),
});

/** A member row, as far as the look-alike needs one. */
export type NatsMember = z.infer<typeof memberSchema>;

/** Why a login is refused. The first two are NATS's words; how NATS words the others is unknown. */
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
    about: "username with @, a space and letters beyond ASCII",
  },
  { key: "olga", username: "olga", email: "olga@example.test", about: "on site 1 only" },
  { key: "susi", username: "susi", email: "susi@example.test", siteid: "2", about: "on site 2 only" },
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

/** The start members by key, fresh objects at each call. Demo and most other members have the password "demo". */
export function seedMembers(): Map<string, NatsMember> {
  return new Map(
    seeds.map((seed, index) => {
      const row = memberSchema.parse({ memberid: String(71 + index), siteid: "1", password: "demo", ...seed });
      return [row.key, row];
    }),
  );
}

/** Changes some fields of a member in place, all or none. Throws ZodError for unknown names and bad values. */
export function changeMember(member: NatsMember, changes: unknown): void {
  const patch = z.record(z.string(), z.unknown()).parse(changes);
  Object.assign(member, memberSchema.parse({ ...member, ...patch, key: member.key }));
}

/** Adds a member who joined on the join page: active, full, password "demo". */
export function addMember(members: Map<string, NatsMember>, username: string, siteid: string): NatsMember {
  const ids = [...members.values()].map((member) => Number(member.memberid)).filter(Number.isFinite);
  const memberid = String(Math.max(70, ...ids) + 1);
  const member = memberSchema.parse({
    key: `joined-${memberid}`,
    memberid,
    siteid,
    username,
    password: "demo",
    demo: true,
    about: "joined just now",
  });
  members.set(member.key, member);
  return member;
}

/**
 * The member of that username on one of the sites. Where two sites have the name, the first site of the list wins:
 * unknown for OpenID, but so NATS does for password retrieval. Usernames are compared byte for byte.
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

/** Whether the member's standing lets him in: not locked, not banned, and active or let in by a switch. */
export function mayEnter(member: NatsMember, switches: Switches): boolean {
  if (member.locked || member.banned) return false;
  if (member.status === 0) return switches.letNeverJoinedIn;
  return member.status === 1 || switches.MEMBER_OPENID_EXPIRED_LOGIN;
}

/** Checks a login; answers the reason of a refusal, or null when the member may enter. */
export function refusal(member: NatsMember | undefined, password: string, switches: Switches): LoginRefusal | null {
  if (!member) return "Incorrect username!";
  if (member.password !== password) return "Incorrect password!";
  return mayEnter(member, switches) ? null : "Membership not active!";
}

/** The member's present standing in a few words. */
function standing(member: NatsMember): string {
  const words = [statusWords(member)];
  if (member.locked) words.push("locked");
  if (member.banned) words.push("banned");
  return words.join(", ");
}

/** The standing, and what else is particular about the member. */
export function described(member: NatsMember): string {
  return [standing(member), member.about].filter((part) => part !== "").join(" · ");
}

function statusWords({ status, trial, claims }: NatsMember): string {
  if (status === 0) return "never joined";
  if (status === 2) return trial === 1 ? "expired trial" : "expired member";
  if (claims.remove?.includes("trial")) return "membership unclear: NATS sends no trial flag";
  return trial === 1 ? "trial member" : "full member";
}
