/** Lines written into .env: Next's own loader reads back the very values. */
import { expect, test } from "@playwright/test";
import { envLine } from "../../scripts/env-value";
import { loadedEnvironment } from "../fixtures/next-env";

const values = [
  "plain",
  "https://nats.example/.well-known/member-openid-configuration",
  "1,2,3",
  "ab$cd#ef gh",
  "$HOME",
  `a\${PATH}b`,
  "a\\$b",
  "a\\nb",
  "a\\",
  "\\\\$x",
  "it's",
  "it's #1 for $5",
  'say "hi" #1',
  `a'b"c#d$e`,
  "a`b$c#d",
  " blanks ",
  "$",
  "$$",
  "#",
  "é🎬",
  "<script>",
  "a=b=c",
];

test("every text of one line survives the way through .env", () => {
  const text = values.map((value, index) => envLine(`VALUE_${index}`, value)).join("\n");
  const loaded = loadedEnvironment({ ".env": `${text}\n` });
  for (const [index, value] of values.entries()) expect.soft(loaded[`VALUE_${index}`], value).toBe(value);
});

test("a backslash at the end does not swallow the lines below", () => {
  const lines = [envLine("FIRST", "a b\\"), "# the members'", envLine("SECOND", "c d"), "# it's"];
  expect(loadedEnvironment({ ".env": lines.join("\n") })).toMatchObject({ FIRST: "a b\\", SECOND: "c d" });
});

test("a value that no line of .env can hold is refused, and not quoted in the error", () => {
  for (const value of ["canary\nb", "canary\rb", "canary\0", "canary ' ` \"", "canary#\\"]) {
    expect(() => envLine("NAME", value)).toThrow("NAME has characters that .env cannot hold.");
  }
});
