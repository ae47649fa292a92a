/**
 * `npm run lab:bypass`: tries to get at member pages and files without the right. Path spellings,
 * headers, methods and ways to ask are tried alone, and mixed so that each pair occurs. Every page
 * and file holds a mark. The site is started four times: as shipped, without the gate, without the
 * guard, and without both, which shows that the matrix finds what is open. `--json` prints all that
 * got through, and what was answered with 500.
 */
import { rmSync } from "node:fs";
import { type Attempt, buildIn, mixedAt, sentBy, singlesAt } from "../fixtures/bypass/attempts";
import { sample } from "../fixtures/bypass/combinations";
import { sendRaw, statusOf } from "../fixtures/bypass/raw";
import { freePort, type Product, standardSettings, startProduct } from "../fixtures/product";
import { cookieOf } from "../fixtures/test";
import { type Nats, startNats } from "../nats/server";
import { type Client, clientsOf, onlyTheGuardKnows } from "./bypass/clients";
import { buildMarkedSite, markedAction, markedSettings } from "./bypass/marked-site";
import { opened, targetsOf, waysProveThemselves } from "./bypass/targets";

/** The anonymous client tries all mixed combinations, the others as many as this. */
const sampled = 2500;
const seed = 14;
const connections = 8;

interface Row {
  locks: string;
  client: string;
  attempts: number;
  /** How many answers there were, by the first digit of their status; 0 for none. */
  answers: Record<string, number>;
  /** What got through, in words. */
  through: string[];
  /** How many addresses it got through to. */
  reached: number;
  /** What was answered with 500 or above, or not at all. */
  failed: string[];
}

/** Tries all of a client's attempts, some at a time. */
async function tryAll(product: Product, locks: string, client: Client, attempts: readonly Attempt[]): Promise<Row> {
  const row: Row = {
    locks,
    client: client.name,
    attempts: attempts.length,
    answers: {},
    through: [],
    reached: 0,
    failed: [],
  };
  const reached = new Set<string>();
  let next = 0;
  const worker = async () => {
    for (let attempt = attempts[next++]; attempt; attempt = attempts[next++]) {
      const answer = await sendRaw(product.origin, sentBy(client.cookie, attempt));
      const digit = `${Math.floor(statusOf(answer) / 100)}`;
      row.answers[digit] = (row.answers[digit] ?? 0) + 1;
      if (digit === "5" || digit === "0") row.failed.push(`${statusOf(answer)} ${attempt.name}`);
      if (!opened(answer, attempt.path, client.forbidden)) continue;
      row.through.push(`${statusOf(answer)} ${attempt.name}`);
      reached.add(attempt.path);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  row.reached = reached.size;
  return row;
}

const variants = [
  { locks: "both", gone: "" },
  { locks: "the guard alone", gone: "gate" },
  { locks: "the gate alone", gone: "guard" },
  { locks: "none", gone: "gate guard" },
] as const;

async function matrix(
  folder: string,
  nats: Nats,
  media: ReturnType<typeof markedSettings>,
): Promise<{ rows: Row[]; targets: string[] }> {
  const rows: Row[] = [];
  let targets: string[] = [];
  for (const { locks, gone } of variants) {
    const port = await freePort();
    const standard = standardSettings(`http://localhost:${port}`, nats.metadataUrl);
    const settings = { ...standard, ...media.settings, LAB_GONE: gone };
    const product = await startProduct({ port, folder, settings });
    try {
      const build = buildIn(folder, markedAction);
      const member = await cookieOf({ nats, product });
      if (locks === "both") {
        targets = await targetsOf(product, folder, member);
        await waysProveThemselves(product, build, member);
      }
      const [singles, mixed] = [await singlesAt(targets, build), await mixedAt(targets, build)];
      const clients = await clientsOf({ nats, product });
      for (const client of locks === "none" ? clients.slice(0, 1) : clients) {
        if (locks === "the gate alone" && client.name === onlyTheGuardKnows) continue;
        const attempts = [...singles, ...(client.cookie === "" ? mixed : sample(mixed, sampled, seed))];
        rows.push(await tryAll(product, locks, client, attempts));
        console.error(told(rows.at(-1) as Row));
      }
    } finally {
      await product.stop();
    }
  }
  return { rows, targets };
}

function told({ locks, client, attempts, answers, through, reached }: Row): string {
  const by = Object.entries(answers).map(([digit, count]) => `${digit}xx ${count}`);
  const got = through.length === 0 ? "nothing" : `${through.length} marked answers from ${reached} addresses`;
  return `${locks.padEnd(16)} ${client.padEnd(13)} ${attempts} attempts: ${got.padEnd(10)} (${by.join(", ")})`;
}

async function main(): Promise<void> {
  const began = Date.now();
  const folder = await buildMarkedSite();
  const nats = await startNats();
  const media = markedSettings();
  try {
    const { rows, targets } = await matrix(folder, nats, media);
    const seconds = Math.round((Date.now() - began) / 1000);
    const broken = rows.filter(({ locks, through }) => locks !== "none" && through.length > 0);
    // The check for web servers needs neither lock, so it stays closed.
    const blind = rows.filter(({ locks, reached }) => locks === "none" && reached < targets.length - 1);
    if (process.argv.includes("--json")) console.log(JSON.stringify({ seconds, targets, rows }, null, 1));
    else console.log(`${targets.length} addresses, ${seconds} s. Locks, client, what got through:`);
    for (const { through } of broken) for (const line of through.slice(0, 20)) console.error(`  through: ${line}`);
    for (const { reached } of blind)
      console.error(
        `  Without locks only ${reached} of ${targets.length} addresses showed a mark: the matrix is blind.`,
      );
    process.exitCode = broken.length + blind.length > 0 ? 1 : 0;
  } finally {
    await nats.close();
    for (const path of [folder, media.folder]) rmSync(path, { recursive: true, force: true });
  }
}

void main();
