/**
 * Every way a sign-in can fail: the page's status, and cause and cure for the operator's log.
 * Members read app/theme/words/en.ts instead.
 */
export const failures = {
  cancelled: { status: 400, operator: "The member cancelled at NATS. Nothing to do." },
  stale: { status: 400, operator: "The sign-in took over two hours, or its cookie was dropped. Nothing to do." },
  reused: { status: 400, operator: "The callback URL was opened again after its sign-in. Nothing to do." },
  cookies: { status: 400, operator: "The browser blocks cookies, or AUTH_URL is not the address members type." },
  bad_callback: {
    status: 400,
    operator: "A callback came without NATS's parameters. If frequent, find the wrong link.",
  },
  provider_error: {
    status: 502,
    operator:
      "NATS returned an error. Check OIDC_CLIENT_ID and OIDC_SCOPE. For invalid_request try OIDC_PKCE_METHOD=none.",
  },
  provider_unreachable: {
    status: 503,
    operator: "NATS failed or is unreachable. Status 404? Check ENABLE_MEMBER_OPENID and OIDC_PROVIDER_METADATA_URL.",
  },
  busy: {
    status: 503,
    operator: "Too many sign-ins wait for NATS: it is slow, or somebody floods /login. Limit requests in the proxy.",
  },
  bad_metadata: {
    status: 503,
    operator: "NATS's metadata is not valid. Check OIDC_PROVIDER_METADATA_URL and OIDC_PROVIDER_ISSUER.",
  },
  not_listed: { status: 503, operator: "NATS rejected this server's IP address. Add it to MEMBER_OPENID_SECURE_IPS." },
  client_rejected: {
    status: 502,
    operator: "NATS rejected the client. Check OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH.",
  },
  code_rejected: {
    status: 400,
    operator: "NATS rejected the code as used, expired or for another URI. If frequent, check OIDC_REDIRECT_URI.",
  },
  bad_token: {
    status: 502,
    operator: "The id_token is not valid. Check OIDC_CLIENT_ID, OIDC_PROVIDER_ISSUER and NATS's signing key.",
  },
  bad_userinfo: {
    status: 502,
    operator: "The userinfo is not valid. Does OIDC_USER_INFO_SIGNED_RESPONSE_ALG match NATS?",
  },
  no_username: {
    status: 502,
    operator: "The claim OIDC_REMOTE_USER_CLAIM is missing. Enable it in NATS or name another.",
  },
  clock: { status: 502, operator: "The clocks of NATS and of this site's servers differ. Set all by NTP." },
  session_too_large: { status: 500, operator: "The session exceeds a cookie. Declare fewer claims in lib/claims.ts." },
  internal: { status: 500, operator: "Unexpected error in the members area. This line names its type." },
} as const satisfies Record<string, { status: 400 | 500 | 502 | 503; operator: string }>;

/** The code of a failure. Class names are minified in production, so code compares these. */
export type FailureCode = keyof typeof failures;

export const failureCodes = Object.keys(failures) as [FailureCode, ...FailureCode[]];

/** An error with a failure code. `detail` is logged, so it never holds a secret, token or code. */
export interface CodedError extends Error {
  failure: FailureCode;
  detail: string;
}

/** Creates an error with a failure code. Does not throw it. */
export function fail(failure: FailureCode, detail = ""): CodedError {
  return Object.assign(new Error(`${failure}: ${detail}`), { failure, detail });
}

/** Returns the coded error in `error` or its causes, or null. next-auth wraps what hooks throw. */
export function codedErrorIn(error: unknown, depth = 5): CodedError | null {
  if (!(error instanceof Error) || depth === 0) return null;
  if ("failure" in error && typeof error.failure === "string" && Object.hasOwn(failures, error.failure))
    return error as CodedError;
  const cause = error.cause as { err?: unknown } | null | undefined;
  return codedErrorIn(cause instanceof Error ? cause : cause?.err, depth - 1);
}
