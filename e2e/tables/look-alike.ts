/** A test with a NATS look-alike of its own, and an OpenID client that calls it over plain HTTP. */
import { test as base, expect } from "@playwright/test";
import { createLocalJWKSet, type JSONWebKeySet } from "jose";
import { type Nats, startNats } from "../nats/server";

type Json = Record<string, unknown>;

/** The client's redirect URI. Nothing listens there: the tests only read where NATS redirects. */
export const redirectUri = "http://localhost:9/api/auth/callback/nats?kept=1";

/** The state that the client sends. It has characters that must be escaped in a URL. */
export const sentState = "a state & more";

/** An OpenID client of the look-alike, with the client id "1" unless a test says otherwise. */
export interface Client {
  /** Returns a field of the discovery document as text, for example the token endpoint. */
  metadata(field: string): Promise<string>;
  /** Returns the URL of an authorization request, with some parameters replaced. */
  authorizeUrl(changes?: Record<string, string>): Promise<string>;
  /** Submits the form of the login page. Returns the response without following a redirect. */
  logIn(username: string, password?: string, changes?: Record<string, string>): Promise<Response>;
  /** Logs in and returns the code that NATS sends back. */
  codeOf(username: string, changes?: Record<string, string>): Promise<string>;
  /** Calls the token endpoint. `basic`: user name and password of HTTP Basic, before encoding. */
  exchangeCode(code: string, form?: Record<string, string>, basic?: string): Promise<Response>;
  /** Signs in and returns the token response. */
  signIn(username: string, clientId?: string): Promise<{ id_token: string; access_token: string } & Json>;
  /** Calls userinfo. */
  userinfo(accessToken: string): Promise<Response>;
  /** Signs in and returns the claims of userinfo. */
  claimsOf(username: string, clientId?: string): Promise<Json>;
  /** Returns the published keys in the form that jose's `jwtVerify` takes. */
  keySet(): Promise<ReturnType<typeof createLocalJWKSet>>;
}

/** Reads JSON from a URL. */
export async function getJson(url: string): Promise<Json> {
  return (await (await fetch(url)).json()) as Json;
}

/** Returns the parameters of a redirect. Fails the test if the response is not a redirect. */
export function redirectParameters(response: Response): URLSearchParams {
  expect(response.status).toBe(303);
  return new URL(response.headers.get("location") ?? "").searchParams;
}

function clientOf(nats: Nats): Client {
  const client: Client = {
    async metadata(field) {
      return String((await getJson(nats.metadataUrl))[field]);
    },
    async authorizeUrl(changes = {}) {
      const query = new URLSearchParams({
        response_type: "code",
        scope: "openid",
        client_id: "1",
        redirect_uri: redirectUri,
        state: sentState,
        nonce: "n-1",
        ...changes,
      });
      return `${await client.metadata("authorization_endpoint")}?${query}`;
    },
    async logIn(username, password = "demo", changes = {}) {
      const page = await (await fetch(await client.authorizeUrl(changes))).text();
      const action = (/action="([^"]+)"/.exec(page)?.[1] ?? "").replaceAll("&amp;", "&");
      const body = new URLSearchParams({ username, password });
      return fetch(nats.origin + action, { method: "POST", body, redirect: "manual" });
    },
    async codeOf(username, changes = {}) {
      return redirectParameters(await client.logIn(username, "demo", changes)).get("code") ?? "";
    },
    async exchangeCode(code, form = {}, basic = "1:demosecret") {
      return fetch(await client.metadata("token_endpoint"), {
        method: "POST",
        headers: { authorization: `Basic ${Buffer.from(basic).toString("base64")}` },
        body: new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: redirectUri, ...form }),
      });
    },
    async signIn(username, clientId = "1") {
      const code = await client.codeOf(username, { client_id: clientId });
      return (await client.exchangeCode(code, {}, `${clientId}:demosecret`)).json();
    },
    async userinfo(accessToken) {
      const headers = { authorization: `Bearer ${accessToken}` };
      return fetch(await client.metadata("userinfo_endpoint"), { headers });
    },
    async claimsOf(username, clientId) {
      const { access_token } = await client.signIn(username, clientId);
      return (await client.userinfo(access_token)).json();
    },
    async keySet() {
      const keys = await getJson(await client.metadata("jwks_uri"));
      return createLocalJWKSet(keys as unknown as JSONWebKeySet);
    },
  };
  return client;
}

/** `nats` is one look-alike for each worker, reset before each test. `client` is a client of it. */
export const test = base.extend<{ nats: Nats; client: Client }, { lookAlike: Nats }>({
  lookAlike: [
    async ({ browserName: _ }, use) => {
      const nats = await startNats();
      await use(nats);
      await nats.close();
    },
    { scope: "worker" },
  ],
  nats: async ({ lookAlike }, use) => {
    await lookAlike.reset();
    await use(lookAlike);
  },
  client: async ({ nats }, use) => use(clientOf(nats)),
});
