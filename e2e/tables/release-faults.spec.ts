/** `npm run release:check`: one thing wrong at a time. */
import { expect, test } from "@playwright/test";
import { type ReleaseParts, releaseFaults } from "../../scripts/release-faults";

const ready: ReleaseParts = {
  packageJson: '{ "version": "0.2.0" }',
  packageLock: '{ "version": "0.2.0", "packages": { "": { "version": "0.2.0" } } }',
  changelog: "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n- New\n\n## [0.1.0] - 2026-11-27\n",
  upgrading: "| `v0.2.0` | … |",
  tags: ["v0.1.0"],
  uncommitted: [],
};

const table: [string, Partial<ReleaseParts>, string | undefined][] = [
  ["all is ready", {}, undefined],
  ["the lock file is behind", { packageLock: ready.packageLock.replace("0.2.0", "0.1.0") }, "package-lock.json"],
  ["entries are unreleased", { changelog: ready.changelog.replace("ed]\n", "ed]\n\n- Newer\n") }, "under Unreleased"],
  ["the version has no section", { changelog: ready.changelog.replace("[0.2.0]", "[0.1.9]") }, "does not begin"],
  ["the section has no date", { changelog: ready.changelog.replace(" - 2026-12-01", "") }, "does not begin"],
  ["there is no changelog to speak of", { changelog: "" }, "does not begin"],
  ["the docs do not name the tag", { upgrading: "v0.1.0" }, "docs/upgrading.md"],
  ["the tag exists", { tags: ["v0.2.0"] }, "Raise the version"],
  ["something is not committed", { uncommitted: ["lib/log.ts"] }, "lib/log.ts"],
];
for (const [name, changes, fault] of table) {
  test(fault === undefined ? name : `${name}: says so`, () => {
    const expected = fault === undefined ? [] : [expect.stringContaining(fault)];
    expect(releaseFaults({ ...ready, ...changes })).toEqual({ version: "0.2.0", faults: expected });
  });
}
