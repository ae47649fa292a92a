/** Starts Apache with a row of e2e/fixtures/from-apache, in a temporary folder in place of /srv. */
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileOf, type Mapping } from "../../../scripts/from-apache/paths";
import { type Apache, launchApache, requireApache } from "./apache";

/** Members sign in by this page, whatever the row protects. */
export const signInPath = "/sign-in-lab/page.html";

const loaded = [
  "mpm_prefork",
  "authn_core",
  "authz_core",
  "authz_user",
  "authz_host",
  "access_compat",
  "alias",
  "auth_openidc",
];

const before = `
ServerRoot \${LAB_FOLDER}
DefaultRuntimeDir \${LAB_FOLDER}
PidFile \${LAB_FOLDER}/apache.pid
ErrorLog \${LAB_FOLDER}/error.log
Listen 127.0.0.1:\${LAB_PORT}
ServerName localhost
User www-data
Group www-data
${loaded.map((name) => `LoadModule ${name}_module \${LAB_MODULES}/mod_${name}.so`).join("\n")}
<VirtualHost *:\${LAB_PORT}>
DocumentRoot \${LAB_FOLDER}/site
OIDCProviderMetadataURL \${LAB_METADATA_URL}
OIDCSSLValidateServer Off
OIDCClientID \${LAB_CLIENT_ID}
OIDCClientSecret \${LAB_CLIENT_SECRET}
OIDCCryptoPassphrase lab-only-passphrase
OIDCRedirectURI http://localhost:\${LAB_PORT}/sign-in-lab/vanity.html
OIDCRemoteUserClaim username
`;

const after = `
<Location /sign-in-lab>
AuthType openid-connect
OIDCUnAuthAction auth
Order deny,allow
Allow from all
Satisfy All
Require valid-user
</Location>
<Location /open-lab.html>
Order deny,allow
Allow from all
Require all granted
</Location>
</VirtualHost>
`;

/** Starts Apache with a configuration. Its folders have every file that is asked for. */
export async function startRow(
  conf: readonly string[],
  paths: readonly string[],
  mappings: readonly Mapping[],
  metadataUrl: string,
): Promise<Apache> {
  requireApache();
  const folder = mkdtempSync(join(tmpdir(), "apachelab"));
  chmodSync(folder, 0o755);
  const place = (text: string) => text.replace(/\/srv\b/g, folder);
  for (const path of [signInPath, "/open-lab.html", ...paths]) {
    const file = place(fileOf(path, mappings) ?? `/srv/site${path}`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "in");
  }
  writeFileSync(join(folder, "httpd.conf"), before + place(conf.join("\n")) + after);
  return launchApache(folder, "httpd.conf", "/open-lab.html", { metadataUrl });
}
