/** The verdict of both locks: each state of a session against the two rules of TMM's recipe. */
import { expect, test } from "@playwright/test";
import type { Refusal } from "../../lib/access/reasons";
import { claim, type Rule, validUser } from "../../lib/access/rules";
import type { MemberClaims } from "../../lib/claims";
import { judge, type Verdict } from "../../lib/locks/verdict";
import { memberClaimsOf } from "../../lib/nats/member-claims";
import type { VisitReading } from "../../lib/registry/visit";
import type { SessionPayload } from "../../lib/session/payload";
import { moment, settingsWith, typicalSession } from "./support";

const settings = settingsWith({ OIDC_USER_INFO_REFRESH_INTERVAL: "300", OIDC_USER_INFO_REFRESH_GRACE: "600" });
const full = claim("trial", "0");

const live = (changes: Partial<SessionPayload>): VisitReading => ({
  kind: "live",
  session: typicalSession({ sid: "aaaaaaaaaaaaaaaaaaaaaa", ...changes }),
});
const withClaims = (claims: MemberClaims) => live({ claims });
/** The verdict in one word: its kind, or its reason, with what else it asks for. */
const word = (verdict: Verdict): string =>
  [
    verdict.kind === "refused" ? verdict.reason : verdict.kind,
    verdict.due ? "due" : "",
    verdict.kind === "admitted" && verdict.roll ? "roll" : "",
  ]
    .filter(Boolean)
    .join(" ");
const judged = (reading: VisitReading, rule: Rule) => word(judge(reading, rule, moment, settings));

const asked = (seconds: number): Partial<SessionPayload> => ({
  checkedAt: moment - seconds,
  triedAt: moment - seconds,
  loginAt: moment - 5000,
});

const table: [string, VisitReading, { validUser: string; full: string }][] = [
  ["no session", { kind: "none" }, { validUser: "signed_out", full: "signed_out" }],
  [
    "a session past its limits, whatever its claims say",
    { kind: "timed_out", session: typicalSession() },
    { validUser: "timed_out", full: "timed_out" },
  ],
  [
    "a visit that the member ended elsewhere, whatever its claims say",
    { kind: "ended", by: "everywhere", session: typicalSession() },
    { validUser: "ended", full: "ended" },
  ],
  [
    "a member that NATS changed since",
    { kind: "live", session: typicalSession(), change: "b" },
    { validUser: "admitted due", full: "admitted due" },
  ],
  [
    "a member whose latest change the claims know",
    { kind: "live", session: typicalSession({ change: "b" }), change: "b" },
    { validUser: "admitted", full: "admitted" },
  ],
  ["a full member", withClaims({ trial: "0", status: "1" }), { validUser: "admitted", full: "admitted" }],
  ["a trial member", withClaims({ trial: "1", status: "1" }), { validUser: "admitted", full: "trial" }],
  ["an expired member", withClaims({ trial: "0", status: "2" }), { validUser: "expired", full: "expired" }],
  ["one who never joined", withClaims({ status: "0" }), { validUser: "never_joined", full: "never_joined" }],
  ["a member without claims", withClaims({}), { validUser: "admitted", full: "unknown" }],
  ["an odd status", withClaims({ trial: "0", status: "9" }), { validUser: "unknown", full: "unknown" }],
  ["claims a second younger than the interval", live(asked(299)), { validUser: "admitted", full: "admitted" }],
  ["claims as old as the interval", live(asked(300)), { validUser: "admitted due", full: "admitted due" }],
  [
    "old claims of a trial member",
    live({ ...asked(300), claims: { trial: "1", status: "1" } }),
    { validUser: "admitted due", full: "trial due" },
  ],
  [
    "claims a second younger than interval and grace",
    live(asked(899)),
    { validUser: "admitted due", full: "admitted due" },
  ],
  ["claims beyond the grace", live(asked(900)), { validUser: "unconfirmed due", full: "unconfirmed due" }],
  [
    "claims beyond the grace that say expired: nothing is told by them",
    live({ ...asked(900), claims: { status: "2" } }),
    { validUser: "unconfirmed due", full: "unconfirmed due" },
  ],
  [
    "claims beyond the grace, asked for a moment ago in vain",
    live({ ...asked(900), triedAt: moment - 1 }),
    { validUser: "unconfirmed", full: "unconfirmed" },
  ],
  [
    "old claims, asked for a moment ago in vain",
    live({ ...asked(400), triedAt: moment - 1 }),
    { validUser: "admitted", full: "admitted" },
  ],
  ["activity 60 seconds ago", live({ seenAt: moment - 60 }), { validUser: "admitted", full: "admitted" }],
  ["activity 61 seconds ago", live({ seenAt: moment - 61 }), { validUser: "admitted roll", full: "admitted roll" }],
  [
    "activity 61 seconds ago of a trial member",
    live({ seenAt: moment - 61, claims: { trial: "1" } }),
    { validUser: "admitted roll", full: "trial" },
  ],
];
for (const [state, reading, expected] of table) {
  test(`${state}: ${expected.validUser}; where full membership is required, ${expected.full}`, () => {
    expect(judged(reading, validUser)).toBe(expected.validUser);
    expect(judged(reading, full)).toBe(expected.full);
  });
}

test("under never, claims are neither due nor too old", () => {
  const never = settingsWith({ OIDC_USER_INFO_REFRESH_INTERVAL: "never" });
  expect(word(judge(live(asked(4000)), full, moment, never))).toBe("admitted");
});

/** `Require claim trial:0` against what NATS may send. Apache's answers: its newest release. */
const sent: [unknown, "admitted" | Refusal, string][] = [
  ["0", "admitted", "as Apache"],
  [0, "admitted", "as Apache"],
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
    expect(judged(withClaims(memberClaimsOf(raw, { status: "status" })), full)).toBe(expected);
  });
}
