/** Range requests, for any header and size: RFC 9110 section 14. */
import assert from "node:assert/strict";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { answerFor, type Piece } from "../../lib/media/answer";
import { headerText, holds } from "./properties";

const number = fc.oneof(
  fc.nat(60),
  fc.nat(1e12),
  fc.constantFrom("", "007", "99999999999999999999999", "-1", "1.5", "0x1"),
);
const part = fc.tuple(number, number).map(([first, last]) => `${first}-${last}`);
const blank = fc.constantFrom("", "", "", " ", "\t");
const ranges = fc
  .array(
    fc.tuple(blank, part, blank).map((pieces) => pieces.join("")),
    { minLength: 1, maxLength: 25 },
  )
  .map((parts) => parts.join(","));
const header = fc.oneof(
  { weight: 5, arbitrary: ranges.map((text) => `bytes=${text}`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("BYTES=", "bytes =", "items=", "", "bytes=,"), ranges)
      .map((all) => all.join("")),
  },
  { weight: 1, arbitrary: headerText(40) },
);
const size = fc.oneof(fc.nat(50), fc.nat(2 ** 40), fc.constantFrom(0, 1));

const isRange = (piece: Piece) => typeof piece !== "string";

/** Answers a request for a file, and returns the ranges that it sends. */
function ask(bytes: number, range: string, method = "GET") {
  const file = { name: "film.mp4", size: bytes, modified: 1_800_000_000_000 };
  const answer = answerFor(file, method, new Headers({ range }), false);
  return { ...answer, sent: answer.pieces.filter(isRange) };
}

test("any header gets the whole file, ranges within it, or 416", () => {
  const seen = new Set<string>();
  holds(
    8000,
    fc.property(header, size, (range, bytes) => {
      const { status, headers, pieces, sent } = ask(bytes, range);
      seen.add(`${status} ${sent.length > 1 ? "several" : ""}`);
      if (status === 416) {
        assert.deepEqual([headers["content-range"], pieces], [`bytes */${bytes}`, []]);
        return;
      }
      const length = pieces.reduce(
        (sum, piece) => sum + (typeof piece === "string" ? Buffer.byteLength(piece) : piece.end - piece.start + 1),
        0,
      );
      assert.equal(headers["content-length"], String(length));
      if (status === 200) return assert.deepEqual(sent, [{ start: 0, end: bytes - 1 }]);
      assert.ok(status === 206 && sent.length > 0 && sent.length <= 20, `${status}, ${sent.length} ranges`);
      for (const { start, end } of sent) assert.ok(0 <= start && start <= end && end < bytes);
      const shown = sent.map(({ start, end }) => `bytes ${start}-${end}/${bytes}`);
      const said =
        sent.length === 1 ? [headers["content-range"]] : pieces.filter((piece) => !isRange(piece)).slice(0, -1);
      for (const [at, line] of shown.entries()) assert.ok(String(said[at]).includes(line), line);
    }),
  );
  expect([...seen].sort()).toEqual(["200 ", "206 ", "206 several", "416 "]);
});

test("one range that lies in the file is sent exactly as asked", () => {
  holds(
    3000,
    fc.property(fc.integer({ min: 1, max: 2 ** 40 }), fc.nat(), fc.nat(), (bytes, one, other) => {
      const start = one % bytes;
      const end = start + (other % (bytes - start));
      for (const [range, expected] of [
        [`bytes=${start}-${end}`, { start, end }],
        [`bytes=${start}-`, { start, end: bytes - 1 }],
        [`bytes=${start}-${bytes + other}`, { start, end: bytes - 1 }],
        [`bytes=-${start + 1}`, { start: bytes - start - 1, end: bytes - 1 }],
        [`bytes=-${bytes + other}`, { start: 0, end: bytes - 1 }],
      ] as const) {
        assert.deepEqual([ask(bytes, range).status, ask(bytes, range).sent], [206, [expected]]);
      }
      assert.equal(ask(bytes, `bytes=${bytes + other}-`).status, 416);
      assert.equal(ask(bytes, `bytes=${start}-${end}`, "HEAD").status, 200);
    }),
  );
});

test("of several ranges every byte that was asked for is sent, once, and few others", () => {
  const pair = fc.tuple(fc.nat(60), fc.nat(60)).map(([first, last]) => ({ start: first, end: first + last }));
  holds(
    4000,
    fc.property(fc.array(pair, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 60 }), (asked, bytes) => {
      const { status, sent } = ask(bytes, `bytes=${asked.map(({ start, end }) => `${start}-${end}`).join(", ")}`);
      if (status !== 206) return;
      const times = Array.from({ length: bytes }, (_, at) => sent.filter(({ start, end }) => start <= at && at <= end));
      times.forEach((covering, at) => {
        const isAsked = asked.some(({ start, end }) => start <= at && at <= end);
        assert.equal(covering.length, isAsked ? 1 : 0, `byte ${at}`);
      });
    }),
  );
});
