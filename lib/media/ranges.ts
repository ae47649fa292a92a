/** Reads Range headers: RFC 9110 section 14. Pure. */

/** Bytes of a file; `end` is included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Media players and PDF readers ask for fewer. A request for more gets the whole file. */
const maxRanges = 20;

/** A longer Range header is ignored. */
const maxHeaderCharacters = 1000;

/**
 * Returns the ranges that a Range header asks for in a file of `size` bytes, in their order, with
 * adjacent and overlapping ones merged.
 * Returns "whole" if the header is missing or malformed, or asks for too many ranges or for more
 * than twice the file: section 14.2 allows a server to ignore it.
 * Returns "unsatisfiable" if no range lies within the file.
 */
export function rangesOf(header: string | null, size: number): readonly ByteRange[] | "whole" | "unsatisfiable" {
  if (header === null || size === 0 || header.length > maxHeaderCharacters || !/^bytes=/i.test(header)) return "whole";
  const asked: ByteRange[] = [];
  for (const part of header.slice("bytes=".length).split(",")) {
    const [, first, last] = /^(\d*)-(\d*)$/.exec(part.trim()) ?? [];
    if (first === undefined || last === undefined || first + last === "") return "whole";
    // "-500" asks for the last 500 bytes, or for the whole file if it is shorter.
    const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
    const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
    if (start <= end) asked.push({ start, end });
  }
  if (asked.length === 0) return "unsatisfiable";
  if (asked.reduce((sum, { start, end }) => sum + end - start + 1, 0) > 2 * size) return "whole";
  const ranges = merged(asked);
  return ranges.length > maxRanges ? "whole" : ranges;
}

/** Merges adjacent and overlapping ranges. A merged range takes the place of its first part. */
function merged(asked: readonly ByteRange[]): ByteRange[] {
  const sorted = asked.map((range, index) => ({ ...range, index })).sort((a, b) => a.start - b.start);
  const joined: typeof sorted = [];
  for (const range of sorted) {
    const before = joined.at(-1);
    if (before && range.start <= before.end + 1) {
      before.end = Math.max(before.end, range.end);
      before.index = Math.min(before.index, range.index);
    } else joined.push(range);
  }
  return joined.sort((a, b) => a.index - b.index).map(({ start, end }) => ({ start, end }));
}
