/** Builds each variant of the bench once. Starts servers of them, Apache, and the floor. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { encode } from "next-auth/jwt";
import { alteredBuild } from "../../fixtures/altered-build";
import { freePort, root, standardSettings, startProduct, type TestSettings, testSecret } from "../../fixtures/product";
import { now } from "../../fixtures/session-age";
import { sessionOf } from "../../fixtures/test";
import { visitor } from "../../fixtures/visitor";
import type { Nats } from "../../nats/server";
import { startApache } from "../apache/apache";
import { memberCookieOf } from "../load";
import type { Burst, Client } from "./rows";
import { type VariantName, variants } from "./variants";

/** A server that the bench asks. */
export interface Server {
  origin: string;
  pid: number;
  /** Returns the Cookie header of a member, by number: just signed in, or stale. */
  cookie(client: Client, member: number): Promise<string>;
  stop(): Promise<unknown>;
}

/** Starts a server, with further settings if it is a build of ours. */
export type StartServer = (name: Burst["server"], further?: TestSettings) => Promise<Server>;

/**
 * Returns what starts a server of the bench by its name. Builds each variant once. `stop` ends all
 * servers that were started, also those of a measurement that broke off.
 */
export function serverStarter(nats: Nats, tell: (text: string) => void) {
  const folders = new Map<VariantName, string>();
  const folderOf = async (name: VariantName) => {
    if (!folders.has(name)) tell(`Building: ${name} …`);
    const folder = folders.get(name) ?? (await alteredBuild(variants[name]));
    folders.set(name, folder);
    return folder;
  };
  const running: Server[] = [];
  const startNamed: StartServer = async (name, further = {}) => {
    if (name === "node:http") return startFloor();
    if (name === "Apache") return startApacheServer(nats);
    if (name !== "shipped, x-accel") return startBuild(name, await folderOf(name), nats, further);
    return startBuild("shipped", await folderOf("shipped"), nats, { ...further, MEDIA_SEND: "x-accel" });
  };
  const start: StartServer = async (name, further) => {
    const server = await startNamed(name, further);
    running.push(server);
    return server;
  };
  const stop = async () => {
    for (const server of running.splice(0)) await server.stop();
  };
  const remove = async () => {
    for (const folder of folders.values()) await rm(folder, { recursive: true, force: true });
  };
  return { start, stop, remove };
}

async function startBuild(name: VariantName, folder: string, nats: Nats, further: TestSettings): Promise<Server> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const media = { MEDIA_DIR: join(root, "media") };
  const settings = { ...standardSettings(origin, nats.metadataUrl), ...media, ...further };
  const product = await startProduct({ port, folder, settings });
  const isOurs = name !== "next-auth" && name !== "getToken";
  return {
    origin,
    pid: product.pid,
    stop: product.stop,
    cookie: (client, member) =>
      isOurs
        ? memberCookieOf(nats, origin, member, client === "stale" ? { seenAt: now() - 120 } : {})
        : theirCookie(member),
  };
}

/** A cookie of next-auth with the same content. */
async function theirCookie(member: number): Promise<string> {
  const name = "authjs.session-token";
  const token = { ...sessionOf("https://nats.test", { sub: `member${member}` }) };
  return `${name}=${await encode({ token, secret: testSecret, salt: name })}`;
}

/** Apache with the module, by Too Much Media's recipe. Its members sign in at the look-alike. */
async function startApacheServer(nats: Nats): Promise<Server> {
  const { origin, pid, stop } = await startApache({ metadataUrl: nats.metadataUrl });
  const cookie = async () => {
    const member = visitor();
    await member.signIn(`${origin}/members/page.html`, "fiona");
    return Array.from(member.cookies, ([name, value]) => `${name}=${value}`).join("; ");
  };
  return { origin, pid, stop, cookie };
}

/** The floor: a server that answers the same text, and nothing else. */
async function startFloor(): Promise<Server> {
  const port = await freePort();
  const body = `require("node:http").createServer((_, answer) => {
    answer.setHeader("content-type", "application/json");
    answer.end('{"name":"fiona"}');
  }).listen(${port}, "localhost", () => console.log("ready"));`;
  const child: ChildProcess = spawn(process.execPath, ["-e", body], { stdio: ["ignore", "pipe", "inherit"] });
  if (child.stdout) await once(child.stdout, "data");
  const stop = async () => child.kill();
  return { origin: `http://localhost:${port}`, pid: child.pid ?? 0, cookie: async () => "", stop };
}
