// `npm run doctor -- --init`: asks for what a new site needs, and writes .env.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addresses } from "../../lib/addresses";
import { readSettings } from "../../lib/settings/read";
import { envLine } from "../env-value";
import { openPrompt } from "./prompt";
import { type Answers, problemOf, questions, settingsOf } from "./questions";

/**
 * Asks on `input` and `output`, and writes .env in `project` with mode 0600. Returns the exit
 * status. Never overwrites a .env, and never prints a secret.
 */
export async function init(project: string, input: NodeJS.ReadStream, output: NodeJS.WriteStream): Promise<0 | 1> {
  const path = join(project, ".env");
  if (existsSync(path)) {
    output.write("There is a .env already, and it stays as it is. To begin anew, rename it first.\n");
    return 1;
  }
  const examplePath = join(project, ".env.example");
  if (!existsSync(examplePath)) {
    output.write("The file .env.example is missing. It comes with the clone: git checkout .env.example\n");
    return 1;
  }
  const prompt = openPrompt(input, output);
  output.write("Five questions, then .env is written. Nothing is sent anywhere. Ctrl-C stops.\n");
  const answers: Answers = {};
  for (const question of questions) {
    output.write(`\n${question.asks}\n  ${question.where.join("\n  ")}\n`);
    for (;;) {
      const answer = await prompt.ask(question.isSecret);
      if (answer === null) {
        output.write("\nNothing was written.\n");
        return 1;
      }
      const problem = problemOf(question, answer);
      if (problem === undefined) {
        answers[question.name] = answer;
        break;
      }
      output.write(`  ${problem}\n`);
    }
  }
  prompt.close();
  const settings = settingsOf(answers, randomBytes(33).toString("base64"));
  const result = readSettings(settings);
  if ("faults" in result) {
    for (const { name, wrong, cure } of result.faults) output.write(`${name} ${wrong}. ${cure}.\n`);
    return 1;
  }
  writeFileSync(path, filledIn(readFileSync(examplePath, "utf8"), settings), {
    mode: 0o600,
    flag: "wx",
  });
  output.write(`\n.env is written, with a new AUTH_SECRET. Now look at the connection: npm run doctor\n`);
  output.write(`NATS sends members back to ${settings.AUTH_URL}${addresses.callback}\n`);
  return 0;
}

/** Fills settings into the text of .env.example, in the place of their lines. */
export function filledIn(example: string, settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings).reduce((text, [name, value]) => {
    const line = new RegExp(`^(# ?)?${name}=.*$`, "m");
    return line.test(text) ? text.replace(line, () => envLine(name, value)) : `${text}${envLine(name, value)}\n`;
  }, example);
}
