/** The addresses that belong to the product. Code that names one takes it from here. */

/** Trees of the product's route handlers. The first is next-auth's `basePath`. */
export const authPath = "/api/auth";
const healthPath = "/api/health";
const natsPath = "/api/nats";

/** Route handlers that are open to everybody. They set their own headers. */
const handlers = {
  login: "/login",
  logout: "/logout",
  join: "/join",
  scheme: "/scheme",
  /** The redirect URI, unless OIDC_REDIRECT_URI names another one. */
  callback: "/api/auth/callback/nats",
  session: "/api/auth/session",
  recheck: "/api/auth/recheck",
  check: "/api/auth/check",
  stay: "/api/auth/stay",
  /** Where the provider posts logout tokens. */
  backchannelLogout: "/api/auth/backchannel-logout",
  /** For `npm run members`. */
  visits: "/api/auth/visits",
  /** The Management URL in NATS, with `?key=`. middleware.ts leaves it out. */
  pushes: "/api/nats/members",
  live: "/api/health/live",
  ready: "/api/health/ready",
  /** For Prometheus, if METRICS_TOKEN is set. */
  metrics: "/api/metrics",
} as const;

/** Status pages that a browser may open by their address. */
const statusPages = {
  /** Asks whether to sign out. */
  signOut: "/sign-out",
  signedOut: "/signed-out",
  timedOut: "/timed-out",
  signInFailed: "/sign-in-failed",
  unavailable: "/unavailable",
  /** Shows all states, in development only. */
  theme: "/theme",
} as const;

/** Where members land who asked for nothing in particular. */
export const membersHome = "/members";

/** All addresses. e2e/tables/addresses.spec.ts holds them against the folders of app/. */
export const addresses = {
  ...handlers,
  ...statusPages,
  frontPage: "/",
  membersHome,
  /** Followed by the reason. Only the gate's rewrite reaches it. */
  refused: "/refused",
  /** Member files lie below it. Gated, as is `mediaLink`, which gives fresh links to them. */
  media: "/media",
  mediaLink: "/media-link",
} as const;

/** What the address of every member file begins with. */
export const mediaRoot = `${addresses.media}/`;

/** The route handlers that are open to everybody. */
export const handlerPaths: readonly string[] = Object.values(handlers);

/** Patterns of the paths that no gate may close: without them nobody could sign in. */
export const openPaths: readonly `/${string}`[] = [
  ...[handlers.login, handlers.logout, handlers.join, handlers.scheme, handlers.metrics],
  ...Object.values(statusPages),
  `${addresses.refused}/**`,
  `${authPath}/**`,
  `${healthPath}/**`,
  `${natsPath}/**`,
];

/** Returns `address` with the path to go to afterwards: `/login?returnTo=%2Fmembers`. */
export function withReturn(address: string, returnTo: string): string {
  return `${address}?${new URLSearchParams({ returnTo })}`;
}
