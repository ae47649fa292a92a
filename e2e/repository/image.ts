/**
 * Follows a Dockerfile without a container engine. Each stage is a folder that stands for the root
 * of a file system. Understands the instructions and flags that ours has, and throws at others.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../fixtures/product";

/** The last stage, with what a container would run. */
export interface Image {
  folder: string;
  workdir: string;
  env: Record<string, string>;
  user: string;
  command: string[];
  healthCheck: string[];
}

type Stage = Image & { name: string };

/** Runs a shell command in a folder, with these variables. */
export type Shell = (command: string, folder: string, env: Record<string, string>) => Promise<void>;

/** Runs a RUN instruction for real. */
export const shell: Shell = async (command, cwd, env) => {
  const { PATH = "", HOME = "" } = process.env;
  const variables = { PATH, HOME, ...env } as unknown as NodeJS.ProcessEnv;
  await promisify(execFile)("sh", ["-ec", command], { cwd, env: variables, maxBuffer: 10_000_000 });
};

/** Builds the Dockerfile of `context` below `folder`. `run` runs its RUN instructions. */
export async function buildImage(context: string, folder: string, run: Shell): Promise<Image> {
  const stages: Stage[] = [];
  for (const [instruction, rest] of instructions(await readFile(join(root, "Dockerfile"), "utf8"))) {
    const stage = stages.at(-1);
    if (instruction === "FROM") stages.push(newStage(rest, folder, stages.length));
    else if (stage) await follow(instruction, rest, { stage, stages, context, run });
  }
  const image = stages.at(-1);
  if (!image) throw new Error("The Dockerfile has no stage.");
  return image;
}

function instructions(text: string): [string, string][] {
  const lines = text.split("\n").filter((line) => line.trim() && !line.startsWith("#"));
  return lines.map((line) => {
    const [, instruction = "", rest = ""] = /^(\w+) (.+)$/.exec(line) ?? [];
    return [instruction, rest];
  });
}

function newStage(rest: string, folder: string, index: number): Stage {
  const [, name = `${index}`] = / AS (\w+)$/.exec(rest) ?? [];
  const where = join(folder, name);
  return { name, folder: where, workdir: "/", env: {}, user: "root", command: [], healthCheck: [] };
}

async function follow(
  instruction: string,
  rest: string,
  { stage, stages, context, run }: { stage: Stage; stages: Stage[]; context: string; run: Shell },
): Promise<void> {
  const workdir = () => join(stage.folder, stage.workdir);
  const json = () => JSON.parse(rest.slice(rest.indexOf("["))) as string[];
  switch (instruction) {
    case "WORKDIR":
      stage.workdir = rest;
      await mkdir(workdir(), { recursive: true });
      return;
    case "ENV": {
      const [name = "", value = ""] = rest.split(/=(.*)/s);
      stage.env[name] = value;
      return;
    }
    case "RUN":
      return run(rest, workdir(), stage.env);
    case "COPY":
      return copy(rest, workdir(), stages, context);
    case "USER":
      stage.user = rest;
      return;
    case "CMD":
      stage.command = json();
      return;
    case "HEALTHCHECK":
      stage.healthCheck = json();
      return;
    case "EXPOSE":
      return;
    default:
      throw new Error(`Not understood: ${instruction} ${rest}`);
  }
}

async function copy(rest: string, workdir: string, stages: Stage[], context: string): Promise<void> {
  const words = rest.split(" ");
  const from = /^--from=(\w+)$/.exec(words[0] ?? "")?.[1];
  const paths = from ? words.slice(1) : words;
  const target = join(workdir, paths.at(-1) ?? "");
  const stage = stages.find(({ name }) => name === from);
  for (const path of paths.slice(0, -1)) {
    if (stage) await cp(join(stage.folder, path), target, { recursive: true, verbatimSymlinks: true });
    else if (path === ".") await copyContext(context, target);
    else await cp(join(context, path), join(target, path), { recursive: true });
  }
}

/** Copies what .dockerignore leaves. Ours names what may enter, and then refuses `.env` files. */
async function copyContext(context: string, target: string): Promise<void> {
  const lines = (await readFile(join(context, ".dockerignore"), "utf8")).split("\n");
  const patterns = lines.filter((line) => line && !line.startsWith("#"));
  const named = patterns.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
  const others = patterns.filter((line) => !line.startsWith("!"));
  if (`${others}` !== "*,**/.env*") throw new Error(`Not understood: ${others}`);
  const isEnv = (path: string) => /(^|\/)\.env[^/]*$/.test(path);
  for (const path of await readdir(context)) {
    if (!named.includes(path)) continue;
    const filter = (source: string) => !isEnv(source.slice(context.length));
    await cp(join(context, path), join(target, path), { recursive: true, filter });
  }
}
