/**
 * A sign-in attempt: what its sealed cookie remembers between leaving for NATS and coming back. For
 * Node only: its hashes cost a tenth of the Web Crypto API's, and a start computes five.
 */
import { createHash, createHmac } from "node:crypto";
import { base64url } from "jose";
import { z } from "zod";
import { addresses } from "../addresses";
import type { Settings } from "../settings/shape";
import { type Cookie, expiredCookie, flowCookiePrefix, timedCookie } from "./cookies";
import { deriveKey, open, randomText, type Secrets, seal } from "./seal";

/** A sign-in attempt. `startedAt` in seconds since 1970. */
export interface Flow {
  state: string;
  /** PKCE code verifier (RFC 7636 section 4.1); empty once the flow was used. */
  verifier: string;
  returnTo: string;
  startedAt: number;
}

/** Seconds that a flow can be completed, still leads back, and leads back after its use. */
export const flowSeconds = { complete: 7200, remembered: 86_400, used: 600 } as const;

/** All cookies of a request, in the order sent. */
type Sent = readonly { name: string; value: string }[];

/** Bounds of all flow cookies of a browser. More would grow into HTTP 431 on every page. */
const maxFlows = { count: 12, bytes: 4096 } as const;

/** Flow cookies of one request that are opened, and further ones that are removed unopened. */
const maxHandled = { opened: 16, removed: 36 } as const;

/** Longest path in a flow, in characters: browsers send its cookie with every request. */
const maxReturnLength = 512;

const sealedFlow = z.tuple([z.string(), z.string(), z.string(), z.int()]);

/** Starts a flow that leads back to `returnTo`, without its query if that is too long. */
export async function startFlow(returnTo: string, { secrets }: Settings, now: number): Promise<Flow> {
  const state = await newState(secrets, now);
  return { state, verifier: randomText(32), returnTo: rememberedPath(returnTo), startedAt: now };
}

function rememberedPath(returnTo: string): string {
  const candidates = [returnTo, returnTo.replace(/[?#].*$/s, "")];
  return candidates.find(({ length }) => length <= maxReturnLength) ?? addresses.membersHome;
}

/** The nonce: a hash of the verifier, so the cookie carries one. OpenID Core section 15.5.2. */
export function nonceOf({ verifier }: Flow): string {
  return hash(`nonce ${verifier}`, 16);
}

/** The PKCE code challenge, S256: RFC 7636 section 4.2. */
export function challengeOf({ verifier }: Flow): string {
  return hash(verifier, 32);
}

/** Makes the cookie that holds a flow. */
export async function flowCookie(flow: Flow, settings: Settings): Promise<Cookie> {
  const sealed = await seal("flow", [flow.state, flow.verifier, flow.returnTo, flow.startedAt], settings.secrets);
  return timedCookie(flowCookieName(flow.state, settings), sealed, flowSeconds.remembered, settings);
}

/** Makes the cookie of a used flow: if the callback is opened again, it still leads to the page. */
export async function usedFlowCookie(flow: Flow, settings: Settings): Promise<Cookie> {
  return { ...(await flowCookie({ ...flow, verifier: "" }, settings)), maxAge: flowSeconds.used };
}

/** Name of the cookie for a state. */
export function flowCookieName(state: string, settings: Pick<Settings, "secure">): string {
  return flowCookiePrefix(settings) + hash(state, 6);
}

/** Opens the flow cookie of `state`; null for any other. The caller checks its age. */
export async function openFlow(sealed: string, state: string, settings: Settings): Promise<Flow | null> {
  const flow = await readFlow(sealed, settings);
  return flow?.state === state ? flow : null;
}

async function readFlow(sealed: string, { secrets }: Settings): Promise<Flow | null> {
  const parsed = sealedFlow.safeParse(await open("flow", sealed, secrets));
  if (!parsed.success) return null;
  const [state, verifier, returnTo, startedAt] = parsed.data;
  return { state, verifier, returnTo, startedAt };
}

/**
 * Returns the cookies that remove the oldest flows, so that one more of `nextBytes` fits. Takes all
 * cookies of the request. 800 made-up flow cookies once cost a second of CPU and an answer of 61
 * kB, so only the last ones are opened: browsers send the newest last (RFC 6265 section 5.4).
 */
export async function prunedFlowCookies(sent: Sent, nextBytes: number, settings: Settings): Promise<Cookie[]> {
  const named = flowCookiesAmong(sent, settings);
  const flows = await Promise.all(
    named.slice(-maxHandled.opened).map(async ({ name, value }) => ({
      name,
      bytes: name.length + value.length,
      // A cookie that does not open counts as the oldest.
      startedAt: (await readFlow(value, settings))?.startedAt ?? 0,
    })),
  );
  flows.reverse().sort((a, b) => b.startedAt - a.startedAt);
  let bytes = nextBytes;
  const oldest = flows.filter((flow, index) => {
    bytes += flow.bytes;
    return index + 1 >= maxFlows.count || bytes > maxFlows.bytes;
  });
  const surplus = named.slice(0, -maxHandled.opened).slice(-maxHandled.removed);
  return [...oldest, ...surplus].map(({ name }) => expiredCookie(name, settings));
}

/** Counts the sign-ins that a browser completed for a page within the last minute. */
export async function countCompletedSignIns(
  sent: Sent,
  returnTo: string,
  settings: Settings,
  now: number,
): Promise<number> {
  const cookies = flowCookiesAmong(sent, settings).slice(-maxHandled.opened);
  const flows = await Promise.all(cookies.map(({ value }) => readFlow(value, settings)));
  const page = rememberedPath(returnTo);
  return flows.filter((flow) => flow?.verifier === "" && flow.returnTo === page && now - flow.startedAt < 60).length;
}

/** Returns the cookies that remove the flow cookies of a request, at most 36 at a time. */
export function removedFlowCookies(sent: Sent, settings: Settings): Cookie[] {
  const named = flowCookiesAmong(sent, settings).slice(-maxHandled.removed);
  return named.map(({ name }) => expiredCookie(name, settings));
}

/** The cookies whose names have the form of a flow cookie's. */
function flowCookiesAmong(sent: Sent, settings: Settings): Sent {
  const prefix = flowCookiePrefix(settings);
  return sent.filter(({ name }) => name.startsWith(prefix) && /^[\w-]{8}$/.test(name.slice(prefix.length)));
}

/**
 * Makes a state: 80 random bits, the time and a short MAC. It has 27 characters, as
 * mod_auth_openidc sends, because NATS may keep it in a short column. The MAC proves that we issued
 * it: a missing flow cookie then means blocked cookies, and not a made-up link.
 */
async function newState(secrets: Secrets, now: number): Promise<string> {
  const bytes = new Uint8Array(20);
  crypto.getRandomValues(bytes.subarray(0, 10));
  new DataView(bytes.buffer).setUint32(10, now);
  bytes.set(await mac(secrets[0], bytes.subarray(0, 14)), 14);
  return base64url.encode(bytes);
}

/** When this site issued `state`, in seconds since 1970. Returns null if it did not. */
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
  const digest = createHmac("sha256", await deriveKey(secret, "state"))
    .update(data)
    .digest();
  return digest.subarray(0, 6);
}

function hash(text: string, bytes: number): string {
  return createHash("sha256").update(text).digest().subarray(0, bytes).toString("base64url");
}
