/**
 * docs/coming-from-apache.md: each directive of the recipe has a row, and each row names an
 * existing test.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs/coming-from-apache.md"), "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| `") || line.startsWith("| `<") || line.startsWith("| `$"))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter((cells) => cells.length === 6);

/** What Too Much Media's page tells an operator to write. */
const recipe = [
  "OIDCProviderMetadataURL",
  "OIDCClientID",
  "OIDCClientSecret",
  "OIDCScope",
  "OIDCRedirectURI",
  "OIDCCryptoPassphrase",
  "OIDCSessionInactivityTimeout",
  "OIDCSessionMaxDuration",
  "OIDCRemoteUserClaim",
  "OIDCUserInfoRefreshInterval",
  "OIDCTokenBindingPolicy",
  "OIDCUserInfoSignedResponseAlg",
  "OIDCSSLValidateServer",
  "OIDCHTMLErrorTemplate",
  "ErrorDocument 401",
  "Require valid-user` on a directory",
  "Require valid-user` on a file",
  "Require claim trial:0",
  "$_SERVER['OIDC_CLAIM_trial']",
  "<Directory>`, `<Files>`",
  "`REMOTE_USER`",
  "?logout=",
];

for (const name of recipe) {
  test(`the page has exactly one row about ${name}`, () => {
    expect(rows.filter((cells) => cells[1]?.includes(name))).toHaveLength(1);
  });
}

for (const cells of rows) {
  test(`the row about ${cells[1]} names an existing test`, () => {
    const [, file, title] = /^`([\w/.-]+): (.+)`$/.exec(cells[4] ?? "") ?? [];
    expect(file, "the last column must be `file: title`").toBeTruthy();
    const source = readFileSync(join(root, "e2e", file ?? ""), "utf8");
    expect(source).toContain(title);
  });
}

test("every setting that the page names exists", () => {
  const settings = readFileSync(join(root, "lib/settings/table.ts"), "utf8");
  for (const [name] of page.matchAll(/\b(OIDC_[A-Z_]+[A-Z]|AUTH_[A-Z]+|NATS_[A-Z_]+[A-Z])\b/g)) {
    expect.soft(settings, name).toContain(name);
  }
});
