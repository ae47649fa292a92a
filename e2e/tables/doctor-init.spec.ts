/** `npm run doctor -- --init`: five answers become a .env that Next reads back unchanged. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "@playwright/test";
import { readSettings } from "../../lib/settings/read";
import { init } from "../../scripts/doctor/init";
import { problemOf, questions } from "../../scripts/doctor/questions";
import { loadedEnvironment } from "../fixtures/next-env";

let folder = "";
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "members-init-"));
  copyFileSync(join(__dirname, "../../.env.example"), join(folder, ".env.example"));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

/** Answers the questions, a line each. Returns the exit status and what was printed. */
async function answer(...lines: string[]): Promise<{ code: number; printed: string }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let printed = "";
  output.on("data", (chunk) => (printed += String(chunk)));
  input.end(lines.map((line) => `${line}\n`).join(""));
  const streams = [input as unknown as NodeJS.ReadStream, output as unknown as NodeJS.WriteStream] as const;
  const code = await init(folder, ...streams);
  return { code, printed };
}

/** The environment of a server that starts with the .env that was written. */
function loaded(): Record<string, string> {
  return loadedEnvironment({ ".env": readFileSync(join(folder, ".env"), "utf8") });
}

test("five answers make a .env whose settings have no faults, and that only its owner may read", async () => {
  const { code, printed } = await answer(
    "https://members.example.org",
    "https://nats.example.org",
    "1",
    "canary$word#part 'x'",
    "https://join.example.org",
  );
  expect(code).toBe(0);
  const env = loaded();
  expect(env).toMatchObject({
    AUTH_URL: "https://members.example.org",
    OIDC_PROVIDER_METADATA_URL: "https://nats.example.org/.well-known/member-openid-configuration",
    OIDC_CLIENT_ID: "1",
    OIDC_CLIENT_SECRET: "canary$word#part 'x'",
    NATS_LINK_DOMAIN: "https://join.example.org",
    NATS_LINK_SITE_ID: "1",
  });
  expect(readSettings(env)).toHaveProperty("settings");
  expect(statSync(join(folder, ".env")).mode & 0o777).toBe(0o600);
  expect(printed).not.toContain("canary");
  expect(printed).not.toContain(env.AUTH_SECRET);
  expect(printed).toContain("https://members.example.org/api/auth/callback/nats");
});

test("each run makes another secret", async () => {
  const answers = ["localhost:3000", "localhost:4000", "1", "demosecret", ""];
  await answer(...answers);
  const first = loaded().AUTH_SECRET;
  rmSync(join(folder, ".env"));
  await answer(...answers);
  expect(loaded().AUTH_SECRET).not.toBe(first);
});

for (const [typed, name, value] of [
  [["members.example.org", "nats.example.org", "1, 2", "s3cret", ""], "AUTH_URL", "https://members.example.org"],
  [["https://members.example.org/", "nats.example.org", "1, 2", "s3cret", ""], "OIDC_CLIENT_ID", "1,2"],
  [["localhost:3000", "localhost:4000", "1", "s3cret", ""], "AUTH_URL", "http://localhost:3000"],
  [
    ["https://m.example.org", "https://n.example.org/.well-known/member-openid-configuration", "1", "s3cret", ""],
    "OIDC_PROVIDER_METADATA_URL",
    "https://n.example.org/.well-known/member-openid-configuration",
  ],
  [["https://m.example.org", "n.example.org", "1,2", "s3cret", "join.example.org"], "NATS_LINK_SITE_ID", "1"],
] as const) {
  test(`what people type is understood: ${name} becomes ${value}`, async () => {
    expect((await answer(...typed)).code).toBe(0);
    expect(loaded()[name]).toBe(value);
  });
}

test("an answer that cannot be right is asked for again, with the reason", async () => {
  const { code, printed } = await answer(
    "https://members.example.org/area",
    "y",
    "",
    "https://members.example.org",
    "http://nats.example.org",
    "https://nats.example.org",
    "<NATS Site ID>",
    "1",
    "changeme",
    "s3cret",
    "http://join.example.org",
    "",
  );
  expect(code).toBe(0);
  for (const said of ["more than an origin", "is not an https address", "is still a placeholder"])
    expect(printed).toContain(said);
  expect(loaded().OIDC_CLIENT_ID).toBe("1");
});

test("a .env that exists stays as it is", async () => {
  writeFileSync(join(folder, ".env"), "AUTH_URL=https://mine.example.org\n");
  const { code, printed } = await answer("https://members.example.org", "nats.example.org", "1", "s3cret", "");
  expect([code, printed]).toEqual([1, expect.stringContaining("it stays as it is")]);
  expect(readFileSync(join(folder, ".env"), "utf8")).toBe("AUTH_URL=https://mine.example.org\n");
});

test("input that ends early writes nothing", async () => {
  const { code, printed } = await answer("https://members.example.org", "nats.example.org");
  expect([code, printed]).toEqual([1, expect.stringContaining("Nothing was written")]);
  expect(existsSync(join(folder, ".env"))).toBe(false);
});

test("every question says where its answer is found, and refuses an empty answer unless it may be left out", () => {
  for (const question of questions) {
    expect.soft(question.where.join("").length, question.name).toBeGreaterThan(20);
    expect.soft(problemOf(question, "") === undefined, question.name).toBe(question.name === "join");
  }
});
