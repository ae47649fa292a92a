/** Makes outbound calls with limits on time, bytes and redirects. */

/** A response that was read to its end, or the reason why there is none. */
export type FetchResult =
  | { status: number; contentType: string; text: string }
  | { fault: "timeout" | "too_large" | "redirect" | "network" };

/** Limits of a call to NATS. `seconds` covers everything up to the last byte. */
export const providerBounds = { seconds: 5, bytes: 262_144 };

/**
 * Fetches `url` and reads the whole body. Never throws.
 * Redirects are not followed: an access token must not reach another host. Nothing is cached: one
 * member's response must not be served to another.
 */
export async function boundedFetch(
  fetcher: typeof fetch,
  url: string,
  init: RequestInit,
  { seconds, bytes } = providerBounds,
): Promise<FetchResult> {
  const controller = new AbortController();
  // The timer of `AbortSignal.timeout` cannot be cleared. It held the request that made the call,
  // with its page, for up to five seconds after the answer.
  const timer = setTimeout(() => controller.abort(), seconds * 1000);
  const { signal } = controller;
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
  } finally {
    clearTimeout(timer);
  }
}

/** Returns null above `maxBytes`. They are counted after decompression, which stops gzip bombs. */
async function readText(response: Response, maxBytes: number): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  // Leaving the loop cancels the body.
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > maxBytes) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
