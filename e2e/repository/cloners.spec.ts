/** What a clone brings for its own repository: a workflow, and settings for Renovate. */
import { expect, test } from "@playwright/test";
import { textOf } from "../tables/tree";

test("the workflow runs README's test command, may only read, and keeps no credentials", () => {
  const workflow = textOf(".github/workflows/ci.yml");
  expect(workflow).toMatch(/^ {6}- run: npm test$/m);
  expect(textOf("README.md")).toContain("npm test");
  expect(workflow).toMatch(/^permissions:\n {2}contents: read$/m);
  expect(workflow).toContain("persist-credentials: false");
  expect(workflow).not.toMatch(/secrets\.|pull_request_target|\$\{\{ github\.(head_ref|event)/);
});

test("Renovate keeps exact versions, and moves all that package.json names", () => {
  const { extends: presets, packageRules } = JSON.parse(textOf(".github/renovate.json")) as {
    extends: string[];
    packageRules: { matchPackageNames?: string[]; enabled?: boolean }[];
  };
  expect(presets).toContain(":pinAllExceptPeerDependencies");
  expect(packageRules.filter(({ enabled }) => enabled === false)).toEqual([]);
  const { dependencies, devDependencies } = JSON.parse(textOf("package.json")) as Record<string, object>;
  const named = packageRules.flatMap(({ matchPackageNames = [] }) => matchPackageNames);
  const known = Object.keys({ ...dependencies, ...devDependencies });
  expect(named.filter((name) => !name.startsWith("/") && !known.includes(name))).toEqual([]);
});
