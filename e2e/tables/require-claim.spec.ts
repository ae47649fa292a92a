/**
 * `Require claim trial:0` for every value that NATS might send, in Apache and here.
 * Apache was observed with mod_auth_openidc 2.4.12.3 and 2.4.20.2.
 */
import { expect, test } from "@playwright/test";
import { refusalOf } from "../../lib/access/reasons";
import { claim } from "../../lib/access/rules";
import { memberClaimsOf } from "../../lib/nats/member-claims";

type Apache = 200 | 401;
type Ours = "in" | "trial" | "unknown";

/** `value` "absent" leaves the claim out. `difference` says why the result differs from Apache. */
const table: [value: unknown, old: Apache, recent: Apache, ours: Ours, difference?: string][] = [
  ["0", 200, 200, "in"],
  [0, 200, 200, "in"],
  ["1", 401, 401, "trial"],
  [1, 401, 401, "trial"],
  [false, 401, 401, "unknown"],
  [true, 401, 401, "unknown"],
  [null, 401, 401, "unknown"],
  ["absent", 401, 401, "unknown"],
  ["", 401, 401, "unknown"],
  [["0"], 200, 200, "unknown", "the schema declares one value, not a list"],
  [["1", 0], 200, 200, "unknown", "the schema declares one value, not a list"],
  [{ 0: "0" }, 401, 401, "unknown"],
  [" 0", 200, 401, "unknown", "compared byte for byte, as Apache does from 2.4.20"],
  ["0 ", 200, 401, "unknown", "compared byte for byte, as Apache does from 2.4.20"],
  ["00", 401, 401, "unknown"],
  ["0x", 401, 401, "unknown"],
  ["-0", 401, 401, "unknown"],
  [0.0001, 401, 401, "unknown"],
  [0.5, 401, 401, "unknown"],
  ["2", 401, 401, "unknown"],
];

const full = claim("trial", "0");

for (const [value, old, recent, ours, difference] of table) {
  test(`trial ${JSON.stringify(value)}: Apache ${old} and ${recent}, here ${ours}${difference ? ` (${difference})` : ""}`, () => {
    const raw = { sub: "1", status: "1", ...(value === "absent" ? {} : { trial: value }) };
    const reason = refusalOf(full, memberClaimsOf(raw, { status: "status" }), { expiredLogin: false });
    expect(reason ?? "in").toBe(ours);
    const inAtApache = [old === 200, recent === 200];
    const sameAsApache = inAtApache.every((isIn) => isIn === (ours === "in"));
    expect(sameAsApache, "a difference must be marked, and only a difference").toBe(difference === undefined);
    // A difference must be stricter than Apache.
    if (difference) expect(ours).not.toBe("in");
  });
}
