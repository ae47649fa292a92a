/** The registry in Redis, which all instances of a site share. Several sites may share one Redis. */
import { randomText } from "../../session/seal";
import type { Site } from "../../site";
import { type Entry, entryOf, hashOf, hashOfText, type Name } from "../names";
import { type EndReason, endReasons, type Look, type Registry } from "../registry";
import { type Connection, connect } from "./connection";
import { keptWrites } from "./kept";
import {
  addNameScript,
  changeScript,
  dropNameScript,
  endAllScript,
  endScript,
  firstScript,
  lookScript,
  namedScript,
  peekScript,
  visitsScript,
} from "./scripts";
import { sharedLooks } from "./shared-looks";

/** Most open visits of a member where SESSIONS_PER_MEMBER sets none. */
const maxVisits = 100;
/** A visit counts as open this much longer than the idle limit, in seconds: `seen` lags. */
const lagSeconds = 120;
/** Most logout tokens that are remembered while Redis is away. */
const maxIds = 10_000;

/** All visits of a member, or only one. Hashes. */
interface Target {
  member: string;
  only: string;
}

const visitsKey = (member: string) => `members-area:visits:${member}`;
const nameKey = (hash: string) => `members-area:name:${hash}`;
const idKey = (hash: string) => `members-area:id:${hash}`;

/**
 * Keeps a site's visits in Redis. Each secret of the site has its own names for them: what is new
 * gets its name from the first, and what is older is looked up by the others.
 */
export function inRedis(site: Site, connection: Connection = connect(site.settings.redisUrls, site.log)): Registry {
  const { settings, now } = site;
  const [secret, ...formerSecrets] = settings.secrets;
  const { idleSeconds, maxSeconds, perMember = maxVisits } = settings.session;
  const idle = idleSeconds + lagSeconds;
  const kept = keptWrites();
  const looks = sharedLooks();
  const ids = new Map<string, number>();
  const { run } = connection;

  const hashesOf = ({ visit, member, username, providerSession }: Entry) => [visit, member, username, providerSession];

  const addName = (hash: string | undefined, value: string, endsAt: number) =>
    hash === undefined ? undefined : run(addNameScript, nameKey(hash), [value, endsAt - now()]);

  /** Lets names find a visit that is new to Redis, or a member whose username is. */
  const noteNames = async ({ member, visit, username, providerSession, endsAt }: Entry, former: string) => {
    await addName(username, member, endsAt);
    await addName(providerSession, `${member} ${visit}`, endsAt);
    if (former) await run(dropNameScript, nameKey(former), [member]);
  };

  /** What a visit was called under a former secret may have been ended or changed there. */
  const formerLook = async (session: Parameters<Registry["look"]>[0]): Promise<Look | undefined> => {
    for (const each of formerSecrets) {
      const { member, visit, begunAt } = entryOf(session, each, settings);
      const answer = await run(peekScript, visitsKey(member), [visit, begunAt]);
      const { reason, change } = told(answer?.reply);
      if (reason) return { kind: "ended", reason };
      if (change) return { kind: "open", change };
    }
  };

  const look = async (session: Parameters<Registry["look"]>[0], begins: boolean): Promise<Look> => {
    const entry = entryOf(session, secret, settings);
    const { member, visit, username = "", begunAt, endsAt } = entry;
    const args = [visit, begunAt, endsAt, now(), idle, perMember, begins ? "1" : "0", username];
    const answer = await run(lookScript, visitsKey(member), args);
    if (!answer) return { kind: "unknown" };
    const { reason, change, isNew, former } = told(answer.reply);
    if (isNew || former) await noteNames(entry, former);
    if (reason) return { kind: "ended", reason };
    if (isNew && !begins && formerSecrets.length > 0) {
      const before = await formerLook(session);
      if (before?.kind === "ended") await end(session, before.reason);
      if (before) return before;
    }
    return { kind: "open", ...(change ? { change } : {}) };
  };

  const end = async (session: Parameters<Registry["end"]>[0], reason: EndReason) => {
    const entry = entryOf(session, secret, settings);
    const write = async () => {
      const args = [entry.visit, entry.begunAt, entry.endsAt, now(), reason];
      return (await run(endScript, visitsKey(entry.member), args)) !== undefined;
    };
    looks.forget([entry.visit]);
    if (!(await write())) kept.keep(entry.visit, { ended: { until: entry.begunAt, reason } }, write);
    looks.forget([entry.visit]);
  };

  /** Whom a name means under one secret. Undefined if Redis did not answer. */
  const targets = async (name: Name, each: string): Promise<Target[] | undefined> => {
    const hash = hashOf(name, each);
    if (name.kind === "member") return [{ member: hash, only: "" }];
    const answer = await run(namedScript, nameKey(hash), []);
    return answer && texts(answer.reply).map((text) => ({ member: text.slice(0, 22), only: text.slice(23) }));
  };

  /** Does something to all that a name means. Undefined if Redis did not answer each time. */
  const each = async (
    name: Name,
    act: (target: Target) => Promise<number | undefined>,
  ): Promise<number | undefined> => {
    let sum = 0;
    for (const one of settings.secrets) {
      const found = await targets(name, one);
      if (!found) return undefined;
      for (const target of found) {
        const count = await act(target);
        if (count === undefined) return undefined;
        sum += count;
      }
    }
    return sum;
  };

  /** Writes something about a name. What Redis does not take counts here, and is kept for later. */
  const write = async (name: Name, known: Parameters<typeof kept.keep>[1], act: Parameters<typeof each>[1]) => {
    const hash = hashOf(name, secret);
    const count = await each(name, act);
    if (count === undefined) kept.keep(hash, known, async () => (await each(name, act)) !== undefined);
    looks.forget([hash]);
    return count ?? 0;
  };

  return {
    begin: async (session) => {
      const begun = await look(session, true);
      // It may have ended older ones.
      looks.forget([entryOf(session, secret, settings).member]);
      return begun.kind === "open" ? begun.change : undefined;
    },
    look: async (session) => {
      const entry = entryOf(session, secret, settings);
      const known = kept.known(hashesOf(entry), entry.begunAt);
      if (known.reason) return { kind: "ended", reason: known.reason };
      const found = await looks.get(entry, () => look(session, false));
      return known.change && found.kind !== "ended" ? { kind: "open", change: known.change } : found;
    },
    end,
    endAll: (name, reason) => {
      const at = now();
      return write(name, { ended: { until: at, reason } }, async ({ member, only }) => {
        const args = [at, idle, reason, only, maxSeconds];
        return numberIn(await run(endAllScript, visitsKey(member), args));
      });
    },
    change: (name) => {
      const change = randomText(6);
      return write(name, { change }, async ({ member }) =>
        numberIn(await run(changeScript, visitsKey(member), [change])),
      );
    },
    visits: async (name) => {
      const found: { begunAt: number; seenAt: number }[] = [];
      await each(name, async ({ member }) => {
        const answer = await run(visitsScript, visitsKey(member), [now(), idle]);
        const numbers = Array.isArray(answer?.reply) ? answer.reply.map(Number) : [];
        for (let at = 0; at + 1 < numbers.length; at += 2) {
          found.push({ begunAt: numbers[at] ?? 0, seenAt: numbers[at + 1] ?? 0 });
        }
        return 0;
      });
      return found.sort((a, b) => a.begunAt - b.begunAt);
    },
    isFirst: async (id, until) => {
      const hash = hashOfText(id, secret);
      const answer = await run(firstScript, idKey(hash), [Math.max(1, until - now())]);
      // While Redis is away, each server knows only what it has seen itself.
      const isKnownHere = (ids.get(hash) ?? 0) > now();
      ids.delete(hash);
      ids.set(hash, until);
      for (const oldest of ids.keys()) {
        if (ids.size <= maxIds) break;
        ids.delete(oldest);
      }
      return !isKnownHere && (answer === undefined || answer.reply === 1);
    },
    state: connection.state,
  };
}

/** Reads what `lookScript` and `peekScript` give. Unknown reasons count as open. */
function told(reply: unknown): { reason: EndReason | undefined; change: string; isNew: boolean; former: string } {
  const [reason, change, isNew, former] = Array.isArray(reply) ? reply : [];
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return {
    reason: endReasons.find((each) => each === reason),
    change: text(change),
    isNew: isNew === 1,
    former: text(former),
  };
}

function texts(reply: unknown): string[] {
  const values = reply instanceof Set ? Array.from(reply) : reply;
  return Array.isArray(values) ? values.filter((value) => typeof value === "string") : [];
}

function numberIn(answer: { reply: unknown } | undefined): number | undefined {
  return answer && Number(answer.reply);
}
