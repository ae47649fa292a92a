/** The recipes of docs/operating.md for changing a secret. Links: secure-link.spec.ts. */
import { sealSession } from "../../lib/session/payload";
import { siteSecret } from "../../lib/settings/shape";
import { freePort, type Product, standardSettings, startProduct, type TestSettings } from "../fixtures/product";
import { managementUrl } from "../fixtures/pushes";
import { agedMember, refreshInterval } from "../fixtures/session-age";
import { expect, sessionOf, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";

const former = "former-0123456789-abcdefghijklmnopqrstuvwxyz";
const next = "next-9876543210-zyxwvutsrqponmlkjihgfedcba";

/** Starts instances of one site side by side, each with changes to its settings, for `use`. */
async function withInstances(
  nats: { metadataUrl: string },
  changes: readonly TestSettings[],
  use: (products: Product[], origin: string) => Promise<void>,
): Promise<void> {
  const ports = await Promise.all(changes.map(() => freePort()));
  const origin = `http://localhost:${ports[0]}`;
  const standard = standardSettings(origin, nats.metadataUrl);
  const products = await Promise.all(
    changes.map((changed, at) => startProduct({ port: ports[at] ?? 0, settings: { ...standard, ...changed } })),
  );
  try {
    await use(products, origin);
  } finally {
    for (const product of products) await product.stop();
  }
}

test("AUTH_SECRET: at no step is a session lost, nor a sign-in that is under way", async ({ nats }) => {
  const steps = [
    { AUTH_SECRET: former },
    { AUTH_SECRET: former, AUTH_SECRET_1: next },
    { AUTH_SECRET: next, AUTH_SECRET_1: former },
    { AUTH_SECRET: next },
  ];
  await withInstances(nats, steps, async (products, origin) => {
    const [before, first, second, last] = products.map((product) => product.origin);
    const statusAt = async (at: string | undefined, secret: string) => {
      const sealed = await sealSession(sessionOf(nats.origin), [siteSecret(secret, origin)]);
      const cookie = `members.session=${sealed}`;
      return (await request(`${at}/members`, { headers: { ...navigation, cookie } })).status;
    };
    // Side by side while the first restart is on its way: all seal with the former.
    expect([await statusAt(before, former), await statusAt(first, former)]).toEqual([200, 200]);
    // While the second is on its way.
    for (const at of [first, second]) {
      expect([await statusAt(at, former), await statusAt(at, next)]).toEqual([200, 200]);
    }
    // Without the first step, or at the end: not known.
    expect([await statusAt(before, next), await statusAt(last, former)]).toEqual([302, 302]);
    expect(await statusAt(last, next)).toBe(200);

    const member = visitor();
    const callback = new URL(await member.logIn(`${before}/members`, "fiona"));
    const ended = await member.open(`${second}${callback.pathname}${callback.search}`);
    expect(ended.location).toBe(`${origin}/members`);
    expect((await member.open(`${first}/members`)).status).toBe(200);
  });
});

test("the client secret: rechecks go on between the two steps, and sign-ins after them", async ({ nats }) => {
  await withInstances(nats, [{}, { OIDC_CLIENT_SECRET: "changedsecret" }], async ([before, after], origin) => {
    if (!before || !after) throw new Error("no product");
    const member = await agedMember({ nats, product: before }, refreshInterval);
    nats.switches.MEMBER_OPENID_CLIENT_SECRET = "changedsecret";
    nats.calls.clear();
    expect((await member.follow(`${before.origin}/members`)).status).toBe(200);
    expect(nats.calls.count("userinfo")).toBe(1);

    await visitor().signIn(`${before.origin}/members`, "tom");
    expect(before.logged("sign_in_failed")).toMatchObject([{ code: "client_rejected" }]);

    const other = visitor();
    const callback = new URL(await other.logIn(`${after.origin}/members`, "tom"));
    const ended = await other.open(`${after.origin}${callback.pathname}${callback.search}`);
    expect(ended.location).toBe(`${origin}/members`);
  });
});

test("METRICS_TOKEN: the former is refused after the restart", async ({ nats }) => {
  await withInstances(nats, [{ METRICS_TOKEN: former }, { METRICS_TOKEN: next }], async (products) => {
    const statuses = products.map(({ origin }) =>
      Promise.all(
        [former, next].map(async (token) => {
          const headers = { authorization: `Bearer ${token}` };
          return (await request(`${origin}/api/metrics`, { headers })).status;
        }),
      ),
    );
    expect(await Promise.all(statuses)).toEqual([
      [200, 401],
      [401, 200],
    ]);
  });
});

test("NATS_MANAGEMENT_KEY: no post is lost, and the log tells of a tour with the former", async ({ nats }) => {
  const steps = [former, `${next},${former}`, next].map((NATS_MANAGEMENT_KEY) => ({ NATS_MANAGEMENT_KEY }));
  await withInstances(nats, steps, async ([before, both, after]) => {
    if (!before || !both || !after) throw new Error("no product");
    // While each restart is on its way, posts meet the instance before and the one after it.
    for (const [key, instances] of [
      [former, [before, both]],
      [next, [both, after]],
    ] as const) {
      for (const instance of instances) {
        nats.switches.managementUrl = managementUrl(instance, key);
        await nats.change("tom", { trial: 0 });
      }
    }
    expect(new Set(nats.posts.map(({ answer }) => answer))).toEqual(new Set(["OK|noted"]));

    nats.switches.managementUrl = managementUrl(after, former);
    await nats.change("tom", { trial: 1 });
    expect(nats.posts.at(-1)?.answer).toMatch(/^ERROR\|/);
    expect(after.logged("pushes")).toContainEqual(expect.objectContaining({ level: "warn" }));
  });
});
