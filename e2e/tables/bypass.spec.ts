/** The bypass matrix is as large as it claims to be, and its choice meets each pair. */
import { expect, test } from "@playwright/test";
import { mixedAt, singlesAt, sizes } from "../fixtures/bypass/attempts";
import { clientHeaders } from "../fixtures/bypass/client-headers";
import { missingPairs, pairwise, sample } from "../fixtures/bypass/combinations";
import { spellings } from "../fixtures/bypass/spellings";
import { methods, transports } from "../fixtures/bypass/transports";

const paths = ["/members", "/members/account", "/full", "/media/full/a.txt", "/media-link?path=/media/full/a.txt"];
const build = { id: "BUILD", action: "40".repeat(21), preview: "PREVIEW" };

test("60 spellings, 25 sets of headers, 8 methods and 9 ways to ask are in it, each once", () => {
  for (const [list, least] of [
    [spellings, 60],
    [clientHeaders, 25],
    [transports, 9],
  ] as const) {
    expect(new Set(list.map(({ name }) => name)).size).toBe(list.length);
    expect(list.length).toBeGreaterThanOrEqual(least);
  }
  expect(methods.length).toBeGreaterThanOrEqual(8);
  const targets = spellings.map(({ of }) => of("/members/account", build));
  expect(new Set(targets).size).toBe(spellings.length);
});

test("each pair of values meets in one of more than 2,000 attempts", async () => {
  const lists = sizes(paths);
  expect(missingPairs(lists, pairwise(lists))).toBe(0);
  expect((await mixedAt(paths, build)).length).toBeGreaterThan(2000);
  expect(missingPairs(lists, pairwise(lists).slice(1))).toBeGreaterThan(0);
});

test("each odd thing is tried alone at each address", async () => {
  const alone = (await singlesAt(["/members"], build)).map(({ name }) => name);
  expect(alone.length).toBe(spellings.length + clientHeaders.length + methods.length + transports.length);
  expect(alone).toContain("OPTIONS /members as a page load, headers none");
  expect(alone).toContain("GET /members.rsc as a page load, headers none");
  expect(alone).toContain("GET /members as a bare client, headers none");
  expect((await singlesAt(paths, build)).length).toBe(paths.length * alone.length);
});

test("a sample has no attempt twice, and is the same for the same seed", () => {
  const items = Array.from({ length: 500 }, (_, at) => at);
  const some = sample(items, 300, 14);
  expect([new Set(some).size, sample(items, 300, 14)]).toEqual([300, some]);
  expect(sample(items, 300, 15)).not.toEqual(some);
  expect(sample(items, 900, 14).length).toBe(500);
});
