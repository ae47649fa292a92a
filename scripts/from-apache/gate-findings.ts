/** What the report says of sections, Require lines and gates. */
import { standingOf } from "../../lib/access/table";
import type { Areas } from "./areas";
import { everyAreaOf, type GatePlan, type PlannedGate, patternOf } from "./gates";
import type { Host } from "./hosts";
import { type ConfigNode, everyNode, type Finding } from "./model";
import type { Doubt } from "./require";
import { claimsIn } from "./rule-forms";
import { sectionFinding } from "./section-findings";

type Table = Parameters<typeof standingOf<string>>[0];

/** Returns a table that the product's own `standingOf` can ask. */
export function tableOf(plan: GatePlan): Table {
  const gates = plan.gates.map(({ name, paths, rule }) => [name, { paths, require: rule }] as const);
  return { public: plan.public, gates: Object.fromEntries(gates) };
}

/** Reports each section and each line that is not exact. */
export function gateFindings(
  host: Host,
  areas: Areas,
  plan: GatePlan,
  { declared, topNames }: { declared: readonly string[]; topNames: readonly string[] },
): Finding[] {
  const everyArea = everyAreaOf(areas);
  const known = { areas, plan, table: tableOf(plan), everyArea, declared };
  const doubts = everyArea.flatMap((area) => area.doubts);
  return [
    ...areas.sections.map((section) => sectionFinding(section, known)),
    ...distinctDoubts(doubts).map(({ at, what, why }): Finding => {
      return { kind: "decide", at, what, text: `${sentence(why)} This line admits nobody here.` };
    }),
    ...areas.limits.map((limit): Finding => {
      const text = "Gates do not tell methods apart. What counts for GET counts for every method.";
      return { kind: "decide", at: limit.at, what: `<${limit.written}>`, text };
    }),
    ...ruleFindings(host, areas, plan, unnamedIn(topNames, plan)),
    ...plan.ownAreas.map((area): Finding => {
      const text = "belongs to the product, and stays open. Without it nobody could sign in.";
      return { kind: "changed", at: area.from[0]?.at, what: patternOf(area.point), text };
    }),
  ];
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

function distinctDoubts(doubts: readonly Doubt[]): Doubt[] {
  return doubts.filter(
    (each, index) => doubts.findIndex(({ at, what }) => at === each.at && what === each.what) === index,
  );
}

/** Names in the top folder of the old site that no section and no gate names. */
function unnamedIn(folder: readonly string[], plan: GatePlan): string[] {
  const table = tableOf(plan);
  return folder
    .filter((name) => !name.startsWith("."))
    .map((name) => `/${name}`)
    .filter((path) => {
      const found = standingOf(table, path);
      return found.kind === "gated" && found.gate === undefined;
    });
}

function ruleFindings(host: Host, areas: Areas, plan: GatePlan, unnamed: readonly string[]): Finding[] {
  const uses = plan.gates.flatMap(({ rule }) => claimsIn(rule));
  const gated = areas.areas.some(({ rule }) => rule !== "everybody");
  const root = areas.at({ path: "/", exact: false });
  const about = (kind: Finding["kind"], what: string, text: string): Finding => ({ kind, at: host.at, what, text });
  const findings: Finding[] = [];
  if (root.rule === "everybody") {
    const names = unnamed.length > 0 ? ` In DocumentRoot: ${unnamed.slice(0, 20).join(", ")}.` : "";
    const text = `were open. Here they need an active member, unless public names them.${names}`;
    findings.push(about("changed", "Paths that no section names", text));
  } else {
    const text =
      "asked for a sign-in. It is not public now: app/(public)/page.tsx lies there. Move that page, or add / to public.";
    findings.push(about("decide", "The front page /", text));
    findings.push(
      about("changed", "Icons, robots.txt and their like", "stay public, because clients ask for them by themselves."),
    );
  }
  if (gated) {
    findings.push(
      about(
        "changed",
        "Every gate",
        "also needs an active membership, if NATS sends the status. See NATS_EXPIRED_LOGIN.",
      ),
    );
    findings.push(
      about("changed", "Claims", "are compared byte for byte. A list or a blank around the value grants nothing."),
    );
  }
  if (uses.some(({ value }) => value instanceof RegExp)) {
    const text = "see the first 256 characters. A number counts as text, and a letter outside ASCII as one character.";
    findings.push(about("changed", "Regular expressions", text));
  }
  if (plan.gates.some(({ rule }) => negatesClaim(rule))) {
    findings.push(
      about(
        "changed",
        "Require not, RequireNone",
        "A missing claim grants nothing, not even under not, and signed-out visitors stay outside. " +
          "A blank around a value makes another value, as since 2.4.20.",
      ),
    );
  }
  for (const section of areas.sections) {
    const lines = (section.auth.require?.nodes ?? [])
      .filter(({ name }) => name === "require")
      .map(({ raw }) => raw.trim());
    if (!lines.includes("valid-user") || !lines.some((line) => line.startsWith("claim"))) continue;
    const text = "beside Require claim admits every member, in Apache too: any of the lines is enough. Is that meant?";
    findings.push({ kind: "decide", at: section.at, what: "Require valid-user", text });
  }
  return findings;
}

function negatesClaim(rule: PlannedGate["rule"]): boolean {
  if (rule.kind === "not") return claimsIn(rule).length > 0;
  return "rules" in rule && rule.rules.some(negatesClaim);
}

/** Reports other directives that have to do with access or addresses. */
export function otherFindings(host: Host): Finding[] {
  const nodes = [...everyNode(host.nodes)];
  const first = (shape: RegExp, raw = /(?:)/) => nodes.filter((node) => shape.test(node.name) && raw.test(node.raw));
  const about = (found: readonly ConfigNode[], kind: Finding["kind"], what: string, text: string): Finding[] =>
    found[0]
      ? [{ kind, at: found[0].at, what: found.length > 1 ? `${what} (${found.length} lines)` : what, text }]
      : [];
  return [
    ...about(
      first(/^errordocument$/, /^["']?40[13]\b/),
      "changed",
      "ErrorDocument",
      "Refused members see app/(status)/refused, by reason. refusedPage of a gate names a page of yours.",
    ),
    ...about(
      first(/^serveralias$/),
      "changed",
      "ServerAlias",
      "The product has one address, AUTH_URL. In the web server in front, redirect the other names to it.",
    ),
    ...about(
      first(/^allowoverride(list)?$/, /^(?!\s*["']?none)/i),
      "decide",
      "AllowOverride",
      "The .htaccess files may change who may enter. They were not read: look for Require and AuthType in them.",
    ),
    ...about(
      first(/^aliasmatch|^scriptaliasmatch/),
      "decide",
      "AliasMatch",
      "was not followed. Its addresses have no gate of their own.",
    ),
    ...about(
      first(/^rewriterule$/),
      "decide",
      "RewriteRule",
      "was not followed. It may move addresses, or forbid some: build that in Next or in the web server in front.",
    ),
    ...about(
      first(/^proxypass(match)?$/),
      "decide",
      "ProxyPass",
      "was not followed. Requests that went to another server need a way there.",
    ),
  ];
}
