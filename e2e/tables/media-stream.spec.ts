/** The stream of a file: the right bytes, read on demand, and the file always closed. */
import {
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type { Piece } from "../../lib/media/answer";
import { findFile, type MediaFile } from "../../lib/media/files";
import { streamOf as open } from "../../lib/media/stream";

let dir = "";
const content = Array.from({ length: 200_000 }, (_, at) => "0123456789abcdefghijklmnopqrstuvwxyz"[at % 36]).join("");

test.beforeEach(() => {
  failures = [];
  dir = realpathSync(mkdtempSync(join(tmpdir(), "media-stream-")));
});

test.afterEach(() => rmSync(dir, { recursive: true, force: true }));

let failures: string[] = [];

const streamOf = (file: MediaFile, pieces: readonly Piece[]) =>
  open(file, pieces, {
    onError: ({ message }) => {
      failures.push(message);
    },
  });

async function written(name: string): Promise<MediaFile> {
  writeFileSync(join(dir, name), content);
  const file = await findFile(dir, [name]);
  if (!file) throw new Error("no file");
  return file;
}

/** Counts open files of the folder in this process; undefined if the system does not tell. */
function openFiles(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const target = (fd: string) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return "";
    }
  };
  return readdirSync("/proc/self/fd").filter((fd) => target(fd).startsWith(dir)).length;
}

const isOpen = (count: number) => (process.platform === "linux" ? count : undefined);

test("ranges and text are sent in order", async () => {
  const file = await written("a.txt");
  const whole = streamOf(file, [{ start: 0, end: file.size - 1 }]);
  expect(await new Response(whole).text()).toBe(content);
  const parts = streamOf(file, ["<é>", { start: 100_000, end: 170_000 }, "|", { start: 0, end: 0 }, "</>"]);
  expect(await new Response(parts).text()).toBe(`<é>${content.slice(100_000, 170_001)}|0</>`);
  expect(openFiles()).toBe(isOpen(0));
});

test("an empty file gives an empty stream", async () => {
  writeFileSync(join(dir, "empty.txt"), "");
  const file = await findFile(dir, ["empty.txt"]);
  if (!file) throw new Error("no file");
  expect(await new Response(streamOf(file, [{ start: 0, end: -1 }])).text()).toBe("");
});

test("the file is read on demand in chunks of 64 kB", async () => {
  const file = await written("a.txt");
  const reader = streamOf(file, [{ start: 0, end: file.size - 1 }]).getReader();
  expect(openFiles()).toBe(isOpen(0));
  const { value } = await reader.read();
  expect(value?.byteLength).toBe(65_536);
  expect(openFiles()).toBe(isOpen(1));
  await reader.cancel();
  expect(openFiles()).toBe(isOpen(0));
});

test("a stream that is not read opens no file", async () => {
  const file = await written("a.txt");
  const stream = streamOf(file, [{ start: 0, end: file.size - 1 }]);
  await stream.cancel();
  expect(openFiles()).toBe(isOpen(0));
});

test("a reader that cancels during a read leaves no file open", async () => {
  const file = await written("a.txt");
  for (let round = 0; round < 50; round++) {
    const reader = streamOf(file, [{ start: 0, end: file.size - 1 }]).getReader();
    const read = reader.read();
    await reader.cancel();
    await read;
  }
  expect(failures).toEqual([]);
  await expect.poll(openFiles).toBe(isOpen(0));
});

test("the stream fails if the file was replaced before it is opened", async () => {
  const file = await written("a.txt");
  writeFileSync(join(dir, "b.txt"), content);
  renameSync(join(dir, "b.txt"), join(dir, "a.txt"));
  await expect(new Response(streamOf(file, [{ start: 0, end: 9 }])).text()).rejects.toThrow("changed");
  rmSync(join(dir, "a.txt"));
  await expect(new Response(streamOf(file, [{ start: 0, end: 9 }])).text()).rejects.toThrow("ENOENT");
  expect(failures).toEqual(["The file has changed since it was found.", expect.stringContaining("ENOENT")]);
  expect(openFiles()).toBe(isOpen(0));
});

// `cp -p` and `rsync -t` give the new file the time of the old one.
test("the stream fails if another file of the same size and time took its place", async () => {
  const file = await written("a.txt");
  writeFileSync(join(dir, "b.txt"), content);
  utimesSync(join(dir, "b.txt"), file.modified / 1000, file.modified / 1000);
  const same = { ...file, modified: statSync(join(dir, "b.txt")).mtimeMs };
  renameSync(join(dir, "b.txt"), join(dir, "a.txt"));
  await expect(new Response(streamOf(same, [{ start: 0, end: 9 }])).text()).rejects.toThrow("changed");
});

test("the stream fails if the file becomes shorter while it is read", async () => {
  const file = await written("a.txt");
  const reader = streamOf(file, [{ start: 0, end: file.size - 1 }]).getReader();
  await reader.read();
  truncateSync(file.path, 100_000);
  await expect(
    (async () => {
      while (!(await reader.read()).done);
    })(),
  ).rejects.toThrow("shorter");
  expect(failures).toEqual(["The file is shorter than it was."]);
  expect(openFiles()).toBe(isOpen(0));
});
