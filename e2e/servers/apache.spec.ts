/** Apache in front with mod_xsendfile sends the files that the product admits. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort, type Product, standardSettings, startProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { navigation, visitor } from "../fixtures/visitor";
import { openFolder, type RunningServer, removeFolder, startApache } from "./servers";

test.describe.configure({ mode: "serial" });

let origin = "";
let product: Product;
let apache: RunningServer;
let folder = "";
const video = { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "video", "sec-fetch-user": "", accept: "*/*" };

test.beforeAll(async ({ running }) => {
  folder = await openFolder();
  const media = join(folder, "media");
  await mkdir(join(media, "full"), { recursive: true });
  await writeFile(join(media, "teaser.webm"), "teaser-bytes-0123456789");
  await writeFile(join(media, "at dawn, é+1.jpg"), "dawn-bytes");
  await writeFile(join(media, "full/film.webm"), "film-bytes-0123456789");
  const [port, inner] = [await freePort(), await freePort()];
  origin = `http://localhost:${port}`;
  const settings = {
    ...standardSettings(origin, running.nats.metadataUrl),
    MEDIA_DIR: media,
    MEDIA_SEND: "x-sendfile",
  };
  product = await startProduct({ port: inner, settings });
  apache = await startApache({ port, product: inner, folder, media });
});

test.afterAll(async () => {
  await apache?.stop();
  await product?.stop();
  if (folder) await removeFolder(folder);
});

test("MEDIA_SEND=x-sendfile: members get files whole and in part, sent by Apache", async () => {
  const member = visitor();
  await member.signIn(`${origin}/members`, "tom");
  const whole = await member.open(`${origin}/media/teaser.webm`, { headers: video });
  expect([whole.status, whole.body, whole.headers["content-type"]]).toEqual([
    200,
    "teaser-bytes-0123456789",
    "video/webm",
  ]);
  expect(whole.headers["x-sendfile"]).toBeUndefined();
  const part = await member.open(`${origin}/media/teaser.webm`, { headers: { ...video, range: "bytes=7-11" } });
  expect([part.status, part.body]).toEqual([206, "bytes"]);
  const odd = await member.open(`${origin}/media/${encodeURIComponent("at dawn, é+1.jpg")}`, { headers: video });
  expect([odd.status, odd.body]).toEqual([200, "dawn-bytes"]);
});

test("neither an anonymous request nor a trial member gets a byte of a full file", async () => {
  expect((await visitor().open(`${origin}/media/teaser.webm`, { headers: video })).status).toBe(401);
  const trial = visitor();
  await trial.signIn(`${origin}/members`, "tom");
  for (const headers of [video, navigation, { ...video, range: "bytes=0-3" }]) {
    const answer = await trial.open(`${origin}/media/full/film.webm`, { headers });
    expect(answer.status).toBe(403);
    expect(answer.body).not.toContain("film-bytes");
  }
});
