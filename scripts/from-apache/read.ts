/** Reads configuration files with everything that they include, within bounds. */
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { type Answers, conditionOf, type Defines, isDecisive, substitute } from "./conditions";
import { type At, type ConfigNode, type Directive, everyNode, type Finding, printable, refuse } from "./model";
import { parse, wordsAt } from "./parse";

/** The files of a computer, or of a test. */
export interface Disk {
  /** Returns what lies at a path, after symbolic links; undefined if there is nothing. */
  kind(path: string): "file" | "folder" | undefined;
  /** Resolves symbolic links. Throws if there is nothing. */
  real(path: string): string;
  bytes(path: string): number;
  text(path: string): string;
  /** Returns the names in a folder. */
  names(path: string): string[];
}

/** A configuration as one tree. Conditions and includes are resolved. */
export interface Configuration {
  nodes: ConfigNode[];
  /** The trees for other answers to what the files do not say, like which modules are loaded. */
  others: ConfigNode[][];
  findings: Finding[];
}

interface Options {
  /** The folder that includes may not leave. Default: `ServerRoot`, or the first file's folder. */
  root?: string | undefined;
  defines?: ReadonlyMap<string, string>;
}

const conditionNames: Readonly<Record<string, string>> = {
  ifdefine: "IfDefine",
  ifmodule: "IfModule",
  ifversion: "IfVersion",
  iffile: "IfFile",
  ifdirective: "IfDirective",
  ifsection: "IfSection",
};

const knownSections =
  /^(virtualhost|(directory|files|location|proxy)(match)?|limit(except)?|if|elseif|else|require(all|any|none))$/;

const notUnderstood =
  "was not read. Translate what apachectl -D DUMP_CONFIG prints: there, macros are replaced (mod_info).";

const most = { depth: 16, files: 500, bytes: 5_000_000, nodes: 10_000, readings: 64 };

/**
 * Reads the files in order, as if Apache included one after the other. Reads them once more for
 * each other answer to what they do not say. Refuses past the bounds.
 */
export function readConfiguration(files: readonly string[], disk: Disk, options: Options = {}): Configuration {
  const { nodes, findings, assumed } = readOnce(files, disk, options, new Map());
  const others: ConfigNode[][] = [];
  const open = otherAnswers(new Map(), assumed);
  // The list grows: another answer can lead to further conditions.
  for (const answers of open) {
    if (open.length >= most.readings) refuse(undefined, tooManyConditions);
    const reading = readOnce(files, disk, options, answers);
    others.push(reading.nodes);
    open.push(...otherAnswers(answers, reading.assumed));
  }
  return { nodes, others, findings };
}

const tooManyConditions =
  "expected fewer conditions of unknown state around rules. Translate what apachectl -D DUMP_CONFIG prints: there, " +
  "they are decided (mod_info)";

/** Returns the answers that differ in one assumption, and agree in those before it. */
function otherAnswers(answers: Answers, assumed: Answers): Answers[] {
  const facts = [...assumed];
  return facts.map(([key, truth], index) => new Map([...answers, ...facts.slice(0, index), [key, !truth]]));
}

function readOnce(files: readonly string[], disk: Disk, options: Options, answers: Answers) {
  const assumed = new Map<string, boolean>();
  const findings: Finding[] = [];
  const defines: Defines = new Map(options.defines);
  const loaded = new Set<string>();
  const first = resolve(files[0] ?? ".");
  let root = options.root ? resolve(options.root) : dirname(first);
  const used = { files: 0, bytes: 0, nodes: 0 };
  const limit = (what: keyof typeof used, more: number, at: At | undefined) => {
    used[what] += more;
    if (used[what] > most[what]) refuse(at, `expected at most ${most[what]} ${what} in all`);
  };
  const shown = (path: string) => {
    const inside = relative(root, path);
    return inside.startsWith("..") || isAbsolute(inside) ? path : inside || basename(path);
  };
  // Symbolic links count by what they point to: sites-enabled/ is made of them.
  const isInside = (path: string) => {
    const from = relative(disk.real(root), disk.real(path));
    return from !== ".." && !from.startsWith("../") && !isAbsolute(from);
  };

  function readFile(path: string, depth: number, at: At | undefined, isSure = true): ConfigNode[] {
    if (depth > most.depth) refuse(at, `expected at most ${most.depth} includes in one another`);
    limit("files", 1, at);
    limit("bytes", disk.bytes(path), at);
    return resolved(parse(disk.text(path), shown(path)), depth, isSure);
  }

  function resolved(nodes: readonly ConfigNode[], depth: number, isSure: boolean): ConfigNode[] {
    return nodes.flatMap((node) => {
      limit("nodes", 1, node.at);
      const raw = substitute(node.raw, defines);
      if (node.kind === "section") {
        const condition = conditionOf({ ...node, raw }, defines, loaded, answers);
        if (!condition) {
          if (!knownSections.test(node.name)) {
            if (node.name === "macro" || isDecisive(node.children))
              findings.push({ kind: "decide", at: node.at, what: `<${node.written}>`, text: notUnderstood });
            return [];
          }
          return [{ ...node, raw, children: resolved(node.children, depth, isSure) }];
        }
        const { holds, unknown } = condition;
        const matters = unknown !== undefined && isDecisive(node.children);
        if (matters) {
          if (!answers.has(unknown.key)) assumed.set(unknown.key, unknown.assumed);
          const what = `<${conditionNames[node.name] ?? node.name} ${raw}>`;
          findings.push({ kind: "decide", at: node.at, what, text: unknown.text });
        }
        return holds ? resolved(node.children, depth, isSure && (!unknown || matters)) : [];
      }
      if (node.name === "include" || node.name === "includeoptional") return included({ ...node, raw }, depth, isSure);
      if (node.name === "use") findings.push({ kind: "decide", at: node.at, what: "Use", text: notUnderstood });
      note(node.name, raw, node.at, isSure);
      return [{ ...node, raw }];
    });
  }

  /** Follows the directives that change how later lines are read. */
  function note(name: string, raw: string, at: At, isSure: boolean): void {
    if (!["define", "undefine", "serverroot", "loadmodule"].includes(name)) return;
    const [word = "", value = ""] = wordsAt({ raw, at });
    if (name === "define") defines.set(word, value);
    if (name === "undefine") defines.delete(word);
    if (name === "loadmodule" && isSure) loaded.add(word.replace(/_module$/, ""));
    // A copied configuration still names the old server's folder. The copy's own one counts.
    if (name !== "serverroot" || options.root || disk.kind(word) !== "folder") return;
    const from = relative(resolve(word), first);
    if (!from.startsWith("..") && !isAbsolute(from)) root = resolve(word);
  }

  function included({ name, raw, at }: Directive, depth: number, isSure: boolean): ConfigNode[] {
    const [pattern, ...more] = wordsAt({ raw, at });
    if (pattern === undefined || more.length > 0) refuse(at, "expected one path to include");
    const path = resolve(root, pattern);
    const found = expand(path, disk);
    if (found.length === 0) {
      const outside = relative(root, path).startsWith("..");
      // Where a condition was assumed to be otherwise, the files may rightly be absent.
      if (name === "include" && !outside && answers.size === 0 && disk.kind(path) !== "folder")
        refuse(at, `expected a file to include; no file matches ${printable(pattern)}`);
      if (outside) findings.push(notRead(path, at));
    }
    return found.flatMap((file) => {
      if (isInside(file)) return readFile(file, depth + 1, at, isSure);
      findings.push(notRead(file, at));
      return [];
    });
  }

  const notRead = (path: string, at: At): Finding => {
    const text = `lies outside ${root} and was not read. Give a folder that holds it with --root, or check it by hand.`;
    return { kind: "decide", at, what: `Include ${path}`, text };
  };

  const nodes = files.flatMap((file) => {
    const path = resolve(file);
    if (disk.kind(path) !== "file") refuse(undefined, `expected a file at ${file}`);
    return readFile(path, 0, undefined);
  });
  const nested = nodes.flatMap((node) => (node.kind === "section" ? [...everyNode(node.children)] : []));
  const inner = nested.find(({ name }) => name === "virtualhost");
  if (inner) refuse(inner.at, "expected <VirtualHost> outside of every other section");
  return { nodes, findings, assumed };
}

/** Returns the files that a path means, sorted. Follows wildcards, and folders to the bottom. */
function expand(path: string, disk: Disk): string[] {
  let found = ["/"];
  for (const part of path.split("/").filter(Boolean)) {
    if (!/[*?[]/.test(part)) found = found.map((folder) => join(folder, part));
    else found = found.flatMap((folder) => matching(folder, part, disk));
    if (found.length > most.files) found.length = most.files + 1;
  }
  return found.flatMap((each) => filesAt(each, disk, 0));
}

function matching(folder: string, pattern: string, disk: Disk): string[] {
  if (disk.kind(folder) !== "folder") return [];
  const source = pattern
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".")
    .replaceAll("[!", "[^");
  const shape = /\[[^\]]*$/.test(source) ? null : new RegExp(`^${source}$`);
  // Like a shell: a name that begins with a dot is meant only if the pattern begins with one.
  const names = disk
    .names(folder)
    .filter((name) => shape?.test(name) && name.startsWith(".") === pattern.startsWith("."));
  return names.sort().map((name) => join(folder, name));
}

function filesAt(path: string, disk: Disk, depth: number): string[] {
  if (depth > most.depth) refuse(undefined, `expected at most ${most.depth} folders in one another at ${path}`);
  const kind = disk.kind(path);
  if (kind === "file") return [path];
  return kind === "folder"
    ? disk
        .names(path)
        .sort()
        .flatMap((name) => filesAt(join(path, name), disk, depth + 1))
    : [];
}
