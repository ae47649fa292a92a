/** Verdicts on wrong or forged token responses, callbacks, discovery documents and key sets. */
import type { FaultTable } from "../../nats/server";
import type { Row, Verdict } from "./verdicts";

const bothIn: Verdict = { apache: "in", product: "in" };

const response = <N extends keyof FaultTable>(
  name: N,
  description: string,
  fault: NonNullable<FaultTable[N]>,
  verdict: Verdict,
): Row => ({
  name: `${name} ${description}`,
  faults: { [name]: fault },
  ...verdict,
});

/** All rows of this file. */
export const responseRows: Row[] = [
  response(
    "token",
    "without id_token",
    { remove: ["id_token"] },
    { apache: '"id_token" parameter', product: "bad_token" },
  ),
  response(
    "token",
    "without access_token",
    { remove: ["access_token"] },
    { apache: '"access_token"', product: "bad_token" },
  ),
  response(
    "token",
    "with token_type mac",
    { set: { token_type: "mac" } },
    { apache: 'token_type is "mac"', product: "bad_token" },
  ),
  response("token", "with token_type bearer", { set: { token_type: "bearer" } }, bothIn),
  response("token", "without expires_in", { remove: ["expires_in"] }, bothIn),
  response(
    "token",
    "with an error field and tokens",
    { set: { error: "x" } },
    { apache: 'contained an "error" entry', product: "bad_token" },
  ),
  response("token", "that is a web page", { body: "<p>" }, { apache: "JSON parsing", product: "not_listed" }),
  response("token", "with status 500", { status: 500 }, { apache: "JSON parsing", product: "provider_unreachable" }),
  response(
    "token",
    "with a reset connection",
    { reset: true },
    { apache: "curl_easy_perform", product: "provider_unreachable" },
  ),
  response(
    "callback",
    "with another state",
    { set: { state: "x" } },
    { apache: 'no "mod_auth_openidc_state_x"', product: "bad_callback" },
  ),
  response("callback", "without state", { remove: ["state"] }, { apache: "invalid request", product: "bad_callback" }),
  response(
    "callback",
    "with another code",
    { set: { code: "x" } },
    { apache: "invalid_grant", product: "code_rejected" },
  ),
  response(
    "callback",
    "with another iss",
    { set: { iss: "https://evil.test" } },
    { apache: "configured issuer", product: "bad_token" },
  ),
  response(
    "callback",
    "with an error",
    { set: { error: "access_denied" } },
    { apache: "access_denied", product: "cancelled" },
  ),
  response(
    "metadata",
    "with another issuer",
    { set: { issuer: "https://evil.test" } },
    { apache: "requested issuer", product: "bad_metadata" },
  ),
  response(
    "metadata",
    "without issuer",
    { remove: ["issuer"] },
    { apache: '"issuer" string', product: "bad_metadata" },
  ),
  response(
    "metadata",
    "without jwks_uri",
    { remove: ["jwks_uri"] },
    { apache: "could not find key", product: "bad_metadata" },
  ),
  response(
    "metadata",
    "with status 500",
    { status: 500 },
    { apache: "could not retrieve metadata", product: "provider_unreachable" },
  ),
  response(
    "jwks",
    "without keys",
    { set: { keys: [] } },
    { apache: "could not find key", product: "provider_unreachable" },
  ),
  response("jwks", "with status 500", { status: 500 }, { apache: "JSON parsing", product: "provider_unreachable" }),
];
