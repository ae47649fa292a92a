/** A small mutation of the product, and the test of `.ci/run` that must notice it. */
export interface Bug {
  /** Names it on the command line: a few words joined by dashes. */
  name: string;
  /** The file that it changes. */
  file: string;
  /** The text to replace. It stands once in the file. */
  from: string;
  to: string;
  /** The spec that must turn red, as a path below e2e/. */
  red: string;
  /** Part of the titles of the tests to run. Default: the whole spec. */
  title?: string;
}
