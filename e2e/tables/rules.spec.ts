/** The rules a gate may require: what each says of a member, with a missing claim never granting. */
import { expect, test } from "@playwright/test";
import { all, any, claim, evaluate, not, type Rule, type Truth, validUser } from "../../lib/access/rules";
import type { MemberClaims } from "../../lib/claims";

/** A rule for a claim that this site's schema does not declare, as another site's may. */
const wanted = (path: string, value: string | RegExp): Rule => ({ kind: "claim", path: path.split("."), value });

const full = claim("trial", "0");
const named = claim("username", "ann");
const yes = { trial: "0", username: "ann" };
const no = { trial: "1", username: "bob" };

const table: [Rule, MemberClaims & Record<string, unknown>, Truth, string][] = [
  [validUser, {}, "yes", "valid-user asks for no claim"],
  [full, { trial: "0" }, "yes", "equal"],
  [full, { trial: "1" }, "no", "different"],
  [full, { trial: "" }, "no", "empty"],
  [full, { trial: "00" }, "no", "no natural comparison"],
  [full, { trial: " 0" }, "no", "a blank before"],
  [full, { trial: "0 " }, "no", "a blank behind"],
  [full, { trial: "-0" }, "no", "a sign"],
  [full, { trial: "0x" }, "no", "rubbish behind"],
  [full, { trial: "0\u0000" }, "no", "a NUL behind"],
  [full, { trial: "０" }, "no", "a full-width digit"],
  [full, {}, "unknown", "missing"],
  [full, { trial: undefined } as never, "unknown", "undefined"],
  [claim("username", "Ann"), { username: "ann" }, "no", "case matters"],
  [claim("username", "é"), { username: "e\u0301" }, "no", "bytes, not looks"],
  [claim("username", /^a/), { username: "ann" }, "yes", "a regular expression"],
  [claim("username", /nn/), { username: "ann" }, "yes", "unanchored"],
  [claim("username", /^A/i), { username: "ann" }, "yes", "with a flag"],
  [claim("username", /^b/), { username: "ann" }, "no", "no match"],
  [claim("username", /./), {}, "unknown", "nothing to match"],
  [claim("username", /x/), { username: `${"a".repeat(256)}x` }, "no", "looked at up to 256 characters"],
  [wanted("level", "3"), { level: 3 }, "yes", "a number as its decimal string"],
  [wanted("vip", "true"), { vip: true }, "yes", "true as a string"],
  [wanted("vip", "1"), { vip: true }, "no", "true is not 1"],
  [wanted("vip", "true"), { vip: null }, "unknown", "null is missing"],
  [wanted("plan.tier", "gold"), { plan: { tier: "gold" } }, "yes", "nested"],
  [wanted("plan.tier", "gold"), { plan: {} }, "unknown", "nested and missing"],
  [wanted("plan.tier", "gold"), { plan: "gold" }, "unknown", "nothing to go into"],
  [wanted("plan", "gold"), { plan: { gold: "gold" } }, "unknown", "an object equals nothing"],
  [wanted("plan", "[object Object]"), { plan: {} }, "unknown", "an object equals nothing"],
  [wanted("sites", "2"), { sites: ["1", "2"] }, "yes", "one matching element is enough"],
  [wanted("sites", "2"), { sites: ["1", 2] }, "yes", "a number among them"],
  [wanted("sites", /^2/), { sites: ["1", "22"] }, "yes", "an element by expression"],
  [wanted("sites", "3"), { sites: ["1", "2"] }, "no", "none matches"],
  [wanted("sites", "1,2"), { sites: ["1", "2"] }, "no", "elements are not joined"],
  [wanted("sites", ""), { sites: [] }, "no", "an empty array"],
  [wanted("constructor", /./), { username: "ann" }, "unknown", "nothing inherited"],
  [wanted("__proto__", /./), { username: "ann" }, "unknown", "nothing inherited"],
  [wanted("username.length", "3"), { username: "ann" }, "unknown", "no properties of a string"],
  [all(full, named), yes, "yes", "all: every one"],
  [all(full, named), { ...yes, trial: "1" }, "no", "all: one fails"],
  [all(full, named), { username: "ann" }, "unknown", "all: one unknown"],
  [all(full, named), { username: "bob" }, "no", "all: a no outweighs an unknown"],
  [any(full, named), { username: "ann" }, "yes", "any: a yes outweighs an unknown"],
  [any(full, named), no, "no", "any: none"],
  [any(full, named), { username: "bob" }, "unknown", "any: the other is unknown"],
  [not(full), { trial: "1" }, "yes", "not: the opposite"],
  [not(full), { trial: "0" }, "no", "not: the opposite"],
  [not(full), {}, "unknown", "not: a missing claim does not grant here either"],
  [not(any(full, named)), { username: "bob" }, "unknown", "not any: unknown stays unknown"],
  [not(not(full)), { trial: "0" }, "yes", "not not"],
  [not(validUser), {}, "no", "nobody"],
  [any(all(full, named), not(claim("trial", /^[01]$/))), { trial: "7", username: "x" }, "yes", "nested rules"],
];
for (const [index, [rule, claims, verdict, why]] of table.entries()) {
  test(`${index + 1}. ${verdict}: ${why}`, () => {
    expect(evaluate(rule, claims)).toBe(verdict);
  });
}

test("an expression with the g or y flag says the same every time", () => {
  for (const flags of ["g", "y", "gi"]) {
    const rule = claim("username", new RegExp("ann", flags));
    const verdicts = Array.from({ length: 4 }, () => evaluate(rule, { username: "ann" }));
    expect.soft(verdicts, flags).toEqual(["yes", "yes", "yes", "yes"]);
  }
});

test("a slow expression sees no more than 256 characters", () => {
  const started = performance.now();
  evaluate(claim("username", /(.*,){3}$/), { username: "a,".repeat(50_000) });
  // Without the limit the expression runs for hours.
  expect(performance.now() - started).toBeLessThan(10_000);
});
