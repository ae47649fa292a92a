// `npm run demo`: builds the site, starts it beside a NATS look-alike, and prints how to sign in.
// Needs no settings. With `-- --dev` it starts `next dev`, which follows changes of the source.
import { described, seedMembers } from "../e2e/nats/members";
import { startDemo } from "./demo-servers";
import { type Child, stopAll, whenStopped } from "./processes";

/** What each demo member gets to see, by the member's key. */
const sees: Readonly<Record<string, string>> = {
  fiona: "everything",
  tom: "the members pages; the full collection answers with an upgrade",
  eddie: "a page that offers to renew",
  nina: "a page that offers to join",
  uma: "the members pages; the full collection answers with the support page",
};

function introduction(site: string, nats: string): string {
  const members = [...seedMembers().values()].filter(({ demo }) => demo);
  const rows = members.map((member) => {
    const { username, password, key } = member;
    return `  ${username.padEnd(8)}${password.padEnd(10)}${described(member).split(":")[0]?.padEnd(20)}${sees[key] ?? ""}`;
  });
  return [
    "",
    `  Members area    ${site}`,
    `  NATS console    ${nats}/_control/   change members, break things`,
    "",
    `  ${"Member".padEnd(8)}${"Password".padEnd(10)}${"Membership".padEnd(20)}Sees`,
    ...rows,
    "",
    "  A change in the console counts at the next click: NATS posts it to the members area.",
    "  Ctrl-C stops both servers. Below is the site's log.",
    "",
  ].join("\n");
}

let stopping = false;

const developing = process.argv.includes("--dev");

async function main(): Promise<void> {
  whenStopped(async () => {
    stopping = true;
    console.log("\nStopping …");
    await stopAll();
    process.exit(0);
  });
  let introduced = false;
  const { site, nats, siteServer, natsServer } = await startDemo(
    developing,
    (text) => introduced && process.stdout.write(text),
  );
  console.log(introduction(site, nats));
  introduced = true;

  const ended = (what: string, { ended, output }: Child) =>
    ended.then(() => Promise.reject(new Error(`${what} ended by itself:\n\n${output().slice(-4000)}`)));
  await Promise.race([ended("the NATS look-alike", natsServer), ended("the members area", siteServer)]);
}

main().catch(async (error: unknown) => {
  if (stopping) return; // The servers ended because we stopped them.
  console.error(`\nThe demo stopped: ${error instanceof Error ? error.message : String(error)}`);
  await stopAll();
  process.exit(1);
});
