// `npm run members -- list NAME`: shows the open visits of a member, by the username.
// `npm run members -- end NAME`: ends them, after a question.
// Asks the running site at AUTH_URL, or at `--at URL`. Reads AUTH_SECRET as the site does.
import { parseArgs } from "node:util";
import { loadEnvConfig } from "@next/env";
import { z } from "zod";
import { addresses } from "../lib/addresses";
import { type OperatorTicket, sealTicket } from "../lib/session/operator-ticket";
import { describeFaults, readSettings } from "../lib/settings/read";
import { withSecretFiles } from "../lib/settings/secret-files";
import type { Settings } from "../lib/settings/shape";
import { openPrompt } from "./doctor/prompt";
import { root } from "./processes";

const usage = `npm run members -- list NAME             the open visits of a member
npm run members -- end NAME              ends them, after a question
npm run members -- end NAME --yes        ends them without a question
npm run members -- list NAME --at URL    asks the site at another address than AUTH_URL`;

const answer = z.object({
  visits: z.array(z.object({ begunAt: z.number(), seenAt: z.number() })).default([]),
  ended: z.number().default(0),
  registry: z.string(),
});

type Answer = z.output<typeof answer>;

function settingsHere(): Settings {
  loadEnvConfig(root, false, { info: () => undefined, error: console.error });
  const { env, faults } = withSecretFiles(process.env);
  if (faults.length > 0) throw new Error(describeFaults(faults));
  const result = readSettings(env);
  if ("faults" in result) throw new Error(describeFaults(result.faults));
  return result.settings;
}

async function ask(
  at: string,
  action: OperatorTicket["action"],
  username: string,
  settings: Settings,
): Promise<Answer> {
  const ticket = await sealTicket({ action, username, at: Math.floor(Date.now() / 1000) }, settings.secrets);
  const response = await fetch(new URL(addresses.visits, at), {
    method: "POST",
    headers: { authorization: `Bearer ${ticket}` },
    redirect: "error",
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null);
  if (!response) throw new Error(`The site at ${at} does not answer. Is it running? Another address: --at URL`);
  if (response.status === 401) {
    throw new Error("The site does not accept the ticket: another AUTH_SECRET or AUTH_URL, or the clocks differ.");
  }
  const parsed = answer.safeParse(await response.json().catch(() => null));
  if (!parsed.success) throw new Error(`${at} is no members area, or an older one: status ${response.status}.`);
  return parsed.data;
}

function described({ visits }: Answer, name: string): string {
  const time = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
  const rows = visits.map(({ begunAt, seenAt }) => `  signed in ${time(begunAt)}, last seen ${time(seenAt)}`);
  const count = visits.length === 1 ? "one open visit" : `${visits.length || "no"} open visits`;
  return [`${name} has ${count} (times in UTC):`, ...rows].join("\n");
}

async function confirmed(name: string): Promise<boolean> {
  const prompt = openPrompt(process.stdin, process.stdout);
  process.stdout.write(`End all visits of ${name}? Type yes: `);
  const typed = await prompt.ask();
  prompt.close();
  return typed === "yes";
}

async function main(): Promise<void> {
  const options = { at: { type: "string" }, yes: { type: "boolean" }, help: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [action, name, ...rest] = positionals;
  if (values.help || (action !== "list" && action !== "end") || !name || rest.length > 0) {
    console.log(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const settings = settingsHere();
  const at = values.at ?? settings.origin;
  const listed = await ask(at, "list", name, settings);
  console.log(described(listed, name));
  if (listed.registry === "in this process") {
    console.log("The site keeps visits in its process. Others, and visits before its start, are not listed.");
  }
  if (listed.registry === "down") {
    console.log("The site's Redis does not answer. Visits are not listed; what is ended counts when it is back.");
  }
  if (action === "list") return;
  if (!values.yes && !(await confirmed(name))) {
    console.log("Nothing was ended.");
    return;
  }
  const { ended } = await ask(at, "end", name, settings);
  console.log(`Ended: ${ended}. The member can sign in again; to prevent that, lock the member in NATS.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : "The command failed.");
  process.exitCode = 2;
});
