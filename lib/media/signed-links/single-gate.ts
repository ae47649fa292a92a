/** Decides whether one signature may open a whole folder. */
import type { Gate, Gates } from "../../access/table";

/**
 * True if the same gate protects everything below `folder` (decoded, ends with a slash).
 * `/media/` contains `/media/full/**`, so a signature for `/media/` would open full members' files.
 * So would one for `/media/Full/` where the server's file system ignores case.
 */
export function hasSingleGate(table: Gates, folder: string): boolean {
  const patterns = [...table.public, ...Object.values<Gate>(table.gates).flatMap((gate) => gate.paths)];
  return !patterns.some((pattern) => {
    const root = pattern.replace(/\/\*\*$/, "");
    if (folder.startsWith(`${root}/`)) return false;
    return folded(root).startsWith(folded(folder)) || folded(folder).startsWith(`${folded(root)}/`);
  });
}

/** Returns one text for all spellings that a file system may take for the same name. */
function folded(name: string): string {
  return name.normalize("NFKC").toUpperCase().toLowerCase();
}
