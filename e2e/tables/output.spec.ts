/** What the process prints: one line per write, and nothing that a terminal would obey. */
import { expect, test } from "@playwright/test";
import { printable } from "../../lib/http/output";

const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/;

test("an error with a stack becomes one line, and its last line break stays", () => {
  expect(printable("Error: a\n    at b\r\n    at c\n", false)).toBe("Error: a\\n    at b\\u000d\\n    at c\n");
  expect(printable('{"event":"start"}\n', false)).toBe('{"event":"start"}\n');
  expect(printable("no line break", false)).toBe("no line break");
});

test("control characters are escaped, and all other text is unchanged", () => {
  for (const sent of ["\u009b31mred", "\u001b[2J", "\u001b]0;title\u0007", "a\u0085b", "\u0000\u007f", "a\u2028b"]) {
    for (const terminal of [false, true]) expect.soft(printable(`${sent}\n`, terminal)).not.toMatch(control);
  }
  const plain = "Élan\t日本 🎬 ⨯ 'x' \\u0041";
  for (const terminal of [false, true]) expect(printable(plain, terminal)).toBe(plain);
});

test("a terminal keeps colours and line breaks", () => {
  const text = "\u001b[31m\u001b[1m⨯\u001b[22m\u001b[39m Error\n    at a\n";
  expect(printable(text, true)).toBe(text);
  expect(printable(text, false)).not.toMatch(control);
});

test("the query of an address that Next quotes is left out: it may hold a code", () => {
  const query = "?code=SECRET&state=x";
  for (const [printed, expected] of [
    [
      `Request body exceeded 1MB for /a/b${query}. Only the first`,
      "Request body exceeded 1MB for /a/b. Only the first",
    ],
    [`⨯ Failed to handle request for /a${query}\n`, "⨯ Failed to handle request for /a\n"],
    ["Request body exceeded 1MB for /a. Only?", "Request body exceeded 1MB for /a. Only?"],
    [`{"path":"/a${query}"}`, `{"path":"/a${query}"}`],
  ] as const) {
    for (const terminal of [false, true]) expect.soft(printable(printed, terminal)).toBe(expected);
  }
});
