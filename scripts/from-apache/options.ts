/** Reads the command line of `npm run from-apache`. */
import { parseArgs } from "node:util";
import { refuse } from "./model";

/** Returns the options and files, or what is wrong with the command line. */
export function optionsIn(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        root: { type: "string" },
        define: { type: "string", multiple: true, default: [] },
        host: { type: "string" },
        write: { type: "boolean", default: false },
        overwrite: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    return { ...values, files: positionals };
  } catch (error) {
    // Node names the option here, and never its value.
    return { fault: `${(error instanceof Error ? error.message : "").split(/\.\s|\n/)[0]}.` };
  }
}

/** The options of a command line that can be read. */
export type GivenOptions = Exclude<ReturnType<typeof optionsIn>, { fault: string }>;

/**
 * Returns the values of `--define`. A name without `=` takes its value from the environment. There,
 * neither npm nor `ps` shows a secret. Refuses a name that the environment lacks.
 */
export function definesIn(
  given: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  const entries = given.map((each): [string, string] => {
    const [, name = "", value] = /^([^=]*)(?:=(.*))?$/s.exec(each) ?? [];
    if (name === "") refuse(undefined, "expected --define NAME or --define NAME=value");
    const found = value ?? env[name];
    if (found !== undefined) return [name, found];
    return refuse(undefined, `expected ${name} in the environment, or --define ${name}= for a name without a value`);
  });
  return new Map(entries);
}
