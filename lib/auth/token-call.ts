/** Calls the token endpoint for next-auth: corrects the request, judges the response. */
import { z } from "zod";
import { type CodedError, fail } from "../failures";
import type { FetchResult } from "../http/bounded-fetch";
import { parseJson } from "../http/json";
import { callNats } from "../nats/contact";
import type { Metadata } from "../nats/metadata";
import { failureOf } from "../nats/provider-fault";
import type { Settings, TokenEndpointAuth } from "../settings/shape";
import type { Site } from "../site";

const tokenAnswer = z.object({
  id_token: z.string().min(1),
  access_token: z.string().min(1),
  token_type: z.string(),
  // NATS writes numbers as strings elsewhere, so perhaps here.
  expires_in: z.coerce.number().int().positive().max(31_536_000).optional().catch(undefined),
});

/** A token response. `expires_in` in seconds. A refresh token would not be kept. */
export type TokenAnswer = z.output<typeof tokenAnswer>;

/** How the client authenticates: as set, by the metadata, or Basic. Discovery section 3. */
export function tokenEndpointAuth(settings: Settings, metadata: Metadata): TokenEndpointAuth {
  const listed = metadata.token_endpoint_auth_methods_supported;
  const preferPost = listed?.includes("client_secret_post") && !listed.includes("client_secret_basic");
  return settings.provider.tokenEndpointAuth ?? (preferPost ? "client_secret_post" : "client_secret_basic");
}

/**
 * Sends the token request that next-auth built, with the redirect URI of the settings. With
 * `client_secret_basic_raw` the credentials are not percent-encoded, as mod_auth_openidc before 2.4
 * sent them. Never retries: a code works once. Throws our coded errors.
 */
export async function callTokenEndpoint(
  site: Site,
  method: TokenEndpointAuth,
  url: string,
  init: RequestInit,
): Promise<TokenAnswer> {
  const { client } = site.settings;
  const headers = new Headers(init.headers);
  if (method === "client_secret_basic_raw") {
    headers.set("authorization", `Basic ${btoa(`${client.id}:${client.secret}`)}`);
  }
  const body = new URLSearchParams(String(init.body));
  body.set("redirect_uri", client.redirectUri);
  const answer = await callNats(site, "token", url, { method: "POST", headers, body });
  const json = "text" in answer ? parseJson(answer.text) : undefined;
  const failure = tokenFault(answer, json);
  if (failure) throw failure;
  const parsed = tokenAnswer.safeParse(json);
  if (!parsed.success)
    throw fail("bad_token", `token answer: ${parsed.error.issues[0]?.path.join(".")} is missing or malformed`);
  if (parsed.data.token_type.toLowerCase() !== "bearer") throw fail("bad_token", "token_type is not Bearer");
  return parsed.data;
}

/** What a token response that is not a success means: RFC 6749 section 5.2, NATS's address list. */
function tokenFault(answer: FetchResult, json: unknown): CodedError | null {
  if ("fault" in answer) return failureOf(answer);
  const parsed = z.object({ error: z.string() }).safeParse(json);
  const error = parsed.success ? parsed.data.error : undefined;
  if (error === "invalid_grant") return fail("code_rejected", error);
  if (error === "invalid_client" || error === "unauthorized_client" || answer.status === 401) {
    return fail("client_rejected", error === undefined ? `status ${answer.status}` : error.slice(0, 40));
  }
  if (error !== undefined && answer.status === 200) return fail("bad_token", "an error beside the tokens");
  if (answer.status === 200 && typeof json !== "object") {
    return fail("not_listed", "the token endpoint returned a page instead of JSON");
  }
  return failureOf(answer);
}
