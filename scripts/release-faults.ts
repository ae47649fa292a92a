// What is not ready for a release. Pure.

/** What a release is made of. Texts of files, the tags of git, and what git says is uncommitted. */
export interface ReleaseParts {
  packageJson: string;
  packageLock: string;
  changelog: string;
  upgrading: string;
  tags: readonly string[];
  uncommitted: readonly string[];
}

/** Returns the version of package.json, and what is wrong with a release of it, with a cure. */
export function releaseFaults(parts: ReleaseParts): { version: string; faults: string[] } {
  const { version } = JSON.parse(parts.packageJson) as { version: string };
  const tag = `v${version}`;
  const faults: string[] = [];
  const must = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  const lock = JSON.parse(parts.packageLock) as { version: string; packages: Record<string, { version?: string }> };
  const locked = [lock.version, lock.packages[""]?.version];
  must(
    locked.every((each) => each === version),
    `package-lock.json has the version ${locked[0]}. Run: npm install --package-lock-only`,
  );
  const [unreleased = "", heading = ""] = parts.changelog.split(/^## \[Unreleased\]\n|^(?=## \[\d)/m).slice(1);
  must(!/^- /m.test(unreleased), `CHANGELOG.md has entries under Unreleased. Move them under ${version}.`);
  must(
    new RegExp(`^## \\[${version.replaceAll(".", "\\.")}\\] - \\d{4}-\\d{2}-\\d{2}\\n`).test(heading),
    `CHANGELOG.md does not begin with "## [${version}] - YYYY-MM-DD" after Unreleased.`,
  );
  must(parts.upgrading.includes(`\`${tag}\``), `docs/upgrading.md does not name \`${tag}\`.`);
  must(!parts.tags.includes(tag), `The tag ${tag} exists. Raise the version: npm version --no-git-tag-version minor`);
  must(parts.uncommitted.length === 0, `Not committed: ${parts.uncommitted.join(", ")}`);
  return { version, faults };
}
