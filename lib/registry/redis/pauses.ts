/** Leaves a Redis node alone for a moment after failures in a row: no request waits for it. */

/** After so many failures in a row a node is left alone. */
const maxFailures = 3;
/** How long it is left alone before one call tries it again, in milliseconds. */
const pause = 1000;
/** After so long without an answer the connection is made anew, in milliseconds; then doubled. */
const silence = { first: 10_000, most: 320_000 } as const;
/** A node counts as failing for so long after its last failure, in milliseconds. */
const memory = 10_000;

/** What is known of the nodes of a Redis, by name. */
export interface Pauses {
  mayCall(node: string): boolean;
  succeeded(node: string): void;
  /** Returns true if the connection should be made anew. */
  failed(node: string): boolean;
  isFailing(): boolean;
}

interface Failing {
  count: number;
  lastAt: number;
  closedUntil: number;
  renewAt: number;
  patience: number;
}

/** Returns the pauses of nodes that have not failed yet. `clock` is in milliseconds. */
export function pauses(clock: () => number = () => performance.now()): Pauses {
  const nodes = new Map<string, Failing>();
  return {
    mayCall: (node) => {
      const failing = nodes.get(node);
      if (!failing || failing.count < maxFailures) return true;
      if (clock() < failing.closedUntil) return false;
      // One call tries it. Others do not wait beside it.
      failing.closedUntil = clock() + pause;
      return true;
    },
    succeeded: (node) => {
      nodes.delete(node);
    },
    failed: (node) => {
      const now = clock();
      const fresh = { count: 0, lastAt: now, closedUntil: 0, renewAt: now + silence.first, patience: silence.first };
      const failing: Failing = nodes.get(node) ?? fresh;
      nodes.set(node, failing);
      failing.count++;
      failing.lastAt = now;
      failing.closedUntil = now + pause;
      // A host that vanished resets nothing: its connection would stand for a quarter of an hour.
      if (now < failing.renewAt) return false;
      failing.patience = Math.min(failing.patience * 2, silence.most);
      failing.renewAt = now + failing.patience;
      return true;
    },
    isFailing: () => Array.from(nodes.values()).some(({ lastAt }) => clock() - lastAt < memory),
  };
}
