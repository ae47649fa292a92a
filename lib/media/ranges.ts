/** Byte ranges: which parts of a file a request asks for (RFC 9110 section 14). Pure. */
import rangeParser from "range-parser";

/** Part of a file in bytes, both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** More parts than any player or reader asks for; whoever does gets the whole file. */
const mostRanges = 20;

/**
 * The parts that a Range header asks of a file of `size` bytes, neighbours and overlaps made one, in the order asked for. `whole`: no
 * header, one we do not understand, too many parts, or parts that overlap so much that they come to more than two files (RFC 9110
 * section 14.2 lets a server ignore those). `unsatisfiable`: nothing of it lies within the file.
 */
export function rangesOf(header: string | null, size: number): readonly ByteRange[] | "whole" | "unsatisfiable" {
  if (header === null || size === 0 || !/^bytes=/i.test(header)) return "whole";
  // A suffix longer than the file means all of it (RFC 9110 section 14.1.2); the library takes it for unsatisfiable.
  const within = header.replace(/(?<=[=,]\s*)-(\d+)/g, (_, length: string) => `-${Math.min(Number(length), size)}`);
  const asked = rangeParser(size, within);
  if (asked === -1) return "unsatisfiable";
  if (asked === -2 || asked.reduce((sum, { start, end }) => sum + end - start + 1, 0) > 2 * size) return "whole";
  const ranges = rangeParser(size, within, { combine: true });
  return typeof ranges === "number" || ranges.length > mostRanges ? "whole" : [...ranges];
}
