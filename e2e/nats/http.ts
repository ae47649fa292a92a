// Reading requests and writing answers: forms, JSON, pages and redirects over node:http.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Call } from "./calls";
import type { Html } from "./layout";
import type { Switches } from "./switches";

/** One request on its way through the look-alike. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly url: URL;
  readonly call: Call;
}

/** A request that cannot be served, with the status to answer. */
export type BadRequest = Error & { readonly status: number };

/** An error that says the request cannot be served. */
export function badRequest(status: number, message: string): BadRequest {
  return Object.assign(new Error(message), { status });
}

/** Whether something thrown is a BadRequest. */
export function isBadRequest(error: unknown): error is BadRequest {
  return error instanceof Error && "status" in error && typeof error.status === "number";
}

/** The body as text. Throws BadRequest 413 beyond `limit` bytes. */
export async function readText(req: IncomingMessage, limit = 65536): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw badRequest(413, "Body too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** A form body. Throws BadRequest 415 when the body is of another type, 413 when too large. */
export async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  const type = (req.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") {
    throw badRequest(415, "A form body is needed.");
  }
  return new URLSearchParams(await readText(req));
}

/** A JSON body of up to 4 MB. Throws BadRequest 400 when it is not JSON. */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  const text = await readText(req, 4_194_304);
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(400, "The body is not JSON.");
  }
}

/** The content type of a protocol answer, as the switch says. */
export function contentType(switches: Switches, kind: "json" | "jwt"): string {
  if (switches.contentTypes === "html") return "text/html; charset=UTF-8";
  return kind === "jwt" && switches.contentTypes === "standard" ? "application/jwt" : "application/json";
}

/** Writes text of any type; never cached. */
export function send(
  res: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, { "cache-control": "no-store", "content-type": type, ...headers });
  res.end(body);
}

/** Writes JSON; never cached. */
export function sendJson(
  res: ServerResponse,
  status: number,
  value: unknown,
  type = "application/json",
  headers: Record<string, string> = {},
): void {
  send(res, status, type, JSON.stringify(value), headers);
}

/** Writes a page with a policy that allows its inline style, and the inline script of that hash when there is one. */
export function sendPage(res: ServerResponse, status: number, page: Html, scriptHash = ""): void {
  const script = scriptHash === "" ? "" : `; script-src '${scriptHash}'; connect-src 'self'`;
  // No form-action: Chromium applies it to the redirect after the login form, which leads to the members area.
  send(res, status, "text/html; charset=utf-8", page.html, {
    "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'${script}`,
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
  });
}

/** 303 to an address, with parameters added to its query. */
export function redirect(res: ServerResponse, address: string, parameters: Record<string, string> = {}): void {
  const target = new URL(address);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.append(name, value);
  res.setHeader("cache-control", "no-store");
  res.writeHead(303, { location: target.href }).end();
}

/** Whether it is an absolute http or https address without a fragment. */
export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\//i.test(text) && !text.includes("#");
}
