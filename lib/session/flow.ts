/** One sign-in attempt: what it remembers between leaving for NATS and coming back, in a sealed cookie of its own. */
import { base64url } from "jose";
import { z } from "zod";
import { addresses } from "../addresses";
import type { Settings } from "../settings/shape";
import { type Cookie, expiredCookie, flowCookiePrefix, timedCookie } from "./cookies";
import { deriveKey, open, randomText, type Secrets, seal } from "./seal";

/** A sign-in attempt. `startedAt` in seconds since 1970. A used one remembers only where it led. */
export interface Flow {
  state: string;
  /** PKCE code verifier (RFC 7636 section 4.1); empty once used. */
  verifier: string;
  returnTo: string;
  startedAt: number;
}

/** A flow can be completed for 2 hours; for a day it still knows the way back; once used, for 10 minutes. In seconds. */
export const flowSeconds = { complete: 7200, remembered: 86_400, used: 600 } as const;

/** At most 12 attempts at a time, oldest dropped, and 4 kB of cookies: more would grow into HTTP 431 on every page. */
const maxFlows = { count: 12, bytes: 4096 } as const;

const sealedFlow = z.tuple([z.string(), z.string(), z.string(), z.int()]);

/** Longest way back that a flow remembers, in characters: its cookie is sent with every request until the sign-in ends. */
const longestReturn = 512;

/** Starts an attempt that leads back to `returnTo`; of a very long address to its page without the query. */
export async function startFlow(returnTo: string, settings: Settings, now: number): Promise<Flow> {
  const page = returnTo.replace(/[?#].*$/s, "");
  const remembered =
    returnTo.length <= longestReturn ? returnTo : page.length <= longestReturn ? page : addresses.membersHome;
  return {
    state: await newState(settings.secrets, now),
    verifier: randomText(32),
    returnTo: remembered,
    startedAt: now,
  };
}

/** The nonce of a flow: a hash of the verifier, so the cookie need not carry both. OpenID Connect Core section 15.5.2. */
export async function nonceOf({ verifier }: Flow): Promise<string> {
  return hash(`nonce ${verifier}`, 16);
}

/** The PKCE code challenge, S256: RFC 7636 section 4.2. */
export async function challengeOf({ verifier }: Flow): Promise<string> {
  return hash(verifier, 32);
}

/** The cookie that holds a flow. */
export async function flowCookie(flow: Flow, settings: Settings): Promise<Cookie> {
  const sealed = await seal("flow", [flow.state, flow.verifier, flow.returnTo, flow.startedAt], settings.secrets);
  return timedCookie(await flowCookieName(flow.state, settings), sealed, flowSeconds.remembered, settings);
}

/** The cookie that keeps a finished flow's way back for a while: the callback opened again still leads to the page. */
export async function usedFlowCookie(flow: Flow, settings: Settings): Promise<Cookie> {
  return { ...(await flowCookie({ ...flow, verifier: "" }, settings)), maxAge: flowSeconds.used };
}

/** Name of the cookie for a state. */
export async function flowCookieName(state: string, settings: Pick<Settings, "secure">): Promise<string> {
  return flowCookiePrefix(settings) + (await hash(state, 6));
}

/** Opens a flow cookie that was made for `state`; null for anything else. Its age is the caller's to judge. */
export async function openFlow(sealed: string, state: string, settings: Settings): Promise<Flow | null> {
  const flow = await readFlow(sealed, settings);
  return flow?.state === state ? flow : null;
}

async function readFlow(sealed: string, settings: Settings): Promise<Flow | null> {
  const parsed = sealedFlow.safeParse(await open("flow", sealed, settings.secrets));
  if (!parsed.success) return null;
  const [state, verifier, returnTo, startedAt] = parsed.data;
  return { state, verifier, returnTo, startedAt };
}

/** The cookies that drop the oldest flows, so that one more of `nextBytes` fits. Takes all cookies of the request. */
export async function prunedFlowCookies(
  cookies: readonly { name: string; value: string }[],
  nextBytes: number,
  settings: Settings,
): Promise<Cookie[]> {
  const prefix = flowCookiePrefix(settings);
  const flows = await Promise.all(
    cookies
      .filter(({ name }) => name.startsWith(prefix))
      .map(async ({ name, value }) => ({
        name,
        bytes: name.length + value.length,
        // A cookie that does not open is the oldest of all.
        startedAt: (await readFlow(value, settings))?.startedAt ?? 0,
      })),
  );
  // Newest first; of one second, the one the browser sends later is newer (RFC 6265 section 5.4).
  flows.reverse().sort((a, b) => b.startedAt - a.startedAt);
  let bytes = nextBytes;
  return flows.flatMap((flow, index) => {
    bytes += flow.bytes;
    return index + 1 < maxFlows.count && bytes <= maxFlows.bytes ? [] : [expiredCookie(flow.name, settings)];
  });
}

/**
 * A new state: 80 random bits, the time and a short MAC, 27 characters as mod_auth_openidc sends (NATS may keep it in a short column).
 * The MAC lets the callback tell a browser that keeps no cookies from a link somebody made up.
 */
async function newState(secrets: Secrets, now: number): Promise<string> {
  const bytes = new Uint8Array(20);
  crypto.getRandomValues(bytes.subarray(0, 10));
  new DataView(bytes.buffer).setUint32(10, now);
  bytes.set(await mac(secrets[0], bytes.subarray(0, 14)), 14);
  return base64url.encode(bytes);
}

/** When we issued `state`, in seconds since 1970, or null when we did not. */
export async function stateIssuedAt(state: string, secrets: readonly string[]): Promise<number | null> {
  if (!/^[\w-]{27}$/.test(state)) return null;
  const bytes = base64url.decode(state);
  for (const secret of secrets) {
    const expected = await mac(secret, bytes.subarray(0, 14));
    if (expected.every((byte, index) => byte === bytes[14 + index])) {
      return new DataView(bytes.buffer, bytes.byteOffset).getUint32(10);
    }
  }
  return null;
}

async function mac(secret: string, data: Uint8Array): Promise<Uint8Array> {
  const raw = new Uint8Array(await deriveKey(secret, "state"));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, new Uint8Array(data))).subarray(0, 6);
}

async function hash(text: string, bytes: number): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return base64url.encode(new Uint8Array(digest).subarray(0, bytes));
}
