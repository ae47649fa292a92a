/** Why a gate refuses a signed-in member. Members who may have paid are never told to buy. */
import { expect, test } from "@playwright/test";
import { type Refusal, reasons, refusalOf, refusals } from "../../lib/access/reasons";
import { all, any, claim, not, type Rule, validUser } from "../../lib/access/rules";
import type { MemberClaims } from "../../lib/claims";

const full = claim("trial", "0");
const off = { expiredLogin: false };
const on = { expiredLogin: true };

const table: [Rule, MemberClaims, { expiredLogin: boolean }, Refusal | null, string][] = [
  [validUser, {}, off, null, "no status, and NATS keeps expired members out"],
  [validUser, {}, on, "unknown", "no status, although NATS lets expired members in"],
  [validUser, { status: "1" }, off, null, "active"],
  [validUser, { status: "1" }, on, null, "active, and the claim is required"],
  [validUser, { status: "2" }, off, "expired", "checked when present"],
  [validUser, { status: "2" }, on, "expired", "expired"],
  [validUser, { status: "0" }, off, "never_joined", "never joined"],
  [validUser, { status: "" }, off, "unknown", "an empty status"],
  [validUser, { status: "3" }, off, "unknown", "an undefined status"],
  [validUser, { status: "01" }, off, "unknown", "not exactly 1"],
  [validUser, { status: "active" }, off, "unknown", "a word"],
  [full, { trial: "0" }, off, null, "full"],
  [full, { trial: "1" }, off, "trial", "trial"],
  [full, {}, off, "unknown", "no trial claim: is MEMBER_OPENID_BASE_INFO on?"],
  [full, { trial: "" }, off, "unknown", "an empty trial"],
  [full, { trial: "2" }, off, "unknown", "an undefined trial: not told to upgrade"],
  [full, { trial: "00" }, off, "unknown", "not exactly 0"],
  [full, { trial: "0", status: "2" }, off, "expired", "membership comes first"],
  [full, { trial: "1", status: "2" }, off, "expired", "an expired trial is told to renew"],
  [full, { trial: "0" }, on, "unknown", "full, but no status where it is required"],
  [claim("username", "ann"), { username: "bob" }, off, "forbidden", "another rule"],
  [claim("username", "ann"), { username: "bob", trial: "1" }, off, "forbidden", "an upgrade would not help"],
  [claim("username", "ann"), {}, off, "unknown", "another claim is missing"],
  [claim("trial", "1"), { trial: "0" }, off, "forbidden", "a gate for trials only"],
  [all(full, claim("username", "ann")), { trial: "1", username: "ann" }, off, "trial", "only the trial is in the way"],
  [all(full, claim("username", "ann")), { trial: "1", username: "bob" }, off, "forbidden", "an upgrade would not help"],
  [all(full, claim("username", "ann")), { trial: "0" }, off, "unknown", "one missing"],
  [any(full, claim("username", "ann")), { trial: "1", username: "bob" }, off, "trial", "an upgrade would help"],
  [any(full, claim("username", "ann")), { username: "ann" }, off, null, "the other rule matches"],
  [not(claim("trial", "1")), { trial: "1" }, off, "trial", "the same rule, negated"],
  [not(claim("trial", "1")), {}, off, "unknown", "a missing claim does not grant by not()"],
];
for (const [index, [rule, claims, options, expected, why]] of table.entries()) {
  test(`${index + 1}. ${expected ?? "let in"}: ${why}`, () => {
    expect(refusalOf(rule, claims, options)).toBe(expected);
  });
}

test("of all combinations of trial and status, only active full members enter", () => {
  const values = [undefined, "", "0", "1", "2", "3", "00", " 0", "true", "null"];
  for (const trial of values) {
    for (const status of values) {
      for (const options of [on, off]) {
        const claims = { ...(trial === undefined ? {} : { trial }), ...(status === undefined ? {} : { status }) };
        const active = status === "1" || (status === undefined && options === off);
        expect.soft(refusalOf(full, claims, options) === null, JSON.stringify(claims)).toBe(active && trial === "0");
        expect.soft(refusalOf(validUser, claims, options) === null, JSON.stringify(claims)).toBe(active);
        expect.soft([null, ...refusals]).toContain(refusalOf(full, claims, options));
      }
    }
  }
});

test("the set of reasons is closed", () => {
  expect([...reasons].sort()).toEqual([
    "expired",
    "forbidden",
    "never_joined",
    "signed_out",
    "timed_out",
    "trial",
    "unknown",
  ]);
  expect(reasons).toEqual(expect.arrayContaining([...refusals]));
});
