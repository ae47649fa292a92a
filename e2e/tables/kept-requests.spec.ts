/** What outlives a request in memory must not keep the request: its page alone has some 65 kB. */
import { AsyncLocalStorage } from "node:async_hooks";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "@playwright/test";
import { once } from "../../lib/auth/once";
import { findFileOnce } from "../../lib/media/found-files";
import { askAgain } from "../../lib/nats/ask-again";
import { sharedLooks } from "../../lib/registry/redis/shared-looks";
import { openSessionOnce } from "../../lib/session/memo";
import { sealSession } from "../../lib/session/payload";
import { tokenFor } from "../../lib/session/sign-out-token";
import { memberOf } from "../../lib/session/view";
import { rolledCookie } from "../../lib/session/write";
import { metadata, moment, settingsWith, siteWith, typicalSession } from "./support";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Next keeps what belongs to a request in such a storage, and so do tracers. */
const storage = new AsyncLocalStorage<object>();

const settings = settingsWith();
const session = typicalSession();
const fetch = async (input: RequestInfo | URL) =>
  Response.json(
    String(input) === metadata.userinfo_endpoint ? { sub: session.sub, username: "ann", trial: 0 } : metadata,
  );
const site = siteWith({ fetch: fetch as typeof globalThis.fetch });
const looks = sharedLooks();
const entry = { member: "member", visit: "visit", namedAt: moment, begunAt: moment, endsAt: moment + 60 };
let folder = "";
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "members-kept-"));
  writeFileSync(join(folder, "film.mp4"), "film");
});
test.afterAll(() => rmSync(folder, { recursive: true }));

/** Each is remembered under a key that lives as long as this file. */
const memories: Record<string, () => Promise<unknown>> = {
  "the member of a session": async () => memberOf(session, settings),
  "the token of a sign-out form": async () => tokenFor(memberOf(session, settings), settings.secrets),
  "an opened cookie": async () =>
    openSessionOnce(await sealSession(session, settings.secrets), settings.secrets, moment),
  "a renewed cookie": () => rolledCookie(session, site),
  "a sign-in that can be asked for twice": () => once("state code", site, async () => "cookie"),
  "a sign-in that failed": () => {
    // V8 keeps a function on an unread stack, and the function keeps what it names.
    const request = storage.getStore();
    return once("state other", site, async () => {
      throw new Error(request ? "refused" : "no request");
    }).catch(() => undefined);
  },
  "NATS's answer about a member": () => askAgain(session, site),
  "a look into Redis": () => looks.get(entry, async () => ({ kind: "open" })),
  "a found file": () => findFileOnce(folder, ["film.mp4"]),
};

for (const [what, remember] of Object.entries(memories)) {
  test(`${what} is remembered without the request that asked for it first`, async () => {
    const request = await aRequest(remember);
    await expect
      .poll(async () => {
        await setTimeout(0);
        collectGarbage();
        return request.deref() === undefined;
      })
      .toBe(true);
  });
}

/** Lets a request fill a memory. In a function of its own, so that no variable here keeps it. */
async function aRequest(remember: () => Promise<unknown>): Promise<WeakRef<object>> {
  const request = { page: "x".repeat(1000) };
  await storage.run(request, remember);
  return new WeakRef(request);
}
