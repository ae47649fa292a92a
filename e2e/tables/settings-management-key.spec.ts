/** NATS_MANAGEMENT_KEY: which values start the site, and what is said of the others. */
import { expect, test } from "@playwright/test";
import { describeFaults } from "../../lib/settings/read";
import { baseEnvironment, faultsWith, settingsWith } from "./support";

const name = "NATS_MANAGEMENT_KEY";
const one = "3f9c1e07b5d2846a1c9e0f7b3d58264c";
const two = "Zr7mB2nX8cL5wH1jD6fG4aPy_kV3sT0-9q";

for (const [value, keys] of [
  [undefined, []],
  ["", []],
  [one, [one]],
  [`${one},${two}`, [one, two]],
  [` ${one} , ${two} `, [one, two]],
] as const) {
  test(`${value} opens the address to ${keys.length} keys`, () => {
    expect(settingsWith({ [name]: value }).managementKeys).toEqual(keys);
  });
}

const short = "is shorter than 32 characters";
const odd = "has characters other than letters, digits, _ and -";

for (const [what, value, wrong] of [
  ["a short key", one.slice(1), short],
  ["a short second key", `${one},short`, short],
  ["an empty second key", `${one},`, short],
  ["three keys", `${one},${two},${one}`, "has more than two keys"],
  ["characters that an address changes", `${one}+/=`, odd],
  ["a blank", `${one} ${two}`, odd],
  ["a text over and over", "abcdefgh".repeat(4), "is too simple: a text over and over"],
  ["few characters", "ab".repeat(20), "is too simple: a text over and over"],
  ["a placeholder", "<at least thirty-two characters, made by you>", "is still a placeholder"],
  ["another placeholder", `changeme-${one}`, "is still a placeholder"],
] as const) {
  test(`${what} stops the start: ${wrong}`, () => {
    const faults = faultsWith({ [name]: value });
    expect(faults).toMatchObject([{ name, wrong, cure: expect.stringContaining("openssl rand -hex 32") }]);
    expect(describeFaults(faults)).not.toContain(value.slice(0, 8));
  });
}

test("AUTH_SECRET cannot be the key: addresses end up in the logs of servers", () => {
  const { AUTH_SECRET = "" } = baseEnvironment;
  expect(faultsWith({ [name]: `${one},${AUTH_SECRET}` })).toMatchObject([
    { name, wrong: expect.stringContaining("AUTH_SECRET") },
  ]);
});

test("a misspelt name is found", () => {
  const cure = "Perhaps NATS_MANAGEMENT_KEY was meant";
  for (const misspelt of ["NATS_MANAGMENT_KEY", "NATS_MANAGEMENT_KEYS"])
    expect(faultsWith({ [misspelt]: one })).toMatchObject([{ name: misspelt, cure }]);
});
