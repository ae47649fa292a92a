/**
 * 200 members use the site for ten minutes, and NATS fails in the middle: `npm run lab:long-run`.
 * Takes minutes as its argument. Needs a build and Linux. Ends with 1 unless all that it promises
 * holds: outside the outage every answer is the expected one, an outage within the grace shuts no
 * member out, memory and descriptors stay, cookies are short.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { cpuMilliseconds, smallHeap } from "../fixtures/process-use";
import { freePort, type Product, standardSettings, startProduct } from "../fixtures/product";
import { managementKey, managementUrl } from "../fixtures/pushes";
import { addMember } from "../nats/members";
import { type Nats, startNats } from "../nats/server";
import { openFolder, removeFolder } from "../servers/servers";
import { median } from "./load";
import { live } from "./long-run/member";
import { type LongRecord, newRecord } from "./long-run/record";

const members = 200;
const filmBytes = 2_000_000;
const maxCookieBytes = 2000;

/** NATS's endpoints that the server calls. */
const endpoints = ["metadata", "jwks", "token", "userinfo"] as const;

/** The ways in which NATS fails, one after the other. */
const outages = [{ status: 500 }, { hang: true }, { reset: true }] as const;

const tell = (text: string) => console.log(text);
const wait = (seconds: number) => setTimeout(seconds * 1000);

/** Lets NATS fail for a fifth of the run, in its middle. */
async function failInTheMiddle(nats: Nats, record: LongRecord, seconds: number): Promise<void> {
  await wait(0.4 * seconds);
  record.setOutage(true);
  for (const fault of outages) {
    tell(`NATS: ${JSON.stringify(fault)}`);
    for (const endpoint of endpoints) nats.faults.set(endpoint, fault);
    await wait((0.2 * seconds) / outages.length);
  }
  nats.faults.clear();
  record.setOutage(false);
  tell("NATS is back");
}

/** NATS changes a member twice a second, and posts it. Trial members stay members. */
async function changeMembers(nats: Nats, record: LongRecord, isOver: () => boolean): Promise<void> {
  const keys = [...nats.members.keys()].filter((key) => key.startsWith("joined-"));
  while (!isOver()) {
    await wait(0.5);
    const key = keys[Math.floor(Math.random() * keys.length)] ?? "";
    const began = record.inOutage();
    await nats.change(key, { trial: nats.member(key).trial === 0 ? 1 : 0 });
    const { status, answer } = nats.posts.at(-1) ?? { status: 0, answer: "no post" };
    if (status !== 200) record.blame(`post: ${status} ${answer}`, began);
  }
}

async function sample({ pid }: Product, record: LongRecord, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await wait(2);
    record.sample(pid);
  }
}

/** Says which promises do not hold. */
function broken(record: LongRecord, product: Product, seconds: number): string[] {
  const between = (from: number, to: number) =>
    record.samples.filter(({ at }) => at >= from * seconds && at < to * seconds);
  const middle = (from: number, to: number, of: "megabytes" | "descriptors") =>
    median(between(from, to).map((sample) => sample[of]));
  const growth = middle(0.85, 1, "megabytes") / middle(0.2, 0.4, "megabytes");
  const [before, after] = [middle(0.2, 0.4, "descriptors"), middle(0.85, 1, "descriptors")];
  tell(`memory ${growth.toFixed(2)} of that after the warm-up, descriptors ${before}, then ${after}`);
  // A run without samples has no medians. It is not steady: nothing is less than NaN.
  const [isMemorySteady, areDescriptorsSteady] = [growth <= 1.2, after <= before + 10];
  const outside = record.wrong.filter(({ inOutage }) => !inOutage);
  // Only newcomers may be refused while NATS fails: the outage is shorter than the grace.
  const shutOut = record.wrong.filter(({ inOutage, what }) => inOutage && !what.startsWith("sign-in"));
  const crashes = product.logged("error").length;
  return [
    ...outside.map(({ at, what }) => `outside the outage, second ${at}: ${what}`),
    ...shutOut.map(({ at, what }) => `in the outage, second ${at}: ${what}`),
    ...(isMemorySteady ? [] : ["memory has grown"]),
    ...(areDescriptorsSteady ? [] : ["descriptors stay open"]),
    ...(record.longestCookie() > maxCookieBytes ? ["a cookie is too long"] : []),
    ...(crashes > 0 ? [`${crashes} errors in the log`] : []),
  ];
}

async function main(): Promise<void> {
  const seconds = Number(process.argv[2] ?? 10) * 60;
  const folder = await openFolder();
  writeFileSync(join(folder, "film.mp4"), Buffer.alloc(filmBytes));
  const nats = await startNats();
  const keys = Array.from({ length: members }, (_, index) => {
    return addMember(nats.members, { username: `member-${index}`, siteid: "1" }).key;
  });
  const port = await freePort();
  const settings = {
    ...standardSettings(`http://localhost:${port}`, nats.metadataUrl),
    MEDIA_DIR: folder,
    NATS_MANAGEMENT_KEY: managementKey,
    OIDC_USER_INFO_REFRESH_INTERVAL: "20",
    ...smallHeap,
  };
  const product = await startProduct({ port, settings });
  nats.switches.managementUrl = managementUrl(product);
  const record = newRecord();
  let isOver = false;
  const here = { origin: product.origin, filmBytes, record, isOver: () => isOver };
  const spent = cpuMilliseconds(product.pid);
  const run = Promise.all([
    ...keys.map((key) => live(key, here)),
    changeMembers(nats, record, here.isOver),
    failInTheMiddle(nats, record, seconds),
    sample(product, record, here.isOver),
    wait(seconds).then(() => {
      isOver = true;
    }),
  ]);
  await Promise.race([run, product.ended]);
  for (const line of record.table()) tell(line);
  const wrong = record.wrong.filter(({ inOutage }) => inOutage).length;
  tell(`${record.total()} answers to ${members} members, ${wrong} refused while NATS failed.`);
  const share = (cpuMilliseconds(product.pid) - spent) / (seconds * 1000);
  tell(`CPU ${(100 * share).toFixed(0)} % of a core, pid ${product.pid} throughout.`);
  tell(`Longest cookie ${record.longestCookie()} bytes.`);
  const faults = broken(record, product, seconds);
  for (const fault of faults.slice(0, 30)) tell(fault);
  tell(faults.length === 0 ? "All promises hold." : `${faults.length} faults.`);
  process.exitCode = faults.length === 0 ? 0 : 1;
  await product.stop();
  await nats.close();
  await removeFolder(folder);
}

main().catch((error: unknown) => {
  console.error(error);
  // Members still wait for their next step.
  process.exit(1);
});
