/**
 * Runs properties: a rule is tried on random values, always the same ones. Inside a rule `assert`
 * checks: Playwright's `expect` takes a millisecond each time.
 */
import fc from "fast-check";

/** Saved, to repeat a run. PROPERTY_SEED tries others, PROPERTY_TIMES as many again. */
const seed = Number(process.env.PROPERTY_SEED ?? 20_261_127);
const times = Number(process.env.PROPERTY_TIMES ?? 1);

/** Tries `runs` values. A failure prints the seed and the smallest value that fails. */
export function holds<T>(runs: number, property: fc.IProperty<T>): void {
  fc.assert(property, { seed, numRuns: runs * times });
}

/** As `holds`, for a rule that has to wait. */
export function holdsAsync<T>(runs: number, property: fc.IAsyncProperty<T>): Promise<void> {
  return fc.assert(property, { seed, numRuns: runs * times });
}

/** Texts of a header: what HTTP allows in one, printable Latin-1. */
export const headerText = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength });

/** Texts made of the given pieces and of random ones. */
export function textOf(pieces: readonly string[], maxPieces: number): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...pieces) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 3 }) },
  );
  return fc.array(piece, { maxLength: maxPieces }).map((parts) => parts.join(""));
}
