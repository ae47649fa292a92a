/** Runs the work for a key once and lets everybody who asks for the same within a minute share it: a code can be redeemed only once. */

const shareSeconds = 60;
const capacity = 1000;

const running = new Map<string, { work: Promise<unknown>; until: number }>();

/** The result of `work` for `key`, started by the first caller. `now` in seconds. Failures are shared too. */
export function once<T>(key: string, now: number, work: () => Promise<T>): Promise<T> {
  for (const [name, { until }] of running) {
    if (until > now && running.size <= capacity) break;
    running.delete(name);
  }
  const known = running.get(key);
  if (known) return known.work as Promise<T>;
  const started = work();
  started.catch(() => undefined);
  running.set(key, { work: started, until: now + shareSeconds });
  return started;
}
