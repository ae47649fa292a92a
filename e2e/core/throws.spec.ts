/** Locks fail closed: with a throw planted at any step, no member page, answer or file is sent. */
import { type Alteration, startAltered } from "../fixtures/altered-build";
import { buildIn } from "../fixtures/bypass/attempts";
import { holdsGated, lockedAction, lockedPages } from "../fixtures/locked-pages";
import { mediaFolder, secret } from "../fixtures/media-folder";
import { now } from "../fixtures/session-age";
import { cookieOf, expect, test } from "../fixtures/test";
import { type Answer, navigation, request } from "../fixtures/visitor";

/** A step of a decision: it throws for a request that names it. */
interface Step {
  readonly name: string;
  readonly file: string;
  /** The line before which it throws. */
  readonly before: string;
  /** Where the request's cookie or the member's name is at hand. */
  readonly at: string;
  /** True if it throws in pages and handlers only: the gate, on the edge, throws before. */
  readonly onNode?: true;
  /** True if it is no part of `/api/auth/check`, which then answers. */
  readonly sparesCheck?: true;
}

const cookie = (jar: string) => `${jar}.get("throw-at")?.value`;

const session: Omit<Step, "name"> = {
  file: "lib/session/read.ts",
  before: "const cookie = jar.get(",
  at: cookie("jar"),
};
const verdict: Omit<Step, "name"> = {
  file: "lib/locks/verdict.ts",
  before: "const { session } = reading;",
  at: "reading.session.claims.username",
};
const policy: Omit<Step, "name"> = {
  file: "lib/access/reasons.ts",
  before: "const inactive = inactiveReason(",
  at: "claims.username",
};
const gate = (name: string, before: string): Step => ({
  name,
  file: "lib/locks/gate.ts",
  before,
  at: cookie("request.cookies"),
});

const steps: readonly Step[] = [
  {
    name: "the-settings",
    file: "middleware.ts",
    before: "return previewWithoutSettings",
    at: cookie("request.cookies"),
  },
  gate("the-gate", "if (!methods.includes("),
  gate("the-table-of-gates", "const standing = standingOf("),
  { ...gate("letting-in", "const answerHeaders = page?.pageHeaders"), sparesCheck: true },
  { name: "the-session", ...session },
  { name: "the-session-on-node", ...session, onNode: true },
  { name: "the-verdict", ...verdict },
  { name: "the-verdict-on-node", ...verdict, onNode: true },
  { name: "the-policy", ...policy },
  { name: "the-policy-on-node", ...policy, onNode: true },
  {
    name: "the-renewed-cookie",
    file: "lib/session/write.ts",
    before: "const known = rolled.get(session);",
    at: "session.claims.username",
  },
  {
    name: "the-registry",
    file: "lib/registry/visit.ts",
    before: "const look = await",
    at: "session.claims.username",
  },
  {
    name: "the-guard",
    file: "lib/locks/guard.ts",
    before: "await recheckIfChanged(reading);",
    at: cookie("(await cookies())"),
    sparesCheck: true,
  },
  {
    name: "asking-nats",
    file: "lib/locks/renew.ts",
    before: "const asked = await askAgain(",
    at: "session.claims.username",
  },
];

/** Steps of one file are planted one before the other. */
function planted(): Alteration {
  const replace: Record<string, [string, string][]> = {};
  for (const { name, file, before, at, onNode } of steps) {
    const condition = `${onNode ? `process.env.NEXT_RUNTIME !== "edge" && ` : ""}${at} === "${name}"`;
    replace[file] ??= [];
    replace[file].push([before, `if (${condition}) throw new Error("planted");\n${before}`]);
  }
  return { replace, add: lockedPages };
}

const media = mediaFolder("throws-media");
let product: Awaited<ReturnType<typeof startAltered>>;

test.beforeAll(async ({ running }) => {
  media.fill();
  product = await startAltered(planted(), running.nats, { MEDIA_DIR: media.dir });
});

test.afterAll(async () => {
  await product?.stop();
  media.remove();
});

const check = "/api/auth/check?gate=full";
const paths = [
  ...["/members", "/full", "/members/lock-test/handler", "/members/lock-test/form"],
  ...["/media/full/a.txt", "/media-link?path=/media/full/a.txt", check],
];

/** Asks for everything, in the ways that a browser does. */
async function askedFor(cookies: string): Promise<{ what: string; path: string; answer: Answer }[]> {
  const { action } = buildIn(product.folder, lockedAction);
  const own = { cookie: cookies, origin: product.origin, "sec-fetch-site": "same-origin" };
  const ways = [
    { method: "GET", headers: { ...navigation, cookie: cookies } },
    { method: "GET", headers: { rsc: "1", "sec-fetch-mode": "cors", cookie: cookies } },
    { method: "GET", headers: { range: "bytes=0-99", cookie: cookies } },
    { method: "POST", headers: { ...own, "next-action": action, "content-type": "text/plain" }, body: "[]" },
  ];
  const asked = paths.flatMap((path) => ways.map((way) => ({ path, way })));
  return Promise.all(
    asked.map(async ({ path, way }) => {
      const answer = await request(product.origin + path, way);
      const what = `${way.method} ${path} ${JSON.stringify(way.headers).slice(0, 80)}: ${answer.status}`;
      return { what, path, answer };
    }),
  );
}

/** True for an answer that lets in: a page, a file, its link, or the word to a server in front. */
const opens = ({ body, status }: Answer) =>
  holdsGated(body) || secret.test(body) || body.startsWith('{"url"') || status === 204;

for (const { name, sparesCheck } of steps) {
  test(`a throw at ${name} sends no member page, and the next request is answered`, async ({ nats }) => {
    // The claims are due, or the activity is to be written, where the step is part of that.
    const at = now() - (name === "asking-nats" ? 400 : 100);
    const here = { nats, product };
    const ages = { loginAt: at, seenAt: at, checkedAt: at, triedAt: at, token: "x" };
    const claims = { username: name, trial: "0", status: "1" };
    const member = `${await cookieOf(here, { ...ages, claims })}; throw-at=${name}`;
    let thrown = 0;
    for (const { what, path, answer } of await askedFor(member)) {
      if (answer.status >= 500) thrown += 1;
      if (path !== check || !sparesCheck) expect.soft(opens(answer), what).toBe(false);
    }
    expect(thrown, "answers of 500").toBeGreaterThan(0);
    for (const { what, answer } of await askedFor(`throw-at=${name}`)) expect.soft(opens(answer), what).toBe(false);
    const opened = (await askedFor(await cookieOf(here))).filter(({ answer }) => opens(answer));
    expect(new Set(opened.map(({ path }) => path)), "the next request").toEqual(new Set(paths));
  });
}
