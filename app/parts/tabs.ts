/** The channel between this browser's tabs of the site. */

/** Returns null in old browsers, and where storage is blocked: a tab then asks when it is shown. */
export function openChannel(): BroadcastChannel | null {
  try {
    return new BroadcastChannel("members");
  } catch {
    return null;
  }
}
