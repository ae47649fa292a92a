// Reads reports of Playwright's JSON reporter: how many tests ran, and what failed.
import { readFileSync } from "node:fs";

/** Numbers of tests. Skipped tests include those that never started. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** A report's counts and its failures as text, one entry per failed test or broken file. */
export interface TestReport {
  counts: Counts;
  failures: string[];
}

interface JsonError {
  message?: string;
}

interface JsonSpec {
  title: string;
  ok: boolean;
  file: string;
  line: number;
  tests: { results: { errors: JsonError[] }[] }[];
}

interface JsonSuite {
  title: string;
  suites?: JsonSuite[];
  specs?: JsonSpec[];
}

interface JsonReport {
  suites: JsonSuite[];
  errors: JsonError[];
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** Reads a report. Returns null if the run ended before it wrote one. */
export function readReport(file: string): TestReport | null {
  try {
    const { suites, errors, stats } = JSON.parse(readFileSync(file, "utf8")) as JsonReport;
    return {
      counts: { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped },
      failures: [...errors.map(messageOf), ...suites.flatMap(failuresOf)],
    };
  } catch {
    return null;
  }
}

function failuresOf({ suites = [], specs = [] }: JsonSuite): string[] {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ title, file, line, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors));
      return [`${file}:${line} › ${title}`, ...errors.map(messageOf)].join("\n\n");
    });
  return [...own, ...suites.flatMap(failuresOf)];
}

function messageOf({ message = "" }: JsonError): string {
  return message.trim();
}
