/**
 * Restarts two instances in turn while 100 members use the site: `npm run lab:restart`.
 * Takes seconds as its argument, by default 300. Needs a build and `apt-get install nginx`.
 */
import { rollingRestart } from "../servers/two-instances";

async function main(): Promise<void> {
  const { requests, restarts, failures, log } = await rollingRestart(Number(process.argv[2] ?? 300), 100);
  console.log(`${requests} requests, ${restarts} restarts, ${failures.length} failed.`);
  for (const failure of failures.slice(0, 20)) console.log(failure);
  if (failures.length > 0) console.log(log.slice(-3000));
  process.exitCode = failures.length > 0 ? 1 : 0;
}

void main();
