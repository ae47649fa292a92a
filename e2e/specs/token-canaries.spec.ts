/** Tokens of NATS never reach a browser: no body, header, cookie, address or storage holds one. */
import type { Response } from "@playwright/test";
import { expect, test } from "../fixtures/test";
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
    encodeURIComponent(text),
    // Encoded among other text, its first letters may differ.
    ...[0, 1, 2].map((skipped) =>
      Buffer.from(text.slice(skipped))
        .toString("base64")
        .replace(/.{0,3}=*$/, ""),
    ),
  ]);
  return new RegExp([...spelled, "eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}"].join("|"));
}

test("a visit to every kind of page leaves no token in the browser", async ({
  page,
  context,
  nats,
  product,
  logIn,
}) => {
  nats.faults.set("idToken", { set: { canary: claim } });
  nats.faults.set("token", { set: { refresh_token: refresh } });
  nats.faults.set("userinfo", { signed: true, set: { canary: claim } });
  const answers: Promise<string>[] = [];
  const everything = async (response: Response) => {
    const body = await response.body().then(String, () => "");
    const headers = await response.allHeaders().catch(() => ({}));
    return `${response.url()}\n${JSON.stringify(headers)}\n${body}`;
  };
  context.on("response", (response) => {
    if (new URL(response.url()).origin === product.origin) answers.push(everything(response));
  });

  await page.goto("/members");
  await logIn(page, "fiona");
  for (const path of ["/members", "/members/account", "/full", "/sign-out", "/signed-out", "/", "/none"]) {
    await page.goto(path);
  }
  await page.goto("/api/auth/recheck?returnTo=/members/account");
  // What scripts, players, and the router's own requests get.
  const paths = [
    "/members",
    "/members/account",
    "/full",
    "/api/auth/session",
    "/api/auth/check?claims=1",
    "/media/none",
  ];
  for (const path of [...paths, "/media-link", "/api/auth/stay", "/api/metrics", "/api/health/ready"]) {
    await page.evaluate(async (address) => {
      // To the end: a body that nobody reads may never come, and the test would wait for it.
      const read = (init: RequestInit) =>
        fetch(address, { redirect: "manual", ...init }).then(
          (answer) => answer.text(),
          () => undefined,
        );
      for (const headers of [{}, { rsc: "1" }, { rsc: "1", "next-router-prefetch": "1" }]) {
        await read({ headers });
      }
      await read({ method: "POST" });
    }, path);
  }
  const stored = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const caches_ = await caches.keys();
    return JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      databases,
      caches_,
      document.cookie,
      history.state,
    ]);
  });
  const { cookies } = await context.storageState();
  const seen = [...(await Promise.all(answers)), stored, JSON.stringify(cookies), page.url()];
  expect(seen.length).toBeGreaterThan(40);
  const canary = canaries(nats);
  expect(seen.filter((text) => canary.test(text)).map((text) => [text.split("\n")[0], canary.exec(text)?.[0]])).toEqual(
    [],
  );
  expect(await page.evaluate(() => document.cookie)).toBe("");
  expect(canary.test(product.output()), "nor does the log").toBe(false);
});
