/** Reads the body of a request with limits on time and bytes. */

/** A whole body, or the reason why there is none. `broken`: the client went away. */
export type BodyResult = { bytes: Uint8Array } | { fault: "timeout" | "too_large" | "broken" };

/** True if a body is a form of name and value pairs: WHATWG URL section 5. */
export function isUrlEncoded(headers: Headers): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers.get("content-type") ?? "");
}

/**
 * Reads a body of at most `maxBytes` within `seconds`. Never throws. Returns bytes, not text: a
 * text would stay in memory until some later clean-up, with all that a form contains.
 */
export async function boundedBody(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  seconds: number,
): Promise<BodyResult> {
  const bytes = new Uint8Array(maxBytes);
  let length = 0;
  const reader = body?.getReader();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reader?.cancel().catch(() => undefined);
  }, seconds * 1000);
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (isLate) return { fault: "timeout" };
      if (done || !value) return { bytes: bytes.subarray(0, length) };
      if (length + value.byteLength > maxBytes) {
        reader?.cancel().catch(() => undefined);
        return { fault: "too_large" };
      }
      bytes.set(value, length);
      length += value.byteLength;
    }
  } catch {
    return { fault: isLate ? "timeout" : "broken" };
  } finally {
    clearTimeout(timer);
  }
}
