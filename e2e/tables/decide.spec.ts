/** The decision both locks take: every kind of visitor before the two rules that Too Much Media's recipe has. */
import { expect, test } from "@playwright/test";
import { decide, type Visitor } from "../../lib/access/decide";
import type { Reason } from "../../lib/access/reasons";
import { claim, type Rule, validUser } from "../../lib/access/rules";
import type { MemberClaims } from "../../lib/claims";
import { memberClaimsOf } from "../../lib/nats/member-claims";

const live = (claims: MemberClaims): Visitor => ({ kind: "live", session: { claims } });
const options = { expiredLogin: false };

const rules = { members: validUser, full: claim("trial", "0") } as const satisfies Record<string, Rule>;
type RuleName = keyof typeof rules;

const visitors: [string, Visitor, Record<RuleName, Reason | null>][] = [
  ["nobody", { kind: "none" }, { members: "signed_out", full: "signed_out" }],
  ["somebody timed out", { kind: "timed_out" }, { members: "timed_out", full: "timed_out" }],
  ["a full member", live({ trial: "0", status: "1" }), { members: null, full: null }],
  ["a trial member", live({ trial: "1", status: "1" }), { members: null, full: "trial" }],
  ["an expired member", live({ trial: "0", status: "2" }), { members: "expired", full: "expired" }],
  ["somebody who never joined", live({ status: "0" }), { members: "never_joined", full: "never_joined" }],
  ["a member without claims", live({}), { members: null, full: "unknown" }],
  ["a member with an odd status", live({ trial: "0", status: "9" }), { members: "unknown", full: "unknown" }],
];
for (const [who, visitor, expected] of visitors) {
  for (const rule of Object.keys(expected) as RuleName[]) {
    test(`${who} before the rule for ${rule}: ${expected[rule] ?? "let in"}`, () => {
      expect(decide(rules[rule], visitor, options)).toBe(expected[rule]);
    });
  }
}

test("a session that is timed out is not looked into", () => {
  const visitor = { kind: "timed_out", session: { claims: { trial: "0", status: "1" } } } as const;
  expect(decide(rules.full, visitor, options)).toBe("timed_out");
});

/** `Require claim trial:0` against what NATS may send; Apache's answers are its newest release's. */
const sent: [unknown, "in" | Reason, string][] = [
  ["0", "in", "as Apache"],
  [0, "in", "as Apache"],
  ["1", "trial", "as Apache"],
  [1, "trial", "as Apache"],
  [false, "unknown", "as Apache: refused"],
  [true, "unknown", "as Apache: refused"],
  [null, "unknown", "as Apache: refused"],
  [undefined, "unknown", "as Apache: refused"],
  ["", "unknown", "as Apache: refused"],
  [["0"], "unknown", "stricter than Apache: the schema declares no array"],
  [["1", 0], "unknown", "stricter than Apache, which lets a trial member in"],
  [{ "0": "0" }, "unknown", "as Apache: refused"],
  [" 0", "unknown", "as Apache from 2.4.20"],
  ["0 ", "unknown", "as Apache from 2.4.20"],
  ["00", "unknown", "as Apache: refused"],
  ["0x", "unknown", "as Apache: refused"],
  ["-0", "unknown", "as Apache: refused"],
  [0.0001, "unknown", "as Apache: refused"],
  [0.5, "unknown", "as Apache: refused"],
  ["0\u0000", "unknown", "as Apache: refused"],
  [1e300, "unknown", "as Apache: refused"],
];
for (const [value, expected, why] of sent) {
  test(`trial sent as ${JSON.stringify(value)}: ${expected} (${why})`, () => {
    const raw = JSON.parse(JSON.stringify({ username: "ann", status: 1, trial: value })) as Record<string, unknown>;
    const claims = memberClaimsOf(raw, { status: "status" });
    expect(decide(rules.full, live(claims), options) ?? "in").toBe(expected);
  });
}
