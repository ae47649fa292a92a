/** Byte ranges: which parts of a file a request asks for (RFC 9110 section 14). Pure. */

/** Part of a file in bytes, both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Players and readers ask for fewer parts. A request for more gets the whole file. */
const maxRanges = 20;

/** Longest Range header that is read, in characters. */
const maxHeaderLength = 1000;

/**
 * Returns the parts that a Range header asks of a file of `size` bytes, in the order asked for;
 * neighbours and overlaps are made one. Returns "whole" for no header, for one that is malformed, and
 * for parts that are too many or come to more than two files: RFC 9110 section 14.2 lets a server
 * ignore those. Returns "unsatisfiable" if nothing of it lies within the file.
 */
export function rangesOf(header: string | null, size: number): readonly ByteRange[] | "whole" | "unsatisfiable" {
  if (header === null || size === 0 || header.length > maxHeaderLength || !/^bytes=/i.test(header)) return "whole";
  const asked: ByteRange[] = [];
  for (const part of header.slice("bytes=".length).split(",")) {
    const [, first, last] = /^(\d*)-(\d*)$/.exec(part.trim()) ?? [];
    if (first === undefined || last === undefined || first + last === "") return "whole";
    // "-500" asks for the last 500 bytes, and for the whole file if it is shorter.
    const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
    const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
    if (start <= end) asked.push({ start, end });
  }
  if (asked.length === 0) return "unsatisfiable";
  if (asked.reduce((sum, { start, end }) => sum + end - start + 1, 0) > 2 * size) return "whole";
  const ranges = combined(asked);
  return ranges.length > maxRanges ? "whole" : ranges;
}

/** Makes neighbours and overlaps one. Each stands where the first of its parts was asked for. */
function combined(asked: readonly ByteRange[]): ByteRange[] {
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
