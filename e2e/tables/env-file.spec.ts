/** Values that Next's .env loader changes are named at the start. This is the real loader. */
import { expect, test } from "@playwright/test";
import { envFileFaults, envFileNames } from "../../lib/settings/env-file";
import { loadedEnvironment } from "../fixtures/next-env";

/** The faults of a server that starts beside these files, as "NAME wrong". */
function faultsOf(files: Record<string, string>, outer: Record<string, string> = {}): string[] {
  const inOrder = envFileNames(false).flatMap((name) => (files[name] ? [{ name, text: files[name] }] : []));
  return envFileFaults(inOrder, loadedEnvironment(files, outer)).map(({ name, wrong }) => `${name} ${wrong}`);
}

const cut = "is cut at its # by Next's .env loader";
const lost = "loses a $ and what follows, by Next's .env loader";
const secret = (value: string) => `OIDC_CLIENT_SECRET=${value}`;

const rows: [line: string, fault: string | undefined, why: string][] = [
  [secret("ab$cd#ef gh"), `OIDC_CLIENT_SECRET ${cut}`, "a $word and a #"],
  [secret("abcd#efgh"), `OIDC_CLIENT_SECRET ${cut}`, "a # without quotes"],
  [secret("ab$cd"), `OIDC_CLIENT_SECRET ${lost}`, "a $word without quotes"],
  [secret("'ab$cd'"), `OIDC_CLIENT_SECRET ${lost}`, "a $word in single quotes, which do not help"],
  [secret(`"ab\${cd}ef"`), `OIDC_CLIENT_SECRET ${lost}`, "a word in braces"],
  [secret("ab$PATH"), `OIDC_CLIENT_SECRET ${lost}`, "a variable that exists, in a secret"],
  [secret("$1a$b"), `OIDC_CLIENT_SECRET ${lost}`, "two words"],
  [`${secret("ab$cd")}\r`, `OIDC_CLIENT_SECRET ${lost}`, "the line ends of Windows"],
  [`export ${secret("ab#cd")}`, `OIDC_CLIENT_SECRET ${cut}`, "the word export"],
  ["OIDC_SCOPE=openid#email", `OIDC_SCOPE ${cut}`, "a # in a value that is no secret"],
  ["AUTH_SECRET_1=ab#cd", `AUTH_SECRET_1 ${cut}`, "a former secret"],
  ["AUTH_URL=https://$NO_SUCH_NAME.example", `AUTH_URL ${lost}`, "a variable that is not set, in an address"],
  ["OIDC_CLIENT_ID=1\nOIDC_CLIENT_ID=2", "OIDC_CLIENT_ID stands twice in .env", "a name that stands twice"],
  ["OIDC_CLIENT_ID 1", "OIDC_CLIENT_ID has no = behind it", "a line without ="],
  [secret("'ab cd"), "OIDC_CLIENT_SECRET has a quote that does not end", "a quote that does not end"],
  [`${secret("'ab")}\ncd'`, undefined, "a value over two lines"],
  [secret("'ab\\$cd#ef gh'"), undefined, "single quotes and \\$ for each $"],
  [secret('"ab#cd"'), undefined, "a # in quotes"],
  [secret("abcd # the one of NATS"), undefined, "a comment behind a blank"],
  [secret("'ab' # comment"), undefined, "a comment behind quotes"],
  [secret("it's$"), undefined, "a lone $ and a quote"],
  [secret(""), undefined, "no value"],
  ["HOST=x\nAUTH_URL=https://$HOST.example", undefined, "a variable of the same file, in an address"],
  ["OTHER=ab$cd#ef", undefined, "a name that is no setting"],
  [`# ${secret("ab#cd")}`, undefined, "a line that is a comment"],
];
for (const [line, fault, why] of rows) {
  test(`${why}: ${fault ? "a fault" : "no fault"}`, () => {
    expect(faultsOf({ ".env": `${line}\n` })).toEqual(fault ? [fault] : []);
  });
}

test("a value that the process has already takes precedence, so the file's does not matter", () => {
  const lines = [secret("ab#cd"), secret("'ab"), `${secret("a")}\n${secret("b")}`, "OIDC_CLIENT_SECRET"];
  for (const line of lines) {
    for (const OIDC_CLIENT_SECRET of ["another", ""])
      expect(faultsOf({ ".env": line }, { OIDC_CLIENT_SECRET }), line).toEqual([]);
  }
});

test("the file that takes precedence is the one that is judged", () => {
  expect(faultsOf({ ".env": secret("ab#cd"), ".env.local": secret("whole") })).toEqual([]);
  expect(faultsOf({ ".env": secret("whole"), ".env.production": secret("ab#cd") })).toHaveLength(1);
});

test("a fault names file and line, and never the value", () => {
  const text = `AUTH_URL=https://members.example\n${secret("canary#hidden")}\n`;
  const [fault] = envFileFaults([{ name: ".env.local", text }], loadedEnvironment({ ".env.local": text }));
  expect(fault?.cure).toContain("line 2 of .env.local");
  expect(JSON.stringify(fault)).not.toMatch(/canary|hidden/);
});
