/** The log: one JSON line per event, even if a value contains line breaks or control characters. */
import { expect, test } from "@playwright/test";
import { logLine, logRequestError, memberHash } from "../../lib/log";

const now = new Date("2027-01-15T08:00:00.000Z");

test("an event is one JSON line with time, level, name and fields", () => {
  const line = logLine(now, "info", "refused", {
    reason: "trial",
    path: "/full",
    count: 3,
    ok: false,
    gone: undefined,
  });
  expect(JSON.parse(line)).toEqual({
    time: "2027-01-15T08:00:00.000Z",
    level: "info",
    event: "refused",
    reason: "trial",
    path: "/full",
    count: 3,
    ok: false,
  });
});

const hostileValues = [
  "a\nb",
  "a\r\nb",
  "a\rb",
  '"}\n{"event":"sign_in"',
  "\u001b[2J\u001b[1;31mred",
  "\u001b]0;title\u0007",
  "\u009b31mred",
  "\u0090payload\u009c",
  "a\u0085b",
  "a\u2028b\u2029c",
  "\u0000\u0008\u007f",
  "\ud800",
  "\u202egnirts",
];
test("a value cannot forge a log line or send control sequences to a terminal", () => {
  for (const value of hostileValues) {
    const line = logLine(now, "info", "sign_in_failed", { detail: value });
    expect.soft(line, JSON.stringify(value)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
    expect.soft(Object.keys(JSON.parse(line))).toEqual(["time", "level", "event", "detail"]);
    expect.soft(JSON.parse(line).event).toBe("sign_in_failed");
  }
});

test("an error of a page is logged by type and place, without its message or the query", () => {
  const lines: string[] = [];
  const write = console.error;
  console.error = (line: string) => lines.push(line);
  try {
    const error = Object.assign(new TypeError("canary in a message"), { digest: "123" });
    logRequestError(error, "/members/latest?code=canary&page=2", "/members/latest");
    logRequestError("canary", "/full?canary", "/full");
  } finally {
    console.error = write;
  }
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { event: "error", reference: "123", kind: "TypeError", path: "/members/latest", route: "/members/latest" },
    { event: "error", reference: "", kind: "string", path: "/full" },
  ]);
  expect(lines.join()).not.toContain("canary");
});

test("a long value is shortened, and the line remains valid JSON", () => {
  const line = logLine(now, "info", "refused", { path: `/${"é\n🎬".repeat(10_000)}` });
  expect(line.length).toBeLessThan(8000);
  expect(JSON.parse(line).path).toHaveLength(2000);
});

test("a member is logged as a short hash that depends on subject and issuer", async () => {
  const hash = await memberHash("https://nats.example", "1048576");
  expect(hash).toMatch(/^[0-9a-f]{12}$/);
  expect(await memberHash("https://nats.example", "1048576")).toBe(hash);
  const others = await Promise.all([
    memberHash("https://nats.example", "1048577"),
    memberHash("https://other.example", "1048576"),
    memberHash("https://nats.example1", "048576"),
  ]);
  expect(new Set([hash, ...others]).size).toBe(4);
});
