// Reads requests and writes answers with node:http: forms, JSON, pages and redirects.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Call } from "./calls";
import type { Html } from "./layout";
import type { Switches } from "./switches";

/** One request, its response, and its entry in the recorded calls. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly url: URL;
  readonly call: Call;
}

/** The error of a request that cannot be served, with the HTTP status of the response. */
export type BadRequest = Error & { readonly status: number };

/** Creates a BadRequest. The server responds with its status and message. */
export function badRequest(status: number, message: string): BadRequest {
  return Object.assign(new Error(message), { status });
}

/** Returns true if a thrown value is a BadRequest. */
export function isBadRequest(error: unknown): error is BadRequest {
  return error instanceof Error && "status" in error && typeof error.status === "number";
}

/** Reads the body as text. Throws BadRequest 413 if it is longer than `maxBytes`. */
export async function readText(req: IncomingMessage, maxBytes = 65536): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw badRequest(413, "The body is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Reads a form body. Throws BadRequest 415 if it is of another type, and 413 if it is too large.
 */
export async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  const type = (req.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") {
    throw badRequest(415, "The body must be a form.");
  }
  return new URLSearchParams(await readText(req));
}

/** Reads a JSON body of up to 4 MB. Throws BadRequest 400 if it is not JSON. */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  const text = await readText(req, 4_194_304);
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(400, "The body is not JSON.");
  }
}

/** Returns the content type of an OpenID answer, as the switch `contentTypes` selects. */
export function contentType(switches: Switches, kind: "json" | "jwt"): string {
  if (switches.contentTypes === "html") return "text/html; charset=UTF-8";
  return kind === "jwt" && switches.contentTypes === "standard" ? "application/jwt" : "application/json";
}

/** Sends a body of any type, with Cache-Control: no-store. */
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

/** Sends JSON, with Cache-Control: no-store. */
export function sendJson(
  res: ServerResponse,
  status: number,
  value: unknown,
  type = "application/json",
  headers: Record<string, string> = {},
): void {
  send(res, status, type, JSON.stringify(value), headers);
}

/**
 * Sends a page. Its CSP allows the inline style and, if given, the inline script with that hash.
 */
export function sendPage(res: ServerResponse, status: number, page: Html, scriptHash = ""): void {
  const script = scriptHash === "" ? "" : `; script-src '${scriptHash}'; connect-src 'self'`;
  // Chromium applies form-action to the redirect that follows the login form. That redirect leads
  // to the members area, so there is no form-action.
  send(res, status, "text/html; charset=utf-8", page.html, {
    "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'${script}`,
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
  });
}

/** Redirects with status 303 to a URL, with `parameters` added to its query. */
export function redirect(res: ServerResponse, address: string, parameters: Record<string, string> = {}): void {
  const target = new URL(address);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.append(name, value);
  res.setHeader("cache-control", "no-store");
  res.writeHead(303, { location: target.href }).end();
}

/** Returns true if the text is an absolute http or https URL without a fragment. */
export function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\//i.test(text) && !text.includes("#");
}
