/** NATS's posts to the Management URL: what each means, what is read of them, what is logged. */
import { mock } from "node:test";
import { expect, test } from "@playwright/test";
import { boundedBody } from "../../lib/http/bounded-body";
import { countPush } from "../../lib/nats/push-counts";
import { type PushForm, readPushForm } from "../../lib/nats/push-form";
import { withinPushLimit } from "../../lib/nats/push-limit";
import { meaningOf } from "../../lib/nats/push-meaning";
import { clockByHand, siteWith } from "./support";

const form = (changes: Partial<PushForm>): PushForm => ({
  action: "CHANGE",
  username: "fiona",
  new_username: "",
  memberid: "71",
  ...changes,
});

for (const [changes, isChange, counted, answer] of [
  [{ action: "ADD" }, true, "ADD", "OK|"],
  [{ action: "MANUALADD" }, true, "MANUALADD", "OK|"],
  [{ action: "ACTIVATE" }, true, "ACTIVATE", "OK|"],
  [{ action: "TRIALTOFULL" }, true, "TRIALTOFULL", "OK|"],
  [{ action: "CHANGE" }, true, "CHANGE", "OK|"],
  [{ action: "DELETE" }, true, "DELETE", "OK|"],
  [{ action: "EXPIRE" }, true, "EXPIRE", "OK|"],
  [{ action: "expire" }, true, "EXPIRE", "OK|"],
  [{ username: "" }, true, "CHANGE", "OK|"],
  [{ memberid: "" }, true, "CHANGE", "OK|"],
  [{ action: "CHECK" }, false, "CHECK", "NOTOK|"],
  [{ action: "CHECK", username: "", memberid: "" }, false, "CHECK", "NOTOK|"],
  [{ action: "SOMETHINGNEW" }, false, "other", "OK|ignored"],
  [{ action: "constructor" }, false, "other", "OK|ignored"],
  [{ action: "" }, false, "faulty", "ERROR|"],
  [{ username: "", memberid: "" }, false, "faulty", "ERROR|"],
] as const) {
  test(`${JSON.stringify(changes)} ${isChange ? "changes" : "does not change"} the member: ${answer}`, () => {
    const meaning = meaningOf(form(changes));
    expect(meaning).toMatchObject({ isChange, counted, answer: expect.stringContaining(answer) });
    expect(meaning.answer.startsWith(answer)).toBe(true);
    expect(meaning.status).toBe(answer === "ERROR|" ? 400 : 200);
  });
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const empty: PushForm = { action: "", username: "", new_username: "", memberid: "" };

for (const [what, body, read] of [
  ["a form", "action=CHANGE&username=fiona&new_username=fee&memberid=71", { new_username: "fee" }],
  ["other fields", "password=canary&action=CHANGE&username=fiona&siteid=1&memberid=71&usernamex=b&xusername=c", {}],
  ["UTF-8", "action=CHANGE&username=zo%C3%AB+m%c3%bcller%40x&memberid=71", { username: "zoë müller@x" }],
  ["Windows-1252, encoded", "action=CHANGE&username=zo%EB&memberid=71", { username: "zoë" }],
  ["Windows-1252, bare", "action=CHANGE&username=zo\u00eb&memberid=71", { username: "zoë" }],
  ["half a UTF-8 letter", "action=CHANGE&username=a%C3&memberid=71", { username: "aÃ" }],
  ["a broken percent sign", "action=CHANGE&username=50%&memberid=71", { username: "50%" }],
  ["a broken percent code", "action=CHANGE&username=50%ZZ%4&memberid=71", { username: "50%ZZ%4" }],
  ["a byte of zero", "action=CHANGE&username=a%00b&memberid=71", { username: "a\u0000b" }],
  ["an equals sign in a value", "action=CHANGE&username=a=b&memberid=71", { username: "a=b" }],
  ["blanks around", "action=+CHANGE%20&username=fiona%0A&memberid=71", {}],
  ["a field twice", "action=CHECK&username=tom&username=fiona&action=CHANGE&memberid=71", {}],
  ["a name too long", `action=CHANGE&username=${"a".repeat(1025)}&memberid=71`, { username: "" }],
  ["fields without a value", "action=CHANGE&&&a&=&=x&username&memberid=71", { username: "" }],
] as const) {
  test(`the reader takes ${what}`, () => {
    expect(readPushForm(bytes(body))).toEqual(form(read));
  });
}

test("the reader takes 500 fields and no more, and nothing from an empty body", () => {
  expect(readPushForm(bytes(""))).toEqual(empty);
  expect(readPushForm(bytes("&".repeat(500)))).toEqual(empty);
  expect(readPushForm(bytes("a=b&".repeat(501)))).toBeNull();
  expect(readPushForm(bytes("&".repeat(65_536)))).toBeNull();
});

test("random bytes never make the reader throw", () => {
  let seed = 1;
  const next = () => (seed = (seed * 48_271) % 2_147_483_647);
  for (let round = 0; round < 2000; round++) {
    const noise = Uint8Array.from({ length: next() % 60 }, () => next() % 256);
    const body = new Uint8Array([...bytes("username="), ...noise, ...bytes("&action=%"), ...noise]);
    expect(() => readPushForm(body)).not.toThrow();
  }
});

/** A body that sends these chunks, and then ends, breaks off or stays open. */
function bodyOf(chunks: string[], end: "close" | "error" | "hang" = "close"): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(bytes(chunk));
      if (end === "close") controller.close();
      if (end === "error") controller.error(new Error("gone"));
    },
  });
}

test("a body is read up to its limits of bytes and time", async () => {
  expect(await boundedBody(bodyOf(["ab", "", "cd"]), 4, 5)).toEqual({ bytes: bytes("abcd") });
  expect(await boundedBody(null, 4, 5)).toEqual({ bytes: bytes("") });
  expect(await boundedBody(bodyOf(["ab", "cde"]), 4, 5)).toEqual({ fault: "too_large" });
  expect(await boundedBody(bodyOf(["ab"], "error"), 4, 5)).toEqual({ fault: "broken" });
  expect(await boundedBody(bodyOf(["ab"], "hang"), 4, 0.02)).toEqual({ fault: "timeout" });
});

test("twenty posts at once, and a hundred a second; then others wait for the next second", async () => {
  const { now, pass } = clockByHand();
  const site = siteWith({ now });
  let end = () => {};
  const open = new Promise<void>((done) => {
    end = done;
  });
  const running = Array.from({ length: 20 }, () => withinPushLimit(site, () => open));
  expect(await withinPushLimit(site, async () => "done")).toBe("busy");
  end();
  await Promise.all(running);
  for (let taken = 20; taken < 100; taken++) expect(await withinPushLimit(site, async () => "done")).toBe("done");
  expect(await withinPushLimit(site, async () => "done")).toBe("busy");
  pass(1);
  await expect(withinPushLimit(site, () => Promise.reject(new Error("own")))).rejects.toThrow("own");
  expect(await withinPushLimit(site, async () => "done")).toBe("done");
});

test("the first post is logged at once, the others as counts once a minute", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const site = siteWith();
    countPush("CHANGE", 1, site);
    for (let time = 0; time < 3; time++) countPush("EXPIRE", 0, site);
    countPush("CHECK", 0, site);
    expect(site.logged).toEqual([
      { level: "info", event: "pushes", fields: { CHANGE: 1, met: 1, operator: undefined } },
    ]);
    mock.timers.tick(60_000);
    expect(site.logged[1]?.fields).toEqual({ EXPIRE: 3, CHECK: 1, met: 0, operator: undefined });
    mock.timers.tick(600_000);
    expect(site.logged).toHaveLength(2);
    for (let time = 0; time < 50; time++) countPush("wrongKey", 0, site);
    mock.timers.tick(60_000);
    expect(site.logged.slice(2).map(({ level, fields }) => [level, fields.wrongKey])).toEqual([
      ["warn", 1],
      ["warn", 49],
    ]);
    expect(site.logged[2]?.fields.operator).toContain("NATS_MANAGEMENT_KEY");
  } finally {
    mock.timers.reset();
  }
});
