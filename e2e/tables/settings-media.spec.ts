/** The settings of signed links: which belong together, and what a key must be. */
import { expect, test } from "@playwright/test";
import { faultsWith } from "./support";

const signing = {
  MEDIA_SIGN: "nginx",
  MEDIA_SIGN_BASE_URL: "https://files.example/media",
  MEDIA_SIGN_KEY: "0123456789abcdef",
};
for (const [changes, name, wrong] of [
  [{ MEDIA_SIGN_BASE_URL: undefined }, "MEDIA_SIGN_BASE_URL", "is missing beside MEDIA_SIGN"],
  [{ MEDIA_SIGN_KEY: undefined }, "MEDIA_SIGN_KEY", "is missing beside MEDIA_SIGN"],
  [{ MEDIA_SIGN_KEY: "short" }, "MEDIA_SIGN_KEY", "is shorter than 16 characters"],
  [{ MEDIA_SIGN_KEY: "0123456789abcde$" }, "MEDIA_SIGN_KEY", "has a quote, dollar or backslash"],
  [{ MEDIA_SIGN_KEY_ID: "a.b" }, "MEDIA_SIGN_KEY_ID", "is not of letters, digits, _ and - only"],
  [{ MEDIA_SIGN: "cloudfront", MEDIA_SIGN_KEY_ID: "K1" }, "MEDIA_SIGN_KEY", "is not a private key in PEM"],
  [
    { MEDIA_SIGN: "cloudfront", MEDIA_SIGN_KEY: "-----BEGIN PRIVATE KEY-----" },
    "MEDIA_SIGN_KEY_ID",
    "is missing beside MEDIA_SIGN=cloudfront",
  ],
] as const) {
  test(`signed links: ${name} ${wrong}, reported once (${JSON.stringify(changes)})`, () => {
    expect(faultsWith({ ...signing, ...changes })).toMatchObject([{ name, wrong }]);
  });
}

test("complete settings of signed links have no fault", () => {
  expect(faultsWith(signing)).toEqual([]);
});
