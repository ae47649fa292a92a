/** What a long run saw: answers by minute, and what the server's process used. */
import { descriptors, memory } from "../../fixtures/process-use";
import type { Answer } from "../../fixtures/visitor";

/** A request that did not end as it should. */
interface Wrong {
  /** Seconds since the run began. */
  at: number;
  what: string;
  /** True while NATS failed, or a moment after. */
  inOutage: boolean;
}

interface Sample {
  at: number;
  megabytes: number;
  descriptors: number;
}

export interface LongRecord {
  readonly wrong: readonly Wrong[];
  readonly samples: readonly Sample[];
  /** The longest cookie that was set, name and value, in bytes. */
  longestCookie(): number;
  total(): number;
  /** Counts an answer. */
  note(kind: string, answer: Answer): void;
  /** Notes that something did not end as it should. `inOutage` as it was when it began. */
  blame(what: string, inOutage: boolean): void;
  /** True while NATS fails, and until calls that were waiting or paused have come to an end. */
  inOutage(): boolean;
  setOutage(isNow: boolean): void;
  /** Samples the process. Call it every few seconds. */
  sample(pid: number): void;
  /** A line for each minute. */
  table(): string[];
}

/** After an outage sessions ask again in 30 to 40 seconds, and sign-ins probe after 10. */
const settleSeconds = 45;

/** Begins a record. */
export function newRecord(): LongRecord {
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  const minutes: Record<string, number>[] = [];
  const wrong: Wrong[] = [];
  const samples: Sample[] = [];
  let longest = 0;
  let total = 0;
  let isOut = false;
  let outageEnd = Number.NEGATIVE_INFINITY;
  const inOutage = () => isOut || seconds() < outageEnd + settleSeconds;
  return {
    wrong,
    samples,
    longestCookie: () => longest,
    total: () => total,
    note: (kind, { status, headers }) => {
      total++;
      const index = Math.floor(seconds() / 60);
      while (minutes.length <= index) minutes.push({});
      const name = `${kind} ${status}`;
      const counts = minutes[index] ?? {};
      counts[name] = (counts[name] ?? 0) + 1;
      for (const line of headers["set-cookie"] ?? []) longest = Math.max(longest, line.split(";")[0]?.length ?? 0);
    },
    blame: (what, during) => wrong.push({ at: Math.round(seconds()), what, inOutage: during }),
    inOutage,
    setOutage: (isNow) => {
      if (isOut && !isNow) outageEnd = seconds();
      isOut = isNow;
    },
    sample: (pid) => samples.push({ at: seconds(), megabytes: memory(pid), descriptors: descriptors(pid) }),
    table: () =>
      minutes.map((counts, minute) => {
        const here = samples.filter(({ at }) => Math.floor(at / 60) === minute);
        const most = (values: number[]) => Math.round(Math.max(0, ...values));
        const use = `${most(here.map(({ megabytes }) => megabytes))} MB, ${most(here.map((s) => s.descriptors))} open`;
        const told = Object.entries(counts).sort(([a], [b]) => a.localeCompare(b));
        return `minute ${minute + 1}: ${use}; ${told.map(([name, count]) => `${name}: ${count}`).join(", ")}`;
      }),
  };
}
