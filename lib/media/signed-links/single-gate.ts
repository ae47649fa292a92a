/** Decides whether one signature may open a whole folder. */
import type { Gate, Gates } from "../../access/table";

/**
 * True if the same gate protects everything below `folder` (decoded, ends with a slash).
 * `/media/` contains `/media/full/**`, so a signature for `/media/` would open full members' files.
 */
export function hasSingleGate(table: Gates, folder: string): boolean {
  const patterns = [...table.public, ...Object.values<Gate>(table.gates).flatMap((gate) => gate.paths)];
  return !patterns.some((pattern) => pattern.replace(/\/\*\*$/, "").startsWith(folder));
}
