/** Servers of one site whose clocks differ: redirects between page and recheck end on a page. */
import { expect, test } from "@playwright/test";
import { NextRequest } from "next/server";
import { addresses } from "../../lib/addresses";
import { gate } from "../../lib/locks/gate";
import { recheckAndReturn } from "../../lib/locks/recheck";
import { sessionCookieName } from "../../lib/session/cookies";
import { sealSession } from "../../lib/session/payload";
import type { Site } from "../../lib/site";
import { clockByHand, issuer, metadata, siteWith, typicalSession } from "./support";

const page = "/members/account?page=2";

/** Opens the page; `pages` answers for it, and `rechecks` asks NATS. Returns each page loaded. */
async function walk(pages: Site, rechecks: Site, cookie: string): Promise<{ loads: string[]; cookie: string }> {
  const { origin } = pages.settings;
  const loads: string[] = [];
  let url = new URL(page, origin);
  let carried = cookie;
  for (let hop = 0; hop < 20; hop++) {
    const request = new NextRequest(url, {
      headers: { cookie: `${sessionCookieName(pages.settings)}=${carried}`, accept: "text/html" },
    });
    const isRecheck = url.pathname === addresses.recheck;
    if (!isRecheck) loads.push(url.pathname);
    const answer = isRecheck ? await recheckAndReturn(request, rechecks) : await gate(request, pages);
    carried = answer.cookies.get(sessionCookieName(pages.settings))?.value ?? carried;
    const location = answer.headers.get("location");
    if (!location) break;
    url = new URL(location, origin);
  }
  return { loads, cookie: carried };
}

/** Two servers of a site, the first one's clock `ahead` seconds before the second's. */
function servers(interval: string, ahead: number) {
  const clock = clockByHand();
  let calls = 0;
  const fetch = async (input: RequestInfo | URL) => {
    if (String(input) !== metadata.userinfo_endpoint) return Response.json({ ...metadata, issuer });
    calls += 1;
    return Response.json({ sub: "1048576", username: "ann", trial: "0", status: "1" });
  };
  const env = { OIDC_USER_INFO_REFRESH_INTERVAL: interval };
  const rechecks = siteWith({ env, now: clock.now, fetch: fetch as typeof globalThis.fetch });
  const pages = siteWith({ env, now: () => clock.now() + ahead });
  return { clock, pages, rechecks, calls: () => calls };
}

const own = ["/members/account", "/members/account", "/members/account"];

test("clocks that differ by the interval: a page that says so after three loads, and one call", async () => {
  for (const [interval, ahead] of [
    ["300", 300],
    ["10", 60],
    ["always", 5],
  ] as const) {
    const { clock, pages, rechecks, calls } = servers(interval, ahead);
    const session = typicalSession({ checkedAt: clock.now() - 1000, triedAt: clock.now() - 1000 });
    const { loads } = await walk(pages, rechecks, await sealSession(session, pages.settings.secrets));
    expect.soft([loads, calls()], interval).toEqual([[...own, addresses.signInFailed], 1]);
    expect.soft(rechecks.logged.find(({ event }) => event === "sign_in_failed")?.fields.code, interval).toBe("clock");
  }
});

test("clocks that differ by two seconds: the page after three loads at most, all the time", async () => {
  for (const interval of ["10", "always"]) {
    const { clock, pages, rechecks } = servers(interval, 2);
    const session = typicalSession({ checkedAt: clock.now() - 200, triedAt: clock.now() - 200 });
    let cookie = await sealSession(session, pages.settings.secrets);
    for (let second = 0; second < 40; second++) {
      const end = await walk(pages, rechecks, cookie);
      expect.soft(end.loads, `${interval}, second ${second}`).toEqual(own.slice(0, end.loads.length));
      cookie = end.cookie;
      clock.pass(1);
    }
    expect.soft(rechecks.logged.filter(({ event }) => event === "sign_in_failed")).toEqual([]);
  }
});
