// Asks on a terminal, or reads the answers from a pipe, one a line.
import { createInterface } from "node:readline";
import { Writable } from "node:stream";

export interface Prompt {
  /** Resolves with the answer, trimmed, or with null at the end of the input. */
  ask(isSecret?: boolean): Promise<string | null>;
  close(): void;
}

/** Opens a prompt. What is typed for a secret does not appear. */
export function openPrompt(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Prompt {
  let muted = false;
  const shown = new Writable({
    write(chunk, _encoding, done) {
      if (!muted) output.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input, output: shown, terminal: input.isTTY === true });
  const iterator = lines[Symbol.asyncIterator]();
  return {
    async ask(isSecret = false) {
      output.write("> ");
      muted = isSecret;
      const { value, done } = await iterator.next();
      muted = false;
      if (isSecret) output.write("\n");
      return done ? null : String(value).trim();
    },
    close: () => lines.close(),
  };
}
