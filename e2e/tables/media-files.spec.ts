/** Finding files in MEDIA_DIR: any name, but nothing hidden, outside the folder, or not a file. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { findFile } from "../../lib/media/files";

test.describe.configure({ mode: "default" });

const names = [
  "a b.txt",
  "é.txt",
  "e\u0301.txt",
  "日本 🎬.txt",
  "100%.txt",
  "a#b?c&d=e;f+g,h.txt",
  "~a@b:c'(d)*!.txt",
  "…",
];
const composed = "Wäsche.txt";
let top = "";
let dir = "";

test.beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "media-files-")));
  dir = join(top, "media");
  for (const folder of ["media/full", "media/.hidden", "media/empty", "media-next-door"]) {
    mkdirSync(join(top, folder), { recursive: true });
  }
  for (const path of [
    "outside.txt",
    "media-next-door/a.txt",
    "media/a.txt",
    "media/full/a.txt",
    "media/.env",
    "media/.hidden/a.txt",
  ]) {
    writeFileSync(join(top, path), path);
  }
  for (const name of [...names, composed.normalize("NFD")]) writeFileSync(join(dir, name), name);
  for (const [link, target] of [
    ["link.txt", "a.txt"],
    ["to-full.txt", "full/a.txt"],
    ["folder", "full"],
    ["absolute.txt", join(dir, "a.txt")],
    ["out.txt", "../outside.txt"],
    ["out-folder", ".."],
    ["next-door", "../media-next-door"],
    ["etc", "/etc"],
    ["hidden.txt", ".env"],
    ["hidden-folder", ".hidden"],
    ["dangling.txt", "nothing.txt"],
    ["round.txt", "round.txt"],
    ["null", "/dev/null"],
    ["itself", "."],
  ] as const) {
    symlinkSync(target, join(dir, link));
  }
  symlinkSync(dir, join(top, "by-link"));
});

test.afterAll(() => rmSync(top, { recursive: true, force: true }));

test("a file is found with path, size and time of change", async () => {
  const file = await findFile(dir, ["full", "a.txt"]);
  expect(file).toMatchObject({ name: "a.txt", path: join(dir, "full/a.txt"), segments: ["full", "a.txt"], size: 16 });
  expect(file?.modified).toBeGreaterThan(1_600_000_000_000);
});

test("MEDIA_DIR may be a symbolic link or a relative path", async () => {
  expect(await findFile(join(top, "by-link"), ["a.txt"])).toMatchObject({
    path: join(dir, "a.txt"),
    segments: ["a.txt"],
  });
  const relative = join("e2e", "tables");
  expect(await findFile(relative, ["media-files.spec.ts"])).toMatchObject({ segments: ["media-files.spec.ts"] });
});

for (const name of names) {
  test(`a file may be named ${name}`, async () => {
    expect(await findFile(dir, [name])).toMatchObject({ name, size: Buffer.byteLength(name) });
  });
}

for (const [link, place] of [
  ["link.txt", ["a.txt"]],
  ["to-full.txt", ["full", "a.txt"]],
  ["folder/a.txt", ["full", "a.txt"]],
  ["absolute.txt", ["a.txt"]],
  ["itself/itself/a.txt", ["a.txt"]],
] as const) {
  test(`the symbolic link ${link} within the folder resolves to its target`, async () => {
    const segments = link.split("/");
    expect(await findFile(dir, segments)).toMatchObject({ name: segments.at(-1), segments: place });
  });
}

for (const path of [
  "",
  "nothing.txt",
  "a.txt/b",
  "a.txt/",
  "full",
  "full/",
  "empty",
  ".env",
  ".hidden/a.txt",
  "..",
  "../outside.txt",
  "full/../a.txt",
  "full/../../outside.txt",
  "./a.txt",
  "/a.txt",
  "/etc/passwd",
  "..\\outside.txt",
  "full\\a.txt",
  "a.txt\0",
  "a.txt\0.jpg",
  "x".repeat(300),
  "x/".repeat(3000),
  "out.txt",
  "out-folder/outside.txt",
  "out-folder/media/a.txt",
  "next-door/a.txt",
  "etc/passwd",
  "hidden.txt",
  "hidden-folder/a.txt",
  "dangling.txt",
  "round.txt",
  "null",
  "itself",
]) {
  test(`no file is found at ${JSON.stringify(path.slice(0, 40))}`, async () => {
    // One of these leaves the folder and returns to it. Only the resolved path counts.
    const back = path === "out-folder/media/a.txt";
    expect((await findFile(dir, path.split("/")))?.segments).toEqual(back ? ["a.txt"] : undefined);
    expect((await findFile(dir, [path]))?.segments).toBeUndefined();
  });
}

test("an empty path or a missing folder finds no file", async () => {
  expect(await findFile(dir, [])).toBeNull();
  expect(await findFile(join(top, "missing"), ["a.txt"])).toBeNull();
  expect(await findFile(join(dir, "a.txt"), ["a.txt"])).toBeNull();
});

test("a file named in decomposed letters, as macOS does, is found under its composed address", async () => {
  expect(await findFile(dir, [composed])).toMatchObject({ segments: [composed.normalize("NFD")] });
  expect(await findFile(dir, ["é.txt"])).toMatchObject({ segments: ["é.txt"] });
  expect(await findFile(dir, ["e\u0301.txt"])).toMatchObject({ segments: ["e\u0301.txt"] });
});

/** A file system that ignores case lists `full` and opens `Full`, here by a second folder. */
test("where the file system ignores case, a file is found under its listed name only", async () => {
  mkdirSync(join(dir, "Full"));
  writeFileSync(join(dir, "Full/a.txt"), "media/full/a.txt");
  symlinkSync("Full/a.txt", join(dir, "to-other-case.txt"));
  const listed = async (folder: string) => (await readdir(folder)).filter((name) => name !== "Full");
  expect(await findFile(dir, ["Full", "a.txt"])).toMatchObject({ segments: ["Full", "a.txt"] });
  expect(await findFile(dir, ["full", "a.txt"], listed)).toMatchObject({ segments: ["full", "a.txt"] });
  expect(await findFile(dir, ["Full", "a.txt"], listed)).toBeNull();
  expect(await findFile(dir, ["to-other-case.txt"], listed)).toBeNull();
});

test("a new file is found at once, also in a folder whose names are remembered", async () => {
  const folder = join(dir, "empty");
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(folder, longAgo, longAgo);
  let listings = 0;
  const list = (asked: string) => {
    if (asked === folder) listings++;
    return readdir(asked);
  };
  const find = () => findFile(dir, ["empty", "new.txt"], list);
  const now = Date.now;
  Date.now = () => now() + 10_000;
  try {
    expect([await find(), await find(), listings]).toEqual([null, null, 1]);
    writeFileSync(join(folder, "new.txt"), "new");
    expect(await find()).toMatchObject({ name: "new.txt" });
    rmSync(join(folder, "new.txt"));
    utimesSync(folder, longAgo, longAgo);
    expect(await find()).toBeNull();
    writeFileSync(join(folder, "new.txt"), "new");
    // rsync and tar set a folder's time back after they have added a file.
    utimesSync(folder, longAgo, longAgo);
    expect(await find()).toMatchObject({ name: "new.txt" });
  } finally {
    Date.now = now;
  }
});

test("a named pipe is not found, and is not opened", async () => {
  execFileSync("mkfifo", [join(dir, "pipe.mp4")]);
  expect(await findFile(dir, ["pipe.mp4"])).toBeNull();
});
