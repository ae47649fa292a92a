/** A clone's first day: the tests stay green after ordinary edits, with and without the sample. */
import { type Copy, expect, type Run, test } from "../fixtures/copy";
import { makeItYours } from "../fixtures/own-site";
import { textOf } from "../tables/tree";

// One test runs all of `npm test`: five minutes on two fast cores, and a multiple of it elsewhere.
test.describe.configure({ timeout: 3_600_000 });

// Not those that build the site again, and not the players: the edits change nothing there.
const others = ["--grep-invert", "forms-builds|german|films|signed-links"];
const sampleTests = ["test", "--config=e2e/playwright.config.ts", "--project=browser", "e2e/sample", ...others];

/** The list "The sample" in README: paths to delete, and files with lines marked `sample`. */
function sampleParts(): { paths: string[]; marked: string[] } {
  const list = /\*\*The sample\.\*\*[\s\S]*?\n\n((?:- .+\n)+)/.exec(textOf("README.md"))?.[1] ?? "";
  const items = list.split("\n").filter((item) => item.startsWith("- "));
  const marked = items.flatMap((item) => /^- the lines marked `sample` in `(.+)`$/.exec(item)?.[1] ?? []);
  const paths = items.flatMap((item) => /^- `(.+)`$/.exec(item)?.[1] ?? []);
  if (paths.length + marked.length !== items.length) throw new Error(`README lists what no rule reads:\n${list}`);
  return { paths, marked };
}

async function deleteSample(copy: Copy): Promise<void> {
  const { paths, marked } = sampleParts();
  expect(paths.length).toBeGreaterThan(0);
  expect(marked.length).toBeGreaterThan(0);
  for (const path of paths) await copy.remove(path);
  for (const path of marked)
    copy.replace(path, ...Array.from(textOf(path).matchAll(/^.*\/\/ sample\n/gm), ([line]) => [line, ""] as const));
}

/** The run is green, and its last line says so. */
function expectGreen({ status, output }: Run): void {
  const end = output.trimEnd().split("\n");
  expect(status, end.slice(-80).join("\n")).toBe(0);
  const [, passed, skipped] = /^(\d+) passed, 0 failed, (\d+) skipped$/.exec(end.at(-1) ?? "") ?? [];
  expect(Number(passed), end.at(-1)).toBeGreaterThan(0);
  for (const step of ["types … ok", "lint … ok", "tables … ok", "build … ok", "browser …"])
    expect(output).toContain(step);
  // In CI the web servers are installed, so nothing has a reason to be left out.
  if (process.env.CI) expect(Number(skipped), end.at(-1)).toBe(0);
}

test("npm test is green after ordinary edits and without the sample", async ({ copy }) => {
  await makeItYours(copy);
  await deleteSample(copy);
  expect(await copy.npm("run", "format")).toMatchObject({ status: 0 });
  expectGreen(await copy.npm("test"));
  expect(copy.has(".next/server/app/(members)/members/news/page.js"), "the edited copy was built").toBe(true);
});

test("the sample's tests are green after ordinary edits", async ({ copy }) => {
  await makeItYours(copy);
  expect(await copy.npm("run", "format")).toMatchObject({ status: 0 });
  for (const command of [
    ["run", "build"],
    ["exec", "--", "playwright", ...sampleTests],
  ]) {
    const { status, output } = await copy.npm(...command);
    expect(status, output.split("\n").slice(-80).join("\n")).toBe(0);
  }
});
