/** Writes lib/gates.ts. For the shipped table the result is the shipped file, byte for byte. */
import { claimNames } from "../../lib/claims";
import { type GatePlan, type PlannedGate, planGates, shippedPublic } from "./gates";
import { printable } from "./model";
import { claimsIn, nobody, ruleText, stringText, wrappedRule } from "./rule-forms";

/** What the shipped file says of its gates: their pages, and Apache's line for the shipped rule. */
const docstrings: Readonly<Record<string, readonly [pages: string, shipped: string]>> = {
  members: ["Pages in app/(members)/.", " Apache: `Require valid-user`."],
  full: ["Pages in app/(full)/.", " Apache: `Require claim trial:0`."],
};

/** Returns the gate as the file can have it: closed if it asks for a claim that is not declared. */
export function compilable(gate: PlannedGate, declared: readonly string[]): PlannedGate {
  const missing = claimsIn(gate.rule).filter(({ path }) => !declared.includes(path.join(".")));
  if (missing.length === 0) return gate;
  const note = "Closed until lib/claims.ts declares the claims of this rule:";
  return { ...gate, rule: nobody, comments: [...gate.comments, note, `require: ${ruleText(gate.rule)}`] };
}

/** Returns the text of lib/gates.ts. */
export function gatesFile(plan: GatePlan, declared: readonly string[]): string {
  const gates = plan.gates.map((gate) => compilable(gate, declared));
  const rules = gates.map(({ rule }) => ruleText(rule)).join(" ");
  const imports = ["all", "any", "claim", "not", "validUser"].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(rules.replace(/"(?:[^"\\]|\\.)*"|\/(?:[^/\\[]|\\.|\[(?:[^\]\\]|\\.)*\])+\//g, "")),
  );
  const shipped: readonly string[] = [...shippedPublic.first, ...shippedPublic.asked];
  const line = (path: string) => `    ${stringText(path)},`;
  const kept = (paths: readonly string[]) =>
    paths.filter((path) => plan.public.some((open) => open === path)).map(line);
  const added = plan.public.filter((path) => !shipped.includes(path));
  return [
    "/** Yours: which pages are public, and who may open the others. The default is any active member. */",
    `import { ${imports.join(", ")} } from "./access/rules";`,
    'import { defineGates } from "./access/table";',
    "",
    "export const gates = defineGates({",
    "  public: [",
    ...kept(shippedPublic.first),
    "    // Crawlers and phones ask for these by themselves. Without a file in public/ they get 404.",
    ...kept(shippedPublic.asked),
    ...(added.length > 0 ? ["    // Open in Apache, too.", ...added.map(line)] : []),
    "  ],",
    "  gates: {",
    ...gates.flatMap(gateLines),
    "  },",
    "});",
    "",
    "/** The names that `requireMember()` takes. */",
    "export type GateName = keyof typeof gates.gates;",
    "",
  ].join("\n");
}

/** Returns the text of lib/gates.ts as shipped. */
export function shippedGatesFile(): string {
  const none = { sections: [], all: [], areas: [], limits: [], notOpened: [], denied: [] };
  const at = (point: { path: string; exact: boolean }) => {
    return { point, rule: "everybody" as const, from: [], doubts: [], partly: [], isNarrowed: false };
  };
  return gatesFile(planGates({ ...none, at }), claimNames);
}

function gateLines({ name, paths, rule, comments }: PlannedGate): string[] {
  const [pages, shipped = ""] = docstrings[name] ?? [];
  const docstring = pages ? [`    /** ${pages}${comments.length === 0 ? shipped : ""} */`] : [];
  const head = [...docstring, ...[...new Set(comments)].flatMap(commentLines)];
  const list = paths.map(stringText);
  const short = `    ${name}: { paths: [${list.join(", ")}], require: ${ruleText(rule)} },`;
  if (short.length <= 120) return [...head, short];
  const flat = `      paths: [${list.join(", ")}],`;
  return [
    ...head,
    `    ${name}: {`,
    ...(flat.length <= 120 ? [flat] : ["      paths: [", ...list.map((path) => `        ${path},`), "      ],"]),
    `      require: ${wrappedRule(rule, "      ", 120 - "      require: ,".length)},`,
    "    },",
  ];
}

/** Wraps a comment at 100 columns. Line comments, because a path can hold the end of the others. */
function commentLines(text: string): string[] {
  const lines: string[] = [];
  let rest = printable(text);
  while (rest !== "") {
    const cut = rest.length <= 93 ? rest.length : Math.max(rest.lastIndexOf(" ", 93), 0) || 93;
    lines.push(`    // ${rest.slice(0, cut)}`);
    rest = rest.slice(cut).trimStart();
  }
  return lines;
}
