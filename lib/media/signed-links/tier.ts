/** Which folders one signature may open: those with a single gate before everything in them. */
import type { Gate, Gates } from "../../access/table";

/**
 * True when everything below `folder` (decoded, with a slash at the end) stands behind the same gate: no path of the table lies inside
 * it. `/media/` holds `/media/full/**`, so a signature for `/media/` would open more than its own tier.
 */
export function isOneTier(table: Gates, folder: string): boolean {
  const named = [...table.public, ...Object.values<Gate>(table.gates).flatMap((gate) => gate.paths)];
  return !named.some((pattern) => pattern.replace(/\/\*\*$/, "").startsWith(folder));
}
