/** The addresses that belong to the product. Code that names one takes it from here. */

/** One address each; e2e/tables/addresses.spec.ts holds them against the folders of app/. */
export const addresses = {
  frontPage: "/",
  /** Where members land who asked for nothing in particular. */
  membersHome: "/members",
  login: "/login",
  logout: "/logout",
  join: "/join",
  /** The redirect URI, unless OIDC_REDIRECT_URI names another one. */
  callback: "/api/auth/callback/nats",
  session: "/api/auth/session",
  recheck: "/api/auth/recheck",
  check: "/api/auth/check",
  live: "/api/health/live",
  ready: "/api/health/ready",
  /** Asks whether to sign out. */
  signOut: "/sign-out",
  signedOut: "/signed-out",
  timedOut: "/timed-out",
  signInFailed: "/sign-in-failed",
  unavailable: "/unavailable",
  /** Followed by the reason; reached by the gate's rewrite only. */
  refused: "/refused",
  /** Gated, unlike the others: member files lie below it. */
  media: "/media",
  /** Gated, too: gives fresh links to files. */
  mediaLink: "/media-link",
} as const;

/** What the address of every member file begins with. */
export const mediaRoot = `${addresses.media}/`;

/** Route handlers that are open to everybody and set their own headers. */
export const handlerPaths: readonly string[] = [
  addresses.login,
  addresses.logout,
  addresses.join,
  addresses.callback,
  addresses.session,
  addresses.recheck,
  addresses.check,
  addresses.live,
  addresses.ready,
];

/** Patterns of the paths that no gate may close: without them nobody could sign in. */
export const openPaths = [
  addresses.login,
  addresses.logout,
  addresses.join,
  addresses.signOut,
  addresses.signedOut,
  addresses.timedOut,
  addresses.signInFailed,
  addresses.unavailable,
  `${addresses.refused}/**`,
  "/api/auth/**",
  "/api/health/**",
] as const;

/** Returns `address` with the path to go to afterwards: `/login?returnTo=%2Fmembers`. */
export function withReturn(address: string, returnTo: string): string {
  return `${address}?${new URLSearchParams({ returnTo })}`;
}
