/** Reads JSON from untrusted input. */

/**
 * Parses JSON. Returns undefined if it is malformed. Of a name that comes twice the last counts, as
 * in every JWT that jose reads: RFC 7519 section 4, docs/decisions/0020-names-that-come-twice.md.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
