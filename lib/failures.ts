/** The closed list of ways a sign-in can fail: HTTP status for the page, and what the operator is told. Members' words: app/theme/words/en.ts. */

interface Failure {
  status: 400 | 500 | 502 | 503;
  /** Cause and cure, one sentence each, for the log. */
  operator: string;
}

/** Every failure by code. */
export const failures = {
  cancelled: { status: 400, operator: "The member cancelled at NATS. Nothing to do." },
  stale: { status: 400, operator: "The sign-in took longer than two hours or its cookie was dropped. Nothing to do." },
  reused: { status: 400, operator: "The return address was opened again after its sign-in had ended. Nothing to do." },
  cookies: {
    status: 400,
    operator:
      "The browser did not return the cookie set at /login. It blocks cookies, or AUTH_URL is not the address members type.",
  },
  bad_callback: {
    status: 400,
    operator:
      "The return address was opened by something that is no answer of NATS. Frequent? Look for a wrong link to it.",
  },
  provider_error: {
    status: 502,
    operator:
      "NATS answered the sign-in with an error, named in this line. Compare OIDC_CLIENT_ID and OIDC_SCOPE with NATS; for invalid_request try OIDC_PKCE_METHOD=none.",
  },
  provider_unreachable: {
    status: 503,
    operator:
      "NATS did not answer as it should. For status 404: is ENABLE_MEMBER_OPENID on, and the path of OIDC_PROVIDER_METADATA_URL right? Else check that this server reaches it.",
  },
  bad_metadata: {
    status: 503,
    operator:
      "NATS's metadata document cannot be used; this line says why. Check OIDC_PROVIDER_METADATA_URL and OIDC_PROVIDER_ISSUER.",
  },
  not_listed: {
    status: 503,
    operator: "NATS refuses this server's address. Add it to MEMBER_OPENID_SECURE_IPS in NATS.",
  },
  client_rejected: {
    status: 502,
    operator:
      "NATS refused the client. Compare OIDC_CLIENT_ID and OIDC_CLIENT_SECRET with NATS, then try OIDC_PROVIDER_TOKEN_ENDPOINT_AUTH.",
  },
  code_rejected: {
    status: 400,
    operator:
      "NATS refused the code: used, too old, or for another redirect URI. Frequent? Compare OIDC_REDIRECT_URI with NATS.",
  },
  bad_token: {
    status: 502,
    operator:
      "The id_token did not verify; this line says why. Check OIDC_CLIENT_ID, OIDC_PROVIDER_ISSUER and NATS's signing key.",
  },
  bad_userinfo: {
    status: 502,
    operator:
      "The userinfo answer did not verify; this line says why. Does OIDC_USER_INFO_SIGNED_RESPONSE_ALG match NATS?",
  },
  no_username: {
    status: 502,
    operator: "The claim named by OIDC_REMOTE_USER_CLAIM is missing or empty. Switch it on in NATS or name another.",
  },
  clock: { status: 502, operator: "The id_token's times do not fit this server's clock. Set both clocks by NTP." },
  session_too_large: {
    status: 500,
    operator: "The session does not fit a cookie. Declare fewer claims in lib/claims.ts.",
  },
  internal: { status: 500, operator: "Something broke in the members area; this line says what." },
} as const satisfies Record<string, Failure>;

/** Code of a failure. Codes, not class names: names are minified in a production build. */
export type FailureCode = keyof typeof failures;

/** All codes. */
export const failureCodes = Object.keys(failures) as [FailureCode, ...FailureCode[]];

/** An error with one of our codes; `detail` is for the log only and never holds a secret, token or code. */
export interface CodedError extends Error {
  failure: FailureCode;
  detail: string;
}

/** Makes an error with one of our codes. */
export function fail(failure: FailureCode, detail = ""): CodedError {
  return Object.assign(new Error(`${failure}: ${detail}`), { failure, detail });
}

/** Our coded error inside `error` or its chain of causes (next-auth wraps what hooks throw), or null. */
export function codedErrorIn(error: unknown, depth = 5): CodedError | null {
  if (!(error instanceof Error) || depth === 0) return null;
  if ("failure" in error && typeof error.failure === "string" && Object.hasOwn(failures, error.failure))
    return error as CodedError;
  const cause: unknown = error.cause;
  const inner =
    cause instanceof Error ? cause : typeof cause === "object" && cause && "err" in cause ? cause.err : null;
  return codedErrorIn(inner, depth - 1);
}
