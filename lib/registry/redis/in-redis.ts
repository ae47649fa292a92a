/** The registry in Redis, which all instances of a site share. Sites may share one Redis. */
import type { SessionPayload } from "../../session/payload";
import { randomText } from "../../session/seal";
import type { Site } from "../../site";
import { lagSeconds, maxVisits } from "../limits";
import { type Entry, entryOf, hashOf, type Name } from "../names";
import type { EndReason, Look, Registry, Visit } from "../registry";
import { type Connection, connect } from "./connection";
import { endedNames } from "./ended-names";
import { firstIds } from "./first-ids";
import { type Known, keptWrites, type Outcome } from "./kept";
import { addNameScript, dropNameScript } from "./name-scripts";
import { type Act, nameKey, reachOf } from "./reach";
import { numbers, told } from "./replies";
import { changeScript, endAllScript, endScript, lookScript, peekScript, visitsScript } from "./scripts";
import { sharedLooks } from "./shared-looks";

const visitsKey = (member: string) => `members-area:visits:${member}`;

/**
 * Keeps a site's visits in Redis. Each secret of the site has its own names for them. What is new
 * gets its name from the first. Ends and changes are written and read under all of them: while
 * servers get a new secret one by one, some know only the former.
 */
export function inRedis(site: Site, connection: Connection = connect(site.settings.redisUrls, site.log)): Registry {
  const { settings, now } = site;
  const { secrets } = settings;
  const [secret, ...formerSecrets] = secrets;
  const { idleSeconds, maxSeconds, perMember = maxVisits } = settings.session;
  const idle = idleSeconds + lagSeconds;
  const kept = keptWrites(maxSeconds);
  const looks = sharedLooks();
  const { run } = connection;
  const { each } = reachOf(secrets, connection);

  const hashesOf = ({ visit, member, username, providerSession }: Entry) => [visit, member, username, providerSession];

  const ended = endedNames(secrets, connection, maxSeconds);

  /** Why a visit is over that Redis did not know when its member's visits were ended. */
  const markedEnd = (session: SessionPayload) => {
    const names = secrets.flatMap((one) => {
      const { member, username, providerSession } = entryOf(session, one, settings);
      return [member, username, providerSession].filter((hash) => hash !== undefined);
    });
    return ended.reasonFor(names, session.loginAt);
  };

  const addName = async (hash: string | undefined, value: string, endsAt: number) =>
    hash === undefined || (await run(addNameScript, nameKey(hash), [value, endsAt - now()])) !== undefined;

  /** Lets names find a visit that is new to Redis, or a member whose username is. */
  const noteNames = async (entry: Entry, former: string) => {
    const { member, visit, username, providerSession, endsAt } = entry;
    const write = async (): Promise<Outcome> => {
      const isNamed = await addName(username, member, endsAt);
      const isFound = await addName(providerSession, `${member} ${visit}`, endsAt);
      const isClean = !former || (await run(dropNameScript, nameKey(former), [member])) !== undefined;
      return isNamed && isFound && isClean ? "written" : "refused";
    };
    if ((await write()) !== "written") kept.keep(`names ${visit}`, {}, write);
  };

  const look = async (session: SessionPayload, begins: boolean): Promise<Look> => {
    const entry = entryOf(session, secret, settings);
    const { member, visit, username = "", namedAt, begunAt, endsAt } = entry;
    const args = [visit, begunAt, endsAt, now(), idle, perMember, begins ? "1" : "0", username, namedAt];
    const [answer, ...formerAnswers] = await Promise.all([
      run(lookScript, visitsKey(member), args),
      ...formerSecrets.map((one) => {
        const former = entryOf(session, one, settings);
        return run(peekScript, visitsKey(former.member), [former.visit, begunAt, now()]);
      }),
    ]);
    if (!answer) return { kind: "unknown" };
    const here = told(answer.reply);
    const before = formerAnswers.map((each) => told(each?.reply));
    if (here.fault) connection.refused(here.fault);
    if (here.isNew || here.former) await noteNames(entry, here.former);
    const formerReason = begins
      ? undefined
      : (before.find(({ reason }) => reason)?.reason ?? (here.isNew ? await markedEnd(session) : undefined));
    if (formerReason && !here.reason) await writeEnd(session, formerReason);
    const reason = here.reason ?? formerReason;
    if (reason) return { kind: "ended", reason };
    const changes = new Set([here, ...before].map(({ change }) => change).filter(Boolean));
    return changes.size > 0 ? { kind: "open", change: [...changes].join("-") } : { kind: "open" };
  };

  const writeEnd = async (session: SessionPayload, reason: EndReason): Promise<Outcome> => {
    const answers = await Promise.all(
      secrets.map((one) => {
        const { member, visit, begunAt, endsAt } = entryOf(session, one, settings);
        return run(endScript, visitsKey(member), [visit, begunAt, endsAt, now(), reason]);
      }),
    );
    return answers.includes(undefined) ? "refused" : "written";
  };

  /**
   * Writes something about a name. Returns how many members it met, and when their visits began.
   * What Redis does not take counts here, and is kept for later.
   */
  const write = async (
    name: Name,
    known: Known,
    act: (late: boolean) => Parameters<typeof each>[1],
    mark: () => Promise<boolean> = async () => true,
  ) => {
    const hash = hashOf(name, secret);
    const met = (await mark()) ? await each(name, act(false)) : undefined;
    if (!met) {
      kept.keep(hash, known, async () => {
        const later = (await mark()) ? await each(name, act(true)) : undefined;
        return later ? (later.members > 0 ? "written" : "nobody") : "refused";
      });
    }
    looks.forget([hash]);
    return met ?? { members: 0, begun: [] };
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
      const { reason, change } = kept.known(hashesOf(entry), entry.begunAt);
      // Redis may have lost the visit, so that the end has met nobody there. Now it does.
      if (reason) {
        return looks.get(entry, async () => {
          await writeEnd(session, reason);
          return { kind: "ended", reason };
        });
      }
      const found = await looks.get(entry, () => look(session, false));
      return change && found.kind !== "ended" ? { kind: "open", change } : found;
    },
    end: async (session, reason) => {
      const { visit, begunAt } = entryOf(session, secret, settings);
      const later = () => writeEnd(session, reason);
      looks.forget([visit]);
      if ((await later()) !== "written") kept.keep(visit, { ended: { until: begunAt, reason } }, later);
      looks.forget([visit]);
    },
    endAll: async (name, reason) => {
      const at = now();
      const act =
        (late: boolean): Act =>
        async ({ member, only }) => {
          const args = [at, idle, reason, only, maxSeconds, late ? "1" : "0"];
          const answer = await run(endAllScript, visitsKey(member), args);
          return answer && { begun: answer.reply === null ? null : numbers(answer.reply) };
        };
      const { begun } = await write(name, { ended: { until: at, reason } }, act, () => ended.mark(name, at, reason));
      return begun.length;
    },
    change: async (name, change = randomText(6)) => {
      const { members } = await write(name, { change }, () => async ({ member }) => {
        const answer = await run(changeScript, visitsKey(member), [change, now()]);
        return answer && { begun: answer.reply === null ? null : [] };
      });
      return members;
    },
    visits: async (name) => {
      const seen = new Map<number, number>();
      const met = await each(name, async ({ member }) => {
        const answer = await run(visitsScript, visitsKey(member), [now(), idle]);
        const told = numbers(answer?.reply);
        const pairs = Array.from({ length: told.length / 2 }, (_, at) => told.slice(2 * at, 2 * at + 2));
        for (const [begun = 0, seenAt = 0] of pairs) seen.set(begun, Math.max(seenAt, seen.get(begun) ?? 0));
        return answer && { begun: pairs.map(([begun = 0]) => begun) };
      });
      const visits = (met?.begun ?? []).map((begunAt): Visit => ({ begunAt, seenAt: seen.get(begunAt) ?? begunAt }));
      return visits.sort((a, b) => a.begunAt - b.begunAt);
    },
    isFirst: firstIds(secrets, connection, now),
    state: connection.state,
  };
}
