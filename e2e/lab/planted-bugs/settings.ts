/** Planted bugs in the settings: what stops a start. */
import type { Bug } from "./bug";

const read = "lib/settings/read.ts";
const values = "lib/settings/values.ts";

export const settings: Bug[] = [
  {
    name: "starts-with-faults",
    file: "lib/settings/start.ts",
    from: "process.exit(1);",
    to: "return;",
    red: "core/settings.spec.ts",
    title: "a server with bad settings exits",
  },
  {
    name: "fault-shows-the-value",
    file: read,
    from: 'error.issues[0]?.message ?? "is not valid"',
    to: "`${value} ${error.issues[0]?.message}`",
    red: "tables/settings-faults.spec.ts",
  },
  {
    name: "short-former-secret",
    file: read,
    from: "if (isLongSecret(secret)) continue;",
    to: "if (isLongSecret(secret) || secret) continue;",
    red: "tables/settings.spec.ts",
  },
  {
    name: "certificates-unchecked-in-production",
    file: read,
    from: 'values.OIDC_SSL_VALIDATE_SERVER === "Off" && isProduction(env)',
    to: 'values.OIDC_SSL_VALIDATE_SERVER === "Off" && env.NODE_ENV === "production"',
    red: "tables/settings-faults.spec.ts",
  },
  {
    name: "node-leaves-certificates-unchecked",
    file: read,
    from: 'if (isProduction(env) && env.NODE_TLS_REJECT_UNAUTHORIZED === "0")',
    to: 'if (env.NODE_ENV === "production" && env.NODE_TLS_REJECT_UNAUTHORIZED === "0")',
    red: "tables/settings-faults.spec.ts",
  },
  {
    name: "redirect-uri-on-another-port",
    file: read,
    from: "redirect.origin !== new URL(values.AUTH_URL).origin",
    to: "redirect.hostname !== new URL(values.AUTH_URL).hostname",
    red: "tables/settings.spec.ts",
  },
  {
    name: "redirect-uri-of-the-products-own",
    file: read,
    from: "&& !isOwnPath(path)",
    to: '&& typeof isOwnPath === "function"',
    red: "tables/settings.spec.ts",
  },
  {
    name: "secret-of-sessions-in-an-address",
    file: read,
    from: "keys.includes(secret)",
    to: "keys.includes(`${secret} `)",
    red: "tables/settings-management-key.spec.ts",
  },
  {
    name: "loose-number",
    file: values,
    from: "/^\\d{1,9}$/",
    to: "/^\\d{1,9}/",
    red: "tables/settings.spec.ts",
  },
  {
    name: "secret-of-31-bytes",
    file: values,
    from: ".length >= 32;",
    to: ".length >= 31;",
    red: "tables/settings.spec.ts",
  },
  {
    name: "secret-over-and-over",
    file: values,
    from: "new Set(secret).size >= 8 && !isRepeated(secret)",
    to: "new Set(secret).size >= 8 && (!isRepeated(secret) || secret.length > 32)",
    red: "tables/settings.spec.ts",
  },
  {
    name: "placeholder-in-place-of-a-secret",
    file: values,
    from: "^MEMBER_OPENID_|",
    to: "",
    red: "tables/settings.spec.ts",
  },
  {
    name: "secret-in-place-of-its-path-is-told",
    file: "lib/settings/secret-files.ts",
    from: 'return { wrong: "names no file" };',
    to: 'return wrong("is no file");',
    red: "tables/secret-files.spec.ts",
  },
  {
    name: "secret-beside-its-file",
    file: "lib/settings/secret-files.ts",
    from: "if (env[secret]?.trim()) {",
    to: "if (env[secret]?.trim() && env[secret] === path) {",
    red: "tables/secret-files.spec.ts",
  },
  {
    name: "misspelt-name-passes",
    file: "lib/settings/misspelt.ts",
    from: "const maxTypos = 2;",
    to: "const maxTypos = 0;",
    red: "tables/settings-faults.spec.ts",
  },
  {
    name: "cut-value-passes",
    file: "lib/settings/env-file.ts",
    from: "if (kept !== value) return",
    to: "if (kept !== value && isSecret) return",
    red: "tables/env-file.spec.ts",
  },
  {
    name: "claim-that-must-come",
    file: read,
    from: "!schema.safeParse(undefined).success",
    to: "!schema",
    red: "tables/settings-faults.spec.ts",
  },
];
