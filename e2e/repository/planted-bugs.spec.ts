/** `npm run lab:planted-bugs` fits the code: each bug can be planted, and each test exists. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { bugs } from "../lab/planted-bugs/list";
import { filesUnder, textOf, top } from "../tables/tree";

/** Files of these rooms without a planted bug: most have types, counts, labels, or carry on. */
const withoutBugs = [
  ...["auth/client", "auth/failed", "auth/types.d", "answers/preview", "answers/sent-form", "http/json"],
  ...["media/content-length", "media/found-files", "media/listed-names", "media/signed-links/grant"],
  ...["nats/ask-again-counts", "nats/call", "nats/contact", "nats/links", "nats/provider-fault", "nats/provider"],
  ...["nats/push-counts", "registry/index", "registry/limits", "registry/registry"],
  ...[
    "registry/redis/name-scripts",
    "registry/redis/replies",
    "settings/table",
    "settings/warnings",
    "signals/metrics",
    "signals/traces",
  ],
];

test("each file of the rooms that decide something has a planted bug, or is listed", () => {
  expect(bugs.length).toBeGreaterThanOrEqual(40);
  expect(new Set(bugs.map(({ name }) => name)).size, "names differ").toBe(bugs.length);
  const rooms = /^lib\/(access|answers|auth|http|locks|media|nats|registry|session|settings|signals)\//;
  const withBugs = new Set(bugs.map(({ file }) => file));
  const missing = filesUnder("lib").filter((file) => rooms.test(file) && !withBugs.has(file));
  expect(missing.toSorted()).toEqual(withoutBugs.map((name) => `lib/${name}.ts`).toSorted());
});

test("README and docs/security.md tell how many there are", () => {
  expect(textOf("README.md")).toContain(`| ${bugs.length} planted bugs, `);
  expect(textOf("docs/security.md")).toContain(`plants ${bugs.length} bugs into`);
});

test("each bug changes a text that stands once in its file", () => {
  for (const { name, file, from, to } of bugs) {
    expect.soft(textOf(file).split(from).length - 1, `${name}: ${file}`).toBe(1);
    expect.soft(to, name).not.toBe(from);
  }
});

test("each bug names a spec that .ci/run runs, and titles that it has", () => {
  for (const { name, red, title = "" } of bugs) {
    expect.soft(red, name).toMatch(/^(tables|specs|core|sample|caches|servers|repository)\/.+\.spec\.ts$/);
    const exists = existsSync(join(top, "e2e", red));
    expect.soft(exists, `${name}: ${red} exists`).toBe(true);
    if (exists) expect.soft(textOf(`e2e/${red}`), `${name}: ${red}`).toContain(title);
  }
});
