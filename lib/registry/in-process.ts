/** The registry in the memory of one process. A restart forgets it. */
import { setBounded } from "../bounded-map";
import { randomText } from "../session/seal";
import type { Site } from "../site";
import { changeSeconds, lagSeconds, maxChanges, maxIds, maxNamesakes, maxVisits, seenSeconds } from "./limits";
import { type Entry, entryOf, hashOf, hashOfText, type Name } from "./names";
import type { EndReason, Look, Registry } from "./registry";

/** Most members kept; one with one visit takes 400 bytes. Above it, a new one replaces another. */
const maxMembers = 200_000;

// All fields from the start, and no list for one name: 100,000 members take 41 MB, not 74.
interface Held {
  visit: string;
  begunAt: number;
  seenAt: number;
  endsAt: number;
  ended: EndReason | undefined;
}

interface Member {
  visits: Held[];
  username: string | undefined;
  namedAt: number;
  change: string | undefined;
  /** Since `changedAt` visits have learned of so many changes. */
  changedAt: number;
  changes: number;
  /** The last change of a storm, of which they learn afterwards. */
  nextChange: string | undefined;
  /** Visits begun until `at` are over, unless they are in the list. */
  allEnded: { at: number; reason: EndReason } | undefined;
}

/** Keeps a site's visits in memory, bounded in entries. */
export function inProcess(site: Site): Registry {
  const { settings, now } = site;
  const { idleSeconds, perMember = maxVisits } = settings.session;
  const [secret] = settings.secrets;
  const members = new Map<string, Member>();
  let sweep = members.entries();
  /** By the hash of a username: the hash of its member. Two sites of NATS may share a name. */
  const usernames = new Map<string, string | readonly string[]>();
  const providerSessions = new Map<string, Entry>();
  const ids = new Map<string, number>();
  /** Ends by the hash of a name, for visits that a restart has made unknown. */
  const endedNames = new Map<string, { at: number; reason: EndReason }>();

  const isOpen = ({ ended, endsAt, seenAt }: Held) =>
    !ended && now() < endsAt && now() < seenAt + idleSeconds + lagSeconds;

  const named = (username: string) => [usernames.get(username) ?? []].flat();

  const dropUsername = (username: string, key: string) => {
    const others = named(username).filter((each) => each !== key);
    if (others.length > 0) usernames.set(username, others);
    else usernames.delete(username);
  };

  const forget = (key: string) => {
    const { username } = members.get(key) ?? {};
    if (username) dropUsername(username, key);
    members.delete(key);
  };

  /**
   * Looks at the next two members: a sweep over all would hold up requests. The iterator is kept,
   * because a new one passes all places that were emptied: 100,000 took 0.1 ms for each sign-in.
   */
  const tidy = () => {
    for (let looked = 0; looked < 2; looked++) {
      const next = sweep.next();
      if (next.done) {
        sweep = members.entries();
        return;
      }
      const [key, member] = next.value;
      const isOver = member.visits.every(({ endsAt }) => endsAt <= now());
      if (isOver || members.size > maxMembers) forget(key);
    }
  };

  /** Takes a name that is newer than the known one. An old copy of a cookie brings an old name. */
  const rename = (key: string, member: Member, { username, namedAt }: Entry) => {
    if (!username || namedAt < member.namedAt) return;
    member.namedAt = namedAt;
    if (member.username === username) return;
    if (member.username) dropUsername(member.username, key);
    const others = named(username);
    if (others.length < maxNamesakes) usernames.set(username, others.length > 0 ? [...others, key] : key);
    member.username = username;
  };

  const endAboveLimit = (member: Member) => {
    const open = member.visits.filter(isOpen);
    for (const oldest of open.slice(0, Math.max(0, open.length - perMember))) oldest.ended = "limit";
  };

  /** Adds the visit to the member's list. Ends the oldest open ones above the limit. */
  const add = (member: Member, entry: Entry, begins: boolean): Held => {
    const { visit, begunAt, endsAt } = entry;
    const { allEnded } = member;
    const ends = [
      allEnded,
      ...[entry.member, entry.username, entry.providerSession].map((name = "") => endedNames.get(name)),
    ];
    const over = begins ? undefined : ends.find((end) => end && begunAt <= end.at);
    const held: Held = { visit, begunAt, seenAt: now(), endsAt, ended: over?.reason };
    member.visits = member.visits.filter((each) => now() < each.endsAt).concat(held);
    member.visits.sort((a, b) => a.begunAt - b.begunAt);
    endAboveLimit(member);
    // What falls off the list stays over by its age.
    for (const dropped of member.visits.splice(0, Math.max(0, member.visits.length - maxVisits))) {
      member.allEnded = { at: Math.max(dropped.begunAt, allEnded?.at ?? 0), reason: "limit" };
    }
    return held;
  };

  const note = (entry: Entry, begins: boolean): { member: Member; held: Held } => {
    const { member: key, visit, providerSession } = entry;
    let member = members.get(key);
    if (!member) {
      tidy();
      member = {
        visits: [],
        username: undefined,
        namedAt: 0,
        change: undefined,
        changedAt: 0,
        changes: 0,
        nextChange: undefined,
        allEnded: undefined,
      };
      members.set(key, member);
    }
    rename(key, member, entry);
    const held = member.visits.find((each) => each.visit === visit);
    if (held) {
      const hasLapsed = !held.ended && !isOpen(held);
      if (now() - held.seenAt >= seenSeconds) held.seenAt = now();
      // Only the gate saw it for a while. Others may have begun, and now it counts again.
      if (hasLapsed) endAboveLimit(member);
      return { member, held };
    }
    if (providerSession) setBounded(providerSessions, providerSession, entry, maxIds);
    return { member, held: add(member, entry, begins) };
  };

  /** Lets visits learn of a change, or keeps it for later: a page asked NATS again and again. */
  const showChange = (member: Member, change: string) => {
    if (Math.abs(now() - member.changedAt) >= changeSeconds) [member.changedAt, member.changes] = [now(), 0];
    if (member.changes >= maxChanges) {
      member.nextChange = change;
      return;
    }
    member.changes++;
    member.change = change;
    member.nextChange = undefined;
  };

  /** The members under a name, or one visit of a member. */
  const under = (name: Name): { member: Member; only?: string }[] => {
    const hash = hashOf(name, secret);
    if (name.kind === "provider_session") {
      const session = providerSessions.get(hash);
      const member = session && members.get(session.member);
      return member ? [{ member, only: session.visit }] : [];
    }
    const keys = name.kind === "member" ? [hash] : named(hash);
    return keys.flatMap((key) => members.get(key) ?? []).map((member) => ({ member }));
  };

  return {
    begin: async (session) => note(entryOf(session, secret, settings), true).member.change,
    look: async (session): Promise<Look> => {
      const { member, held } = note(entryOf(session, secret, settings), false);
      if (held.ended) return { kind: "ended", reason: held.ended };
      if (member.nextChange) showChange(member, member.nextChange);
      return member.change === undefined ? { kind: "open" } : { kind: "open", change: member.change };
    },
    end: async (session, reason) => {
      const { held } = note(entryOf(session, secret, settings), false);
      held.ended ??= reason;
    },
    endAll: async (name, reason) => {
      let count = 0;
      setBounded(endedNames, hashOf(name, secret), { at: now(), reason }, maxIds);
      for (const { member, only } of under(name)) {
        const ending = member.visits.filter((held) => !held.ended && (!only || held.visit === only));
        count += ending.filter(isOpen).length;
        for (const held of ending) held.ended = reason;
        if (!only) member.allEnded = { at: now(), reason };
      }
      return count;
    },
    change: async (name, id = randomText(6)) => {
      const found = under(name);
      for (const { member } of found) {
        if (id !== member.change && id !== member.nextChange) showChange(member, id);
      }
      return found.length;
    },
    visits: async (name) =>
      under(name)
        .flatMap(({ member }) => member.visits.filter(isOpen))
        .map(({ begunAt, seenAt }) => ({ begunAt, seenAt })),
    isFirst: async (id, until) => {
      for (const [known, end] of first(ids, 2)) if (end <= now()) ids.delete(known);
      const hash = hashOfText(id, secret);
      if ((ids.get(hash) ?? 0) > now()) return false;
      setBounded(ids, hash, until, maxIds);
      return true;
    },
    state: () => "in this process",
  };
}

function first<T>(map: ReadonlyMap<string, T>, count: number): [string, T][] {
  const found: [string, T][] = [];
  for (const each of map) {
    if (found.length === count) break;
    found.push(each);
  }
  return found;
}
