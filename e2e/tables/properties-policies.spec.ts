/** Rules and tables, whatever they are: what is missing or not named never grants. */
import assert from "node:assert/strict";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { refusalOf } from "../../lib/access/reasons";
import { all, any, claim, evaluate, not, type Rule, validUser } from "../../lib/access/rules";
import { standingOf } from "../../lib/access/table";
import { openPaths } from "../../lib/addresses";
import type { MemberClaims } from "../../lib/claims";
import { holds, textOf } from "./properties";

const names = ["username", "trial", "status", "email"] as const;
const value = fc.constantFrom("0", "1", "2", "", " 0", "ann", "0\u0000");
const claims: fc.Arbitrary<MemberClaims> = fc.record(
  { username: value, trial: value, status: value, email: value },
  { requiredKeys: [] },
);
const wanted = fc.oneof(value, fc.constantFrom(/^[01]$/, /a/i, /^/));

const { rule } = fc.letrec<{ rule: Rule; rules: [Rule, ...Rule[]] }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(fc.constantFrom(...names), wanted).map(([name, text]) => claim(name, text)),
    fc.constant(validUser),
    tie("rule").map(not),
    tie("rules").map((rules) => all(...rules)),
    tie("rules").map((rules) => any(...rules)),
  ),
  rules: fc.tuple(tie("rule"), tie("rule")),
}));

test("removing claims never grants", () => {
  let granted = 0;
  const removed = fc.subarray([...names]);
  holds(
    10_000,
    fc.property(rule, claims, removed, fc.boolean(), (required, had, gone, expiredLogin) => {
      const left = Object.fromEntries(Object.entries(had).filter(([name]) => !gone.some((each) => each === name)));
      // NATS_EXPIRED_LOGIN=off: NATS lets only active members in, so a missing status is no fault.
      if (!expiredLogin && had.status !== undefined) Object.assign(left, { status: had.status });
      if (refusalOf(required, left, { expiredLogin }) !== null) return;
      granted += 1;
      assert.equal(refusalOf(required, had, { expiredLogin }), null);
    }),
  );
  expect(granted, "the property says nothing if no rule ever grants").toBeGreaterThan(500);
});

test("with NATS_EXPIRED_LOGIN=on, who is not known to be active is refused, whatever the rule", () => {
  holds(
    4000,
    fc.property(rule, claims, (required, had) => {
      if (had.status !== "1") assert.notEqual(refusalOf(required, had, { expiredLogin: true }), null);
    }),
  );
});

test("a rule and its opposite never both grant, and an unknown claim grants neither", () => {
  holds(
    6000,
    fc.property(rule, claims, (required, had) => {
      const opposite = { yes: "no", no: "yes", unknown: "unknown" }[evaluate(required, had)];
      assert.equal(evaluate(not(required), had), opposite);
    }),
  );
});

const segments = ["a", "b", "members", "full", "x.png", "__proto__", "constructor", "é", "e\u0301"];
const tree = fc
  .array(fc.constantFrom(...segments), { maxLength: 3 })
  .map((parts): `/${string}` => `/${parts.join("/")}`);
const pattern = fc
  .tuple(tree, fc.boolean())
  .map(([path, deep]): `/${string}` => (deep ? `${path === "/" ? "" : path}/**` : path));
const patterns = fc.array(pattern, { maxLength: 4 });
const asked = fc.oneof(
  tree,
  textOf(["/", ...segments, "login", "/api/auth", "**", "*"], 6).map((rest) => `/${rest}`),
);

/** True if a pattern covers a path, spelled out anew. */
const covers = (named: string, path: string) => {
  const root = named.replace(/\/\*\*$/, "");
  return named === root ? named === path : path === root || path.startsWith(`${root}/`);
};

test("a path that no public pattern names needs a member, in any table", () => {
  let open = 0;
  holds(
    10_000,
    fc.property(patterns, patterns, asked, (open_, closed, path) => {
      const table = { public: open_, gates: { closed: { paths: closed, require: claim("trial", "0") } } };
      const standing = standingOf(table, path);
      if (standing.kind === "gated") return;
      open += 1;
      const composed = path.normalize("NFC");
      const sources = standing.kind === "own" ? openPaths : open_;
      assert.ok(
        sources.some((named) => covers(named, composed)),
        path,
      );
    }),
  );
  expect(open).toBeGreaterThan(500);
});
