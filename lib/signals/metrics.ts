/** Keeps count for /api/metrics, by prom-client. Loaded only if METRICS_TOKEN is set. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { refusals } from "../access/reasons";
import { failureCodes } from "../failures";
import { logEvents } from "../log";
import { type Listener, listen, type Measures } from "../measure";
import { recheckOutcomes } from "../nats/ask-userinfo";
import { callOutcomes, natsCalls } from "../nats/call";
import { registryOf } from "../registry";
import type { Site } from "../site";

/** The values that a label may have. Any other becomes `other`: no input can add series. */
type Labels = Readonly<Record<string, readonly string[]>>;

/** In seconds. A call to NATS is cut at 5, and may wait 8 before. */
const buckets = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

const mediaStatuses = ["200", "206", "304", "401", "403", "404", "412", "416", "503"];

/** Keeps count from now on, of everything in this process. */
export function startMetrics(site: Site): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = (name: string, help: string, labels: Labels) => {
    const metric = new Counter({ name, help, labelNames: Object.keys(labels), registers });
    // From zero on, so that an alert sees the first of a kind.
    for (const each of combinations(labels)) metric.inc(each, 0);
    return (given: object, value: number) => metric.inc(closed(labels, given), value);
  };
  const gauge = (name: string, help: string, labels: Labels) => {
    const metric = new Gauge({ name, help, labelNames: Object.keys(labels), registers });
    for (const each of combinations(labels)) metric.set(each, 0);
    return (given: object, value: number) => metric.inc(closed(labels, given), value);
  };
  const histogram = (name: string, help: string, labels: Labels) => {
    const metric = new Histogram({ name, help, labelNames: Object.keys(labels), buckets, registers });
    return (given: object, value: number) => metric.observe(closed(labels, given), value);
  };

  const signIns = counter("members_sign_ins_total", "Sign-ins, by outcome: done, or the code of the failure.", {
    outcome: ["done", ...failureCodes],
  });
  const signOuts = counter("members_sign_outs_total", "Sign-outs by members.", {});
  const logLines = counter("members_log_lines_total", "Lines of the log on Node, by event and level.", {
    event: logEvents,
    level: ["info", "warn", "error"],
  });
  const measures = {
    recheck: histogram("members_recheck_seconds", "Rechecks of a membership, by outcome.", {
      outcome: recheckOutcomes,
    }),
    refusal: counter("members_refusals_total", "Members that a gate refused, by reason.", {
      reason: [...refusals, "unavailable"],
    }),
    registry_look: counter("members_registry_looks_total", "Looks into the registry, by answer.", {
      answer: ["open", "ended", "unknown"],
    }),
    media_answer: counter("members_media_answers_total", "Answers at /media/, by status.", { status: mediaStatuses }),
    media_bytes: counter("members_media_bytes_total", "Bytes of files that this server streamed.", {}),
    nats_call_in_flight: gauge("members_nats_calls_in_flight", "Calls to NATS that run now.", { call: natsCalls }),
    nats_call: histogram("members_nats_call_seconds", "Calls to NATS, by what for and how they ended.", {
      call: natsCalls,
      outcome: callOutcomes,
    }),
  } satisfies Record<keyof Measures, (labels: object, value: number) => void>;
  new Gauge({
    name: "members_registry_up",
    help: "1 if the registry answers, in Redis or in this process.",
    registers,
    collect() {
      this.set(registryOf(site).state() === "down" ? 0 : 1);
    },
  });

  const listener: Listener = {
    counted: (measure, labels, value = 1) => measures[measure](labels, value),
    logged: (level, event, fields) => {
      logLines({ event, level }, 1);
      if (event === "sign_in") signIns({ outcome: "done" }, 1);
      if (event === "sign_in_failed") signIns({ outcome: fields.code }, 1);
      if (event === "sign_out") signOuts({}, 1);
    },
    text: () => registry.metrics(),
  };
  listen(listener);
}

/** Returns the labels with values from their sets only. */
function closed(labels: Labels, given: object): Record<string, string> {
  const values = new Map(Object.entries(given));
  return Object.fromEntries(
    Object.entries(labels).map(([name, known]) => {
      const value = `${values.get(name)}`;
      return [name, known.includes(value) ? value : "other"];
    }),
  );
}

/** Returns every combination of labels. */
function combinations(labels: Labels): Record<string, string>[] {
  return Object.entries(labels).reduce<Record<string, string>[]>(
    (rows, [name, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
}
