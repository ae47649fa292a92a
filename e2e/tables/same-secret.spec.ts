/** Secrets that clients send are compared whole, and in a time that tells nothing about them. */
import { expect, test } from "@playwright/test";
import { isSameSecret } from "../../lib/http/same-secret";
import { codeOf, filesUnder } from "./tree";

const known = "0123456789-abcdefghij";

for (const [sent, same, why] of [
  [known, true, "the secret"],
  [known.slice(0, -1), false, "all but its last letter"],
  [`${known}k`, false, "one letter more"],
  [known.toUpperCase(), false, "in capitals"],
  [` ${known}`, false, "with a blank"],
  ["", false, "nothing"],
  ["x".repeat(100_000), false, "a very long text"],
] as const) {
  test(`${why} ${same ? "is" : "is not"} the secret`, () => {
    expect(isSameSecret(sent, known)).toBe(same);
  });
}

// No test can measure a comparison of some nanoseconds through HTTP, so the rule is about the code.
test("a secret is compared by Node's timingSafeEqual, and nowhere else", () => {
  expect(codeOf("lib/http/same-secret.ts")).toContain("return timingSafeEqual(hash(sent), hash(known));");
  const compared = /(metricsToken|managementKeys?)\s*[!=]==|[!=]==\s*\S*(metricsToken|managementKey)/;
  for (const path of filesUnder("lib")) expect.soft(codeOf(path), path).not.toMatch(compared);
});
