/** What the parts of the translator hand to each other, and how one of them refuses to go on. */

/** A line of a configuration file. */
export interface At {
  file: string;
  line: number;
}

/** One directive. `name` is in lower case, `written` as in the file; `raw` is the rest. */
export interface Directive {
  kind: "directive";
  name: string;
  written: string;
  raw: string;
  at: At;
}

/** A section, like `<Directory "/srv/site">`, with what lies in it. */
export interface Section {
  kind: "section";
  name: string;
  written: string;
  raw: string;
  at: At;
  children: ConfigNode[];
}

/** A part of a configuration. */
export type ConfigNode = Directive | Section;

/** The parts of the report, in the order in which they are printed. */
export const findingKinds = ["carried", "changed", "gone", "unsupported", "decide"] as const;

/** One line of the report. Never contains a secret. */
export interface Finding {
  kind: (typeof findingKinds)[number];
  /** Undefined for what is said of a whole host. */
  at: At | undefined;
  /** The directive or section, as short as it can be named. */
  what: string;
  text: string;
}

/** Why a configuration cannot be translated at all. */
export interface Refusal {
  at: At | undefined;
  expected: string;
}

/** Throws a refusal, which stops the translation. `expected` must not quote values: secrets. */
export function refuse(at: At | undefined, expected: string): never {
  throw Object.assign(new Error(`${at ? `${place(at)}: ` : ""}${expected}`), { refusal: { at, expected } });
}

/** Returns the refusal that was thrown, or null if `error` is another error. */
export function refusalIn(error: unknown): Refusal | null {
  return error instanceof Error && "refusal" in error ? (error.refusal as Refusal) : null;
}

/** Writes a line of a file as `file:12`. */
export function place({ file, line }: At): string {
  return `${printable(file)}:${line}`;
}

/** Replaces control characters, which could write to the terminal or end a comment. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "?");
}

/** Returns the lines of directives and sections in a tree, at any depth. */
export function* everyNode(nodes: readonly ConfigNode[]): Generator<ConfigNode> {
  for (const node of nodes) {
    yield node;
    if (node.kind === "section") yield* everyNode(node.children);
  }
}
