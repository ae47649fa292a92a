/** One outbound call, bounded in time, bytes and redirects: the provider's answers are input like any other. */

/** Bounds of a call. `seconds` covers everything up to the last byte. */
export interface Bounds {
  seconds: number;
  bytes: number;
}

/** An answer that was read to its end. */
export interface BoundedResponse {
  status: number;
  contentType: string;
  text: string;
}

/** Why there is no answer. */
export type BoundedFault = "timeout" | "too_large" | "redirect" | "network";

/** A response, or why there is none. */
export type FetchResult = BoundedResponse | { fault: BoundedFault };

/** Bounds of calls to NATS: 5 seconds, 256 kB. */
export const providerBounds: Bounds = { seconds: 5, bytes: 262_144 };

/**
 * Fetches `url` and reads the whole body. Follows no redirect (a token must not travel on) and uses no cache (one member's answer must
 * not be another's). Never throws: gives the answer or the fault.
 */
export async function boundedFetch(
  fetcher: typeof fetch,
  url: string,
  init: RequestInit,
  { seconds, bytes }: Bounds = providerBounds,
): Promise<FetchResult> {
  const signal = AbortSignal.timeout(seconds * 1000);
  try {
    const response = await fetcher(url, { ...init, redirect: "manual", cache: "no-store", signal });
    if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
      await response.body?.cancel();
      return { fault: "redirect" };
    }
    const text = await readText(response, bytes);
    if (text === null) return { fault: "too_large" };
    return { status: response.status, contentType: response.headers.get("content-type") ?? "", text };
  } catch {
    return { fault: signal.aborted ? "timeout" : "network" };
  }
}

/** The body as text, or null once it is longer than `limit` bytes (after decompression, so a gzip bomb stops here too). */
async function readText(response: Response, limit: number): Promise<string | null> {
  const reader = response.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.byteLength;
    if (length > limit) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}
