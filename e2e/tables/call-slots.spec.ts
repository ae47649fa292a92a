/**
 * Places for calls to NATS: twenty at once, the others wait in order, and no work is lost or run
 * twice.
 */
import { expect, test } from "@playwright/test";
import { withSlot } from "../../lib/nats/call-slots";
import { siteWith } from "./support";

/** Work that ends when the test says so. */
function jobs() {
  const started: number[] = [];
  const ends = new Map<number, () => void>();
  const work = (id: number) => () => {
    started.push(id);
    return new Promise<number>((resolve) => ends.set(id, () => resolve(id)));
  };
  return { started, work, end: (id: number) => ends.get(id)?.() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("twenty run at once; each that ends lets the one that waited longest begin", async () => {
  const site = siteWith();
  const { started, work, end } = jobs();
  const all = Array.from({ length: 23 }, (_, id) => withSlot("userinfo", `member ${id}`, site, work(id)));
  await settled();
  expect(started).toEqual(Array.from({ length: 20 }, (_, id) => id));
  end(7);
  await settled();
  expect(started.slice(20)).toEqual([20]);
  for (let id = 0; id < 23; id++) {
    end(id);
    await settled();
  }
  expect(await Promise.all(all)).toEqual(Array.from({ length: 23 }, (_, id) => id));
});

test("kinds of calls and sites have places of their own", async () => {
  const site = siteWith();
  const { started, work, end } = jobs();
  const full = Array.from({ length: 20 }, (_, id) => withSlot("userinfo", `member ${id}`, site, work(id)));
  const others = [withSlot("token", "a", site, work(100)), withSlot("userinfo", "a", siteWith(), work(200))];
  await settled();
  expect(started.slice(20)).toEqual([100, 200]);
  for (const id of started) end(id);
  expect(await Promise.all([...full, ...others])).toHaveLength(22);
});

test("work that fails frees its place, and its error reaches the caller alone", async () => {
  const site = siteWith();
  for (let time = 0; time < 30; time++) {
    await expect(withSlot("token", "a", site, () => Promise.reject(new Error("down")))).rejects.toThrow("down");
  }
  expect(await withSlot("token", "a", site, async () => "done")).toBe("done");
});

test("with two hundred waiting, one more is told at once that there is no place", async () => {
  const site = siteWith();
  const { started, work, end } = jobs();
  const all = Array.from({ length: 220 }, (_, id) => withSlot("userinfo", `member ${id}`, site, work(id)));
  await settled();
  expect(await withSlot("userinfo", "b", site, work(999))).toBe("busy");
  for (let id = 0; id < 220; id++) {
    end(id);
    await settled();
  }
  expect(await Promise.all(all)).toHaveLength(220);
  expect(started).not.toContain(999);
});

test("one owner has four calls at a time; a fifth is told at once, and others are not held up", async () => {
  const site = siteWith();
  const { started, work, end } = jobs();
  const mine = Array.from({ length: 4 }, (_, id) => withSlot("userinfo", "one member", site, work(id)));
  await settled();
  expect(await withSlot("userinfo", "one member", site, work(9))).toBe("busy");
  const other = withSlot("userinfo", "another", site, work(10));
  await settled();
  expect(started).toEqual([0, 1, 2, 3, 10]);
  for (const id of started) end(id);
  expect(await Promise.all([...mine, other])).toEqual([0, 1, 2, 3, 10]);
  expect(await withSlot("userinfo", "one member", site, async () => "free again")).toBe("free again");
});
