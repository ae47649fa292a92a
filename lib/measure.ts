/** The seam by which the product tells what it does. Without a listener it costs a look-up. */

/**
 * What is told beside the log, because it happens too often for a line each. Labels come from
 * closed sets: nothing of a member or a request is in them.
 */
export interface Measures {
  /** A recheck came to its end. The value is its time in seconds. */
  recheck: { outcome: string };
  /** A gate refused a member, or could not confirm the claims. */
  refusal: { reason: string };
  registry_look: { answer: string };
  /** `/media/…` was answered. */
  media_answer: { status: string };
  media_bytes: Record<string, never>;
  /** A call to NATS began (1) or ended (-1). */
  nats_call_in_flight: { call: string };
  /** A call to NATS came to its end. The value is its time in seconds. */
  nats_call: { call: string; outcome: string };
}

export type Count = <M extends keyof Measures>(measure: M, labels: Measures[M], value?: number) => void;

type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Who keeps count: `lib/signals/metrics.ts`, if METRICS_TOKEN is set. */
export interface Listener {
  counted: Count;
  /** Every line of the log is told, too, so that nothing is told twice in the code. */
  logged(level: string, event: string, fields: LogFields): void;
  /** Returns what it has, in the text format of Prometheus. */
  text(): Promise<string>;
}

/** Next loads this module once for pages, once for route handlers, once for the start. */
const place = Symbol.for("members-area.listener");

type Held = typeof globalThis & { [place]?: Listener };

/** Returns who listens in this process. The edge runtime has its own globals: nobody listens. */
export function listener(): Listener | undefined {
  return (globalThis as Held)[place];
}

/** Sets who listens from now on. */
export function listen(next: Listener): void {
  (globalThis as Held)[place] = next;
}

/** Tells the listener, if there is one. */
export const count: Count = (measure, labels, value = 1) => listener()?.counted(measure, labels, value);
