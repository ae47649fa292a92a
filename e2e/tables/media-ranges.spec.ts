/** Range headers: RFC 9110 section 14, and headers that ask for too much. */
import { expect, test } from "@playwright/test";
import { rangesOf } from "../../lib/media/ranges";

const part = (start: number, end: number) => ({ start, end });

for (const { header, size = 1000, expected } of [
  { header: null, expected: "whole" },
  { header: "bytes=0-0", expected: [part(0, 0)] },
  { header: "bytes=0-499", expected: [part(0, 499)] },
  { header: "bytes=500-", expected: [part(500, 999)] },
  { header: "bytes=0-", expected: [part(0, 999)] },
  { header: "bytes=999-", expected: [part(999, 999)] },
  { header: "bytes=900-5000", expected: [part(900, 999)] },
  { header: "BYTES=0-1", expected: [part(0, 1)] },
  { header: "bytes= 0-1 , 5-6 ", expected: [part(0, 1), part(5, 6)] },
  // The last bytes.
  { header: "bytes=-1", expected: [part(999, 999)] },
  { header: "bytes=-500", expected: [part(500, 999)] },
  { header: "bytes=-1000", expected: [part(0, 999)] },
  { header: "bytes=-1001", expected: [part(0, 999)] },
  { header: `bytes=-${"9".repeat(400)}`, expected: [part(0, 999)] },
  { header: "bytes=0-0, -5000", expected: [part(0, 999)] },
  // Adjacent and overlapping ranges are merged; the order stays.
  { header: "bytes=0-0,-1", expected: [part(0, 0), part(999, 999)] },
  { header: "bytes=-1,0-0", expected: [part(999, 999), part(0, 0)] },
  { header: "bytes=0-9,10-19", expected: [part(0, 19)] },
  { header: "bytes=0-99,50-149,100-199", expected: [part(0, 199)] },
  { header: "bytes=0-9,2000-3000", expected: [part(0, 9)] },
  // Outside the file.
  { header: "bytes=1000-", expected: "unsatisfiable" },
  { header: "bytes=1000-1001,2000-", expected: "unsatisfiable" },
  { header: "bytes=-0", expected: "unsatisfiable" },
  { header: `bytes=${"9".repeat(400)}-`, expected: "unsatisfiable" },
  { header: "bytes=5-2", expected: "unsatisfiable" },
  // Malformed: the header is ignored.
  { header: "", expected: "whole" },
  { header: "bytes", expected: "whole" },
  { header: "bytes=", expected: "whole" },
  { header: "bytes=-", expected: "whole" },
  { header: "bytes=a-b", expected: "whole" },
  { header: "bytes=0-1,x", expected: "whole" },
  { header: "bytes=0-1,", expected: "whole" },
  { header: "bytes=0x0-0xf", expected: "whole" },
  { header: "bytes=1e2-", expected: "whole" },
  { header: "bytes=+1-2", expected: "whole" },
  { header: "bytes=0.5-2", expected: "whole" },
  { header: "bytes=--1", expected: "whole" },
  { header: "bytes 0-1", expected: "whole" },
  { header: "items=0-1", expected: "whole" },
  { header: "items=2000-", expected: "whole" },
  // An empty file.
  { header: "bytes=0-", size: 0, expected: "whole" },
  { header: "bytes=-5", size: 0, expected: "whole" },
  // A file of one byte.
  { header: "bytes=0-0", size: 1, expected: [part(0, 0)] },
  { header: "bytes=1-", size: 1, expected: "unsatisfiable" },
  // Beyond 32 bits.
  { header: "bytes=4294967296-4294967297", size: 5_000_000_000, expected: [part(4_294_967_296, 4_294_967_297)] },
] as const) {
  const shown = header && header.length > 60 ? `${header.slice(0, 60)}…` : header;
  test(`${shown} of ${size} bytes`, () => {
    expect(rangesOf(header, size)).toEqual(expected);
  });
}

test("20 ranges are served; 21 get the whole file", () => {
  const header = (count: number) =>
    `bytes=${Array.from({ length: count }, (_, at) => `${at * 10}-${at * 10}`).join(",")}`;
  expect(rangesOf(header(20), 1000)).toHaveLength(20);
  expect(rangesOf(header(21), 1000)).toBe("whole");
});

test("ranges of more than twice the file get the whole file", () => {
  expect(rangesOf("bytes=0-,0-", 1000)).toEqual([part(0, 999)]);
  expect(rangesOf("bytes=0-,0-,0-", 1000)).toBe("whole");
  expect(rangesOf(`bytes=${Array.from({ length: 1300 }, (_, at) => `${at}-`).join(",")}`, 10_000)).toBe("whole");
});

test("5,000 random headers give at most 20 ranges, within the file and not adjacent", () => {
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const bound = () => (random(4) === 0 ? "" : String(random(60)));
  const wrong = Array.from({ length: 5000 }, () => {
    const size = random(50);
    const header = `bytes=${Array.from({ length: 1 + random(30) }, () => `${bound()}-${bound()}`).join(",")}`;
    const ranges = rangesOf(header, size);
    if (typeof ranges === "string") return [];
    const ordered = [...ranges].sort((one, other) => one.start - other.start);
    const right = ordered.every(({ start, end }, at) => {
      const before = ordered[at - 1];
      return start >= 0 && start <= end && end < size && (!before || start > before.end + 1);
    });
    return right && ranges.length > 0 && ranges.length <= 20 ? [] : [`${header} of ${size}`];
  });
  expect(wrong.flat()).toEqual([]);
});
