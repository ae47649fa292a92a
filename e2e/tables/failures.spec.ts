/** The list of failures: statuses, the operator's sentences, and how a wrapped error is found. */
import { expect, test } from "@playwright/test";
import { words as siteWords } from "../../app/theme/words";
import { codedErrorIn, fail, failureCodes, failures } from "../../lib/failures";
import { settingNames } from "../../lib/settings/table";

const { failures: words } = siteWords();

test("every failure has a status, words for the operator and words for the member", () => {
  for (const code of failureCodes) {
    expect.soft([400, 500, 502, 503], code).toContain(failures[code].status);
    expect.soft(failures[code].operator, code).toMatch(/^[A-Z].*[.?]$/);
    expect.soft(words[code].heading, code).not.toBe("");
  }
  expect(Object.keys(words).sort()).toEqual([...failureCodes].sort());
});

test("every setting named in an operator's sentence exists", () => {
  const known: readonly string[] = [...settingNames, "MEMBER_OPENID_SECURE_IPS"];
  for (const code of failureCodes) {
    const named = failures[code].operator.match(/\b(?:OIDC|NATS|AUTH|MEMBER)_[A-Z_]+/g) ?? [];
    for (const name of named) expect.soft(known, code).toContain(name);
  }
});

const coded = fail("stale", "7300 seconds old");
const inside = (cause: unknown, levels: number): unknown =>
  levels === 0 ? cause : new Error("wrapped", { cause: inside(cause, levels - 1) });

test("a coded error is found in a chain of causes, as next-auth wraps it", () => {
  expect(coded).toMatchObject({ failure: "stale", detail: "7300 seconds old" });
  expect(coded).toBeInstanceOf(Error);
  expect(codedErrorIn(coded)).toBe(coded);
  expect(codedErrorIn(inside(coded, 3))).toBe(coded);
  expect(codedErrorIn(new Error("next-auth", { cause: { err: coded, provider: "nats" } }))).toBe(coded);
  expect(codedErrorIn(inside({ err: inside(coded, 1) }, 2))).toBe(coded);
});

test("other errors have no code, and a circular chain of causes ends", () => {
  const circle = new Error("circle");
  circle.cause = circle;
  const others = [null, undefined, "stale", 7, {}, { failure: "stale" }, new Error("x"), circle, inside(coded, 50)];
  for (const other of others) expect.soft(codedErrorIn(other)).toBeNull();
  for (const failure of ["nonsense", "toString", "__proto__", 7, null]) {
    expect.soft(codedErrorIn(Object.assign(new Error("x"), { failure })), String(failure)).toBeNull();
  }
});
