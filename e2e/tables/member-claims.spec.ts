/** Claims that NATS sends are parsed one by one. A claim that does not fit counts as missing. */
import { expect, test } from "@playwright/test";
import { browserClaims, claimNames, type MemberClaims } from "../../lib/claims";
import { memberHash } from "../../lib/log";
import { memberClaimsOf, mergeClaims } from "../../lib/nats/member-claims";
import { browserMember, memberOf } from "../../lib/session/view";
import { settingsWith, typicalSession } from "./support";

const status = { status: "status" };
const read = (raw: Record<string, unknown>, names = status) => memberClaimsOf(raw, names);

test("userinfo overrides the id_token, except for the protocol's claims", () => {
  const idToken = { iss: "i", sub: "1", aud: "1", exp: 1, iat: 1, nonce: "n", trial: "1", username: "old" };
  const userinfo = { iss: "x", sub: "2", aud: "2", exp: 2, iat: 2, nonce: "m", trial: "0", email: "a@b.example" };
  expect(mergeClaims(idToken, userinfo)).toEqual({ ...idToken, trial: "0", email: "a@b.example" });
  expect(mergeClaims({ sub: "1" }, userinfo)).toMatchObject({ sub: "1", iss: undefined, exp: undefined });
});

const scalars: [unknown, string | undefined, string][] = [
  ["0", "0", "text"],
  [0, "0", "a number is its decimal string"],
  ["1", "1", "text"],
  [1, "1", "a number"],
  ["", "", "empty text is a value that matches no rule"],
  [" 0", " 0", "spaces are kept and match no rule"],
  ["00", "00", "unchanged"],
  [10, "10", "a number of two digits"],
  [false, undefined, "false is unknown"],
  [true, undefined, "true is unknown"],
  [null, undefined, "null is missing"],
  [["0"], undefined, "a list"],
  [{ "0": "0" }, undefined, "an object"],
  [0.5, undefined, "a fraction"],
  [1e300, undefined, "beyond the safe integers"],
  ["x".repeat(257), undefined, "over 256 characters"],
  ["x".repeat(256), "x".repeat(256), "256 characters"],
];
for (const name of ["trial", "status"] as const) {
  test(`${name} is text or a whole number, and anything else counts as missing`, () => {
    for (const [value, expected, why] of scalars) {
      expect.soft(read({ [name]: value })[name], `${JSON.stringify(value)?.slice(0, 20)}: ${why}`).toBe(expected);
    }
  });
}

test("a username may come as a whole number, an email may not; anything else counts as missing", () => {
  for (const value of [7, 0]) {
    expect.soft(read({ username: value, email: value }), String(value)).toEqual({ username: String(value) });
  }
  for (const value of [0.5, true, null, ["ann"], { a: 1 }, "x".repeat(257)]) {
    expect.soft(read({ username: value, email: value }), JSON.stringify(value)?.slice(0, 20)).toEqual({});
  }
  expect(read({ username: "会員 😀", email: "" })).toEqual({ username: "会員 😀", email: "" });
});

test("a claim that does not fit leaves the others intact", () => {
  expect(read({ username: "ann", trial: null, status: 1, email: 7 })).toEqual({ username: "ann", status: "1" });
});

test("undeclared claims are dropped", () => {
  const raw = {
    username: "ann",
    "undeclared role": "admin",
    toString: "x",
    access_token: "canary",
    sub: "1",
    "undeclared object": { trial: "0" },
  };
  expect(read(raw)).toEqual({ username: "ann" });
  const crowd = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`claim${index}`, index]));
  expect(read({ ...crowd, trial: 0 })).toEqual({ trial: "0" });
  expect(read(JSON.parse('{"__proto__":{"trial":"0","status":"1"}}'))).toEqual({});
  expect(read(Object.create({ trial: "0" }))).toEqual({});
});

test("status is read only from the claim that the setting names", () => {
  const raw = { status: 1, member_status: "2", toString: "1" };
  expect(read(raw, { status: "member_status" })).toEqual({ status: "2" });
  expect(read({ status: 1 }, { status: "member_status" })).toEqual({});
  expect(read({}, { status: "toString" })).toEqual({});
});

test("only the allow-listed claims reach the browser", () => {
  const listed = Object.fromEntries(browserClaims.map((name) => [name, "x"]));
  const declared = Object.fromEntries(claimNames.map((name) => [name, "x"]));
  expect(browserMember({ ...declared, undeclared: "x" } as unknown as MemberClaims)).toEqual(listed);
  expect(browserMember({})).toEqual({});
  expect(claimNames).toEqual(expect.arrayContaining([...browserClaims]));
});

test("the log and a member's page name the member by the same hash", async () => {
  const session = typicalSession();
  expect(memberOf(session, settingsWith()).reference).toBe(await memberHash(session.iss, session.sub));
});
