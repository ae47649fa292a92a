/** Secrets in files: what is read, what is a fault, and that no fault shows what a file holds. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { describeFaults, readSettings } from "../../lib/settings/read";
import { placeSecrets, withSecretFiles } from "../../lib/settings/secret-files";
import { checkStart } from "../../lib/settings/start";
import { secretFileNames } from "../../lib/settings/table";
import { baseEnvironment, faultsWith, without } from "./support";

const secret = "canary-9Zr7mB2nX8cL5wH1jD6fG4aPy-file";
let folder = "";
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "members-secrets-"));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

function file(content: string | Buffer): string {
  const path = join(folder, "secret");
  writeFileSync(path, content);
  return path;
}

for (const [content, value, what] of [
  [secret, secret, "as it is"],
  [`${secret}\n`, secret, "without the line end of an editor"],
  [`${secret}\r\n`, secret, "without the line end of Windows"],
  ["-----BEGIN\nPRIVATE KEY\n-----\n\n", "-----BEGIN\nPRIVATE KEY\n-----\n", "with all other line ends"],
  ["a#b$c 'd'", "a#b$c 'd'", "with characters that .env files change"],
] as const) {
  test(`a secret is read ${what}`, () => {
    const { env, faults } = withSecretFiles({ MEDIA_SIGN_KEY_FILE: file(content), X: "y" });
    expect([env, faults]).toEqual([{ MEDIA_SIGN_KEY: value, X: "y" }, []]);
  });
}

for (const [make, said, what] of [
  [() => folder, "is not a file", "a folder"],
  [() => file(""), "is empty", "an empty file"],
  [() => file(" \n"), "is empty", "a file of blanks"],
  [() => file("x".repeat(65_537)), "is larger than 64 kB", "a huge file"],
  [() => file(Buffer.from([0xff, 0xfe])), "is not a text", "a file of bytes"],
  [() => file("a\0b"), "is not a text", "a text that no variable can hold"],
] as const) {
  test(`${what} is a fault, which names the path`, () => {
    const path = make();
    const { env, faults } = withSecretFiles({ AUTH_SECRET_FILE: path });
    expect(faults).toMatchObject([{ name: "AUTH_SECRET_FILE", wrong: `names ${path}, which ${said}` }]);
    expect(env).toEqual({});
  });
}

test("a path to nothing is a fault that tells nothing: it may be a secret that begins with a slash", () => {
  for (const path of [join(folder, "nowhere"), "/k3J9c2VjcmV0LWluLWJhc2U2NA==", `/${"x".repeat(5000)}`]) {
    const { faults } = withSecretFiles({ AUTH_SECRET_FILE: path });
    expect(faults).toMatchObject([{ name: "AUTH_SECRET_FILE", wrong: "names no file" }]);
    expect(JSON.stringify(faults)).not.toContain(path);
  }
});

test("a pipe does not hold up the start, and a file of somebody else is a fault", () => {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  expect(withSecretFiles({ AUTH_SECRET_FILE: pipe }).faults).toMatchObject([
    { wrong: expect.stringMatching(/is not a file$/) },
  ]);
  const closed = join(folder, "closed");
  mkdirSync(closed);
  writeFileSync(join(closed, "secret"), secret);
  chmodSync(closed, 0);
  const { faults } = withSecretFiles({ AUTH_SECRET_FILE: join(closed, "secret") });
  chmodSync(closed, 0o700);
  // Root may read everything.
  const isRoot = process.getuid?.() === 0;
  expect(faults.map(({ wrong }) => wrong.replace(/.*, which /, ""))).toEqual(isRoot ? [] : ["this user may not read"]);
});

test("a secret that was set in place of its path is not told", () => {
  const { faults } = withSecretFiles({ AUTH_SECRET_FILE: secret });
  expect(faults).toMatchObject([{ wrong: "is not an absolute path" }]);
  expect(describeFaults(faults)).not.toContain(secret);
});

test("a secret and its file together are a fault; an empty one counts as missing", () => {
  const path = file(secret);
  expect(withSecretFiles({ AUTH_SECRET: "x", AUTH_SECRET_FILE: path }).faults).toMatchObject([
    { name: "AUTH_SECRET_FILE", wrong: "is set beside AUTH_SECRET" },
  ]);
  expect(withSecretFiles({ AUTH_SECRET: " ", AUTH_SECRET_FILE: path }).env.AUTH_SECRET).toBe(secret);
  expect(withSecretFiles({ AUTH_SECRET: "x", AUTH_SECRET_FILE: "" })).toMatchObject({
    env: { AUTH_SECRET: "x" },
    faults: [],
  });
});

test("every secret may lie in a file, former ones too, and nothing else", () => {
  const path = file(secret);
  const names = [...secretFileNames, "AUTH_SECRET_1_FILE"];
  expect(names).toEqual(expect.arrayContaining(["AUTH_SECRET_FILE", "OIDC_CLIENT_SECRET_FILE", "METRICS_TOKEN_FILE"]));
  for (const name of names) {
    const { env } = withSecretFiles({ [name]: path });
    expect.soft(env, name).toEqual({ [name.replace(/_FILE$/, "")]: secret });
  }
  expect(withSecretFiles({ AUTH_URL_FILE: path }).env).toEqual({ AUTH_URL_FILE: path });
});

for (const [name, cure] of [
  ["AUTH_SECERT_FILE", "Perhaps AUTH_SECRET_FILE was meant"],
  ["OIDC_CLIENT_SECRET_FILES", "Perhaps OIDC_CLIENT_SECRET_FILE was meant"],
  ["METRICS_TOKN", "Perhaps METRICS_TOKEN was meant"],
  ["AUTH_URL_FILE", "Only secrets lie in files: set AUTH_URL"],
  ["OIDC_CLIENT_ID_FILE", "Only secrets lie in files: set OIDC_CLIENT_ID"],
] as const) {
  test(`${name} is no setting: ${cure}`, () => {
    expect(faultsWith({ [name]: "/x" })).toEqual([{ name, wrong: "is not a setting of this product", cure }]);
  });
}

test("the start reads the files, and says one fault of each", () => {
  const rest = without(baseEnvironment, "AUTH_SECRET") as Record<string, string>;
  const good = checkStart({ ...rest, AUTH_SECRET_FILE: file(secret) }, folder);
  expect([good.faults, good.settings?.secrets[0]]).toEqual([[], expect.stringContaining(secret)]);
  const short = checkStart({ ...rest, AUTH_SECRET_FILE: file("short-canary") }, folder);
  expect(short.faults).toMatchObject([{ name: "AUTH_SECRET", wrong: "is shorter than 32 bytes" }]);
  expect(describeFaults(short.faults)).not.toContain("canary");
  const gone = checkStart({ ...rest, AUTH_SECRET_FILE: join(folder, "gone") }, folder);
  expect(gone.faults.map(({ name }) => name)).toEqual(["AUTH_SECRET_FILE"]);
});

test("the values take the place of the paths, and the settings can then be read again and again", () => {
  const env: Record<string, string | undefined> = { ...without(baseEnvironment, "AUTH_SECRET") } as Record<
    string,
    string
  >;
  env.AUTH_SECRET_FILE = file(secret);
  placeSecrets(env, withSecretFiles(env).env);
  expect(env).toEqual({ ...baseEnvironment, AUTH_SECRET: secret });
  placeSecrets(env, withSecretFiles(env).env);
  expect(readSettings(env)).toHaveProperty("settings");
});
