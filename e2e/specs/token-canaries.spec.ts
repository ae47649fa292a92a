/** Tokens of NATS never reach a browser: no body, header, cookie, address or storage holds one. */
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";
import { navigation, request } from "../fixtures/visitor";
import type { Nats } from "../nats/server";

const claim = "canary-claim-71c3";
const refresh = "canary-refresh-a90f";

/** What must not be found: the tokens as they are and encoded anew, and any signed JWT. */
function canaries(nats: Nats): RegExp {
  const access = nats.calls.list.flatMap(({ endpoint, headers }) =>
    endpoint === "userinfo" ? (headers.authorization?.slice(7) ?? []) : [],
  );
  expect(access.length).toBeGreaterThan(0);
  const spelled = [...access, claim, refresh].flatMap((text) => [
    text,
    // Encoded among other text, its first letters and its last may differ.
    ...[0, 1, 2].map((skipped) =>
      Buffer.from(text.slice(skipped))
        .toString("base64")
        .replace(/.{0,3}=*$/, ""),
    ),
  ]);
  return new RegExp([...spelled, "eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}"].join("|"));
}

/** Everything that a script of the page can read. */
const readable = (page: Page) =>
  page.evaluate(async () => {
    const kept = [{ ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), await caches.keys()];
    return JSON.stringify([...kept, document.cookie, history.state, location.href, document.documentElement.outerHTML]);
  });

const pages = ["/members", "/members/account", "/full", "/sign-out", "/signed-out", "/", "/none", "/members/none"];
const handlers = [
  ...["/api/auth/session", "/api/auth/check", "/api/auth/check?claims=1", "/api/auth/stay", "/api/auth/visits"],
  ...["/api/auth/recheck?returnTo=/full", "/media/none", "/media-link", "/api/health/ready", "/login", "/logout"],
];
const clients: Record<string, string>[] = [
  { ...navigation },
  { accept: "*/*", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" },
  { rsc: "1", "sec-fetch-mode": "cors" },
  { rsc: "1", "next-router-prefetch": "1", "sec-fetch-mode": "cors" },
  { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree", "sec-fetch-mode": "cors" },
];

test("a visit to every kind of page leaves no token in the browser", async ({ page, nats, product, logIn }) => {
  nats.faults.set("idToken", { set: { canary: claim } });
  nats.faults.set("token", { set: { refresh_token: refresh } });
  nats.faults.set("userinfo", { signed: true, set: { canary: claim } });
  const seen: string[] = [];
  await page.goto("/members");
  await logIn(page, "fiona");
  for (const path of pages) {
    await page.goto(path);
    seen.push(await readable(page));
  }
  expect(await page.evaluate(() => document.cookie), "no cookie is a script's").toBe("");
  const cookies = await page.context().cookies(product.origin);
  expect(cookies.map(({ name }) => name)).toContain("members.session");
  seen.push(JSON.stringify(cookies));

  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  for (const path of [...pages, ...handlers]) {
    for (const headers of clients) {
      for (const method of path === "/logout" ? ["GET"] : ["GET", "POST"]) {
        const sent = { ...headers, cookie, origin: product.origin, "sec-fetch-site": "same-origin" };
        const answer = await request(product.origin + path, { method, headers: sent });
        seen.push(`${method} ${path}\n${JSON.stringify(answer.headers)}\n${answer.body}`);
      }
    }
  }
  const canary = canaries(nats);
  const leaks = seen.filter((text) => canary.test(text));
  expect(leaks.map((text) => [text.slice(0, 60), canary.exec(text)?.[0]])).toEqual([]);
  expect(canary.test(product.output()), "nor does the log").toBe(false);
});
