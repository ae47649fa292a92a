// Plays transport faults: answers that are late, missing, cut off, endless, huge or redirected.
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { EndpointFault } from "./faults";

/**
 * Plays a fault. Returns true if the request is dealt with and the caller must not answer; returns
 * false if the caller should send the normal answer. `closing` ends a delay when the server closes.
 */
export async function playFault(
  req: IncomingMessage,
  res: ServerResponse,
  fault: EndpointFault | undefined,
  closing: AbortSignal,
): Promise<boolean> {
  if (!fault) return false;
  if (fault.delayMs) await delay(fault.delayMs, undefined, { signal: closing }).catch(() => undefined);
  if (res.destroyed || closing.aborted) return true;
  if (fault.hang) return true;
  if (fault.reset) {
    req.socket.resetAndDestroy();
    return true;
  }
  if (fault.redirectTo !== undefined) {
    res.writeHead(302, { ...fault.headers, location: fault.redirectTo }).end();
    return true;
  }
  const head = { "content-type": fault.contentType ?? "application/json", ...fault.headers };
  if (fault.drip) {
    res.writeHead(fault.status ?? 200, head);
    const timer = setInterval(() => res.write(" "), fault.drip);
    res.once("close", () => clearInterval(timer));
    return true;
  }
  if (fault.hugeBody) {
    res.writeHead(fault.status ?? 200, head);
    await pipeline(Readable.from(hugeJson(fault.hugeBody)), res).catch(() => undefined);
    return true;
  }
  if (fault.gzipBomb) {
    res.writeHead(fault.status ?? 200, { ...head, "content-encoding": "gzip" });
    res.end(gzipSync(Buffer.alloc(fault.gzipBomb, " ")));
    return true;
  }
  if (fault.status === undefined && fault.body === undefined) {
    for (const [name, value] of Object.entries(fault.headers ?? {})) res.setHeader(name, value);
    return false;
  }
  const status = fault.status ?? 200;
  const contentType = fault.contentType ?? (fault.body === undefined ? "text/html" : "application/json");
  res.writeHead(status, { ...fault.headers, ...(status === 204 ? {} : { "content-type": contentType }) });
  res.end(status === 204 ? undefined : (fault.body ?? `<!doctype html><title>${status}</title><h1>${status}</h1>`));
  return true;
}

function* hugeJson(bytes: number): Generator<string> {
  yield '{"padding":"';
  const chunk = "x".repeat(65536);
  for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk;
  yield '"}';
}
