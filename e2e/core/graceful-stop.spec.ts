/** SIGTERM: sign-ins and downloads in flight come to their end, and the status is 0. */
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, standardSettings, startProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { request, visitor } from "../fixtures/visitor";

const fileBytes = 20_000_000;

test("a download and a sign-in in flight end well; then the server ends with 0", async ({ nats }) => {
  const folder = await mkdtemp(join(tmpdir(), "members-stop-"));
  await writeFile(join(folder, "film.mp4"), Buffer.alloc(fileBytes));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const settings = { ...standardSettings(origin, nats.metadataUrl), MEDIA_DIR: folder, NEXT_MANUAL_SIG_HANDLE: "true" };
  const product = await startProduct({ port, settings });
  try {
    const member = visitor();
    await member.signIn(`${origin}/members`, "fiona");
    const cookie = [...member.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const download = get(`${origin}/media/film.mp4`, { agent: false, headers: { cookie } });
    const [film] = (await once(download, "response")) as [IncomingMessage];

    const other = visitor();
    const callback = await other.logIn(`${origin}/members`, "tom");
    nats.faults.set("token", { delayMs: 1500 });
    nats.calls.clear();
    const signIn = other.open(callback);
    await expect.poll(() => nats.calls.count("token")).toBe(1);

    const stopped = product.stop();
    const refused = () => request(`${origin}/api/health/live`).catch((error: Error) => error.message);
    await expect.poll(refused).toContain("ECONNREFUSED");
    expect((await signIn).location).toBe(`${origin}/members`);
    let bytes = 0;
    for await (const chunk of film) bytes += (chunk as Buffer).length;
    expect([film.statusCode, bytes, await stopped]).toEqual([200, fileBytes, 0]);
  } finally {
    await product.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
