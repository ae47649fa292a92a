/** The addresses behind the gates of a marked site, and the proof that each shows its mark. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { standingOf } from "../../../lib/access/table";
import { gates } from "../../../lib/gates";
import { sendRaw, statusOf } from "../../fixtures/bypass/raw";
import type { Build } from "../../fixtures/bypass/spellings";
import { transports } from "../../fixtures/bypass/transports";
import type { Product } from "../../fixtures/product";
import { navigation, request } from "../../fixtures/visitor";
import { otherSigns, otherTargets, signsOf } from "./marked-site";

/**
 * Returns an address of each gated page and handler of the build in `folder`, and those of files.
 * Pages with a parameter are looked for in the links of the others. Throws if one has no address,
 * or if a member with every right is not shown its mark: the matrix would prove nothing.
 */
export async function targetsOf(product: Product, folder: string, cookie: string): Promise<string[]> {
  const routes = Object.values(JSON.parse(readFileSync(join(folder, ".next/app-path-routes-manifest.json"), "utf8")));
  const gated = (routes as string[]).filter((route) => isGated(route.replaceAll(/\[[^\]]*\]/g, "x")));
  // Next's own begin with an underscore.
  const pages = gated.filter((route) => !/^\/(_|media(-link)?(\/|$))/.test(route));
  const plain = pages.filter((route) => !route.includes("["));
  const bodies = await Promise.all(
    plain.map((path) => request(product.origin + path, { headers: { ...navigation, cookie } })),
  );
  const links = bodies.flatMap(({ body }) => [...body.matchAll(/href="(\/[^"?#]*)"/g)].map(([, href = ""]) => href));
  const found = pages.map((route) => {
    const pattern = new RegExp(`^${route.replaceAll(/\[[^\]]*\]/g, "[^/]+")}$`);
    const address = [...plain, ...links].find((path) => pattern.test(path));
    if (address === undefined) throw new Error(`No page links to ${route}.`);
    return address;
  });
  const targets = [...found, ...otherTargets];
  for (const target of targets) await provesItself(product, target, cookie);
  return targets;
}

function isGated(path: string): boolean {
  return standingOf(gates, path).kind === "gated";
}

/** True if an answer to an attempt at `target` has what shows that a lock opened. */
export function opened(answer: string, target: string, forbidden: RegExp): boolean {
  return forbidden.test(answer) || otherSigns[target]?.test(answer) === true;
}

async function provesItself({ origin }: Product, target: string, cookie: string): Promise<void> {
  const answer = await sendRaw(origin, { method: "GET", target, headers: { ...navigation, cookie } });
  if (!opened(answer, target, anyOf(target))) throw new Error(`${target} shows no mark: ${answer.slice(0, 300)}`);
}

/** What an answer from a target shows: the mark of its gate. */
function anyOf(target: string): RegExp {
  const standing = standingOf(gates, target.split("?")[0] ?? "");
  return signsOf((standing.kind === "gated" && standing.gate) || "full");
}

/** Throws unless each way to ask that reaches a page shows its mark to a member. */
export async function waysProveThemselves({ origin }: Product, build: Build, cookie: string): Promise<void> {
  for (const { name, headers, method = "GET", body, target, hashed } of transports) {
    if (hashed || target) continue;
    const path = name.startsWith("an action") ? "/full/marked-action" : "/media/full/a.txt";
    const sent = { ...headers(build), cookie, origin };
    const answer = await sendRaw(origin, { method, target: path, headers: sent, body: body?.(build) });
    if (!signsOf("full").test(answer)) throw new Error(`As ${name}, a member gets ${statusOf(answer)} without a mark.`);
  }
}
