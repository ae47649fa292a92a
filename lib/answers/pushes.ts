/**
 * Answers NATS's posts to the Management URL. A post grants nothing and is not believed: the next
 * request of its member asks NATS. So a forged one costs a call.
 */
import { type NextRequest, NextResponse } from "next/server";
import { boundedBody, isUrlEncoded } from "../http/bounded-body";
import { noIndex, noStore, retryLater } from "../http/headers";
import { isSameSecret } from "../http/same-secret";
import { providerOf } from "../nats/provider";
import { countPush } from "../nats/push-counts";
import { type PushForm, readPushForm } from "../nats/push-form";
import { withinPushLimit } from "../nats/push-limit";
import { meaningOf } from "../nats/push-meaning";
import { registryOf } from "../registry";
import type { Name } from "../registry/names";
import { randomText } from "../session/seal";
import type { Site } from "../site";
import { privateJson } from "./json";

const maxBytes = 65_536;
const maxSeconds = 10;

/** Ends each refusal. NATS puts it into the member's notes, where an operator reads it. */
const later = "The members area learns of this change at its next check of the member";

/**
 * Answers `POST /api/nats/members?key=…`, a form of NATS's Site User Management. Responds 404
 * without NATS_MANAGEMENT_KEY, 403 to a wrong key before the body is read, 413, 415 or 408 to a
 * body that is no short form, 503 to a flood. The text is `OK|…`, `NOTOK|…` or `ERROR|…`, as NATS
 * expects.
 */
export async function answerPush(request: NextRequest, site: Site): Promise<NextResponse> {
  const { managementKeys } = site.settings;
  if (managementKeys.length === 0) return privateJson(404, { error: "not_found" });
  if (request.method !== "POST") return told(405, "ERROR|Only posts are taken here.", { allow: "POST" });
  if (!isKey(request.nextUrl.searchParams.get("key") ?? "", managementKeys)) {
    countPush("wrongKey", 0, site);
    return told(403, `ERROR|The key in the Management URL is wrong. ${later}.`);
  }
  const answer = await withinPushLimit(site, () => take(request, site));
  if (answer !== "busy") return answer;
  countPush("busy", 0, site);
  return told(503, `ERROR|busy: too many posts at once. ${later}.`, retryLater);
}

/** Compares with each key, also if the first is right. */
function isKey(given: string, keys: readonly string[]): boolean {
  return keys.map((key) => isSameSecret(given, key)).includes(true);
}

async function take(request: NextRequest, site: Site): Promise<NextResponse> {
  if (!isUrlEncoded(request.headers))
    return refused(415, "The post is not of type application/x-www-form-urlencoded", site);
  const isLong = Number(request.headers.get("content-length")) > maxBytes;
  const body = isLong ? ({ fault: "too_large" } as const) : await boundedBody(request.body, maxBytes, maxSeconds);
  if ("fault" in body) {
    if (body.fault === "too_large") return refused(413, "The post has more than 64 kB", site);
    return refused(408, "The post did not arrive within ten seconds", site);
  }
  const form = readPushForm(body.bytes);
  // The password in it is not kept a moment longer than needed.
  body.bytes.fill(0);
  if (!form) return refused(413, "The post has more than 500 fields", site);
  const { isChange, counted, status, answer } = meaningOf(form);
  countPush(counted, isChange ? await noteChange(form, site) : 0, site);
  return told(status, answer);
}

/** Lets each visit of the member ask NATS, or ends it if it may not ask. Returns members met. */
async function noteChange(form: PushForm, site: Site): Promise<number> {
  const registry = registryOf(site);
  const never = site.settings.refresh.every === "never";
  const names = await namesOf(form, site);
  const id = randomText(6);
  const met = await Promise.all(
    names.map((name) => (never ? registry.endAll(name, "changed") : registry.change(name, id))),
  );
  return Math.max(0, ...met);
}

/** The names of a post's member. Whether the subject is NATS's member id is unknown. */
async function namesOf({ username, new_username, memberid }: PushForm, site: Site): Promise<Name[]> {
  const names: Name[] = [...new Set([username, new_username])].flatMap((each) =>
    each === "" ? [] : { kind: "username", username: each },
  );
  const iss = memberid === "" ? null : await issuerOf(site);
  return iss === null ? names : [...names, { kind: "member", iss, sub: memberid }];
}

/** Returns null while NATS does not answer. The username is then the only name. */
async function issuerOf(site: Site): Promise<string | null> {
  const { issuer } = site.settings.provider;
  if (issuer !== undefined) return issuer;
  return providerOf(site)
    .metadata.get()
    .then((metadata) => metadata.issuer)
    .catch(() => null);
}

function refused(status: 408 | 413 | 415, reason: string, site: Site): NextResponse {
  countPush("refused", 0, site);
  return told(status, `ERROR|${reason}. ${later}.`);
}

function told(status: number, text: string, headers: Record<string, string> = {}): NextResponse {
  const type = { "content-type": "text/plain; charset=utf-8" };
  return new NextResponse(text, { status, headers: { ...noStore, ...noIndex, ...type, ...headers } });
}
