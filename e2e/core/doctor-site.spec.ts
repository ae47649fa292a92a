/** `npm run doctor -- --site` behind a proxy that spoils the site's answers. */
import { plainFetch } from "../../scripts/doctor/plain-fetch";
import { checkSite } from "../../scripts/doctor/site";
import { type Front, type Spoiling, startFront } from "../fixtures/front";
import { freePort, type Product, settingsOf, standardSettings, startProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";

test.describe.configure({ mode: "serial" });

let front: Front;
let product: Product;
let origin = "";

test.beforeAll(async ({ running }) => {
  const [port, inner] = [await freePort(), await freePort()];
  origin = `http://localhost:${port}`;
  product = await startProduct({ port: inner, settings: standardSettings(origin, running.nats.metadataUrl) });
  front = await startFront(port, inner);
});
test.afterEach(() => {
  front.spoil = {};
});
test.afterAll(async () => {
  await front?.stop();
  await product?.stop();
});

/** Examines the site at `url` with the settings of the product, or with changed ones. */
async function examine(url = origin, change: (settings: ReturnType<typeof settingsOf>) => void = () => undefined) {
  const settings = structuredClone(settingsOf(product));
  change(settings);
  const site = {
    settings,
    now: () => Math.floor(Date.now() / 1000),
    log: () => undefined,
    count: () => undefined,
    development: false,
  };
  const findings = await checkSite(url, { ...site, fetch: plainFetch });
  return findings.filter(({ verdict }) => verdict !== "good").map(({ says, cure }) => `${says} ${cure}`);
}

test("behind a proxy that passes everything on, nothing is wrong", async () => {
  expect(await examine()).toEqual([]);
});

test("behind a proxy that changes Host, nothing is wrong", async () => {
  front.spoil.ask = (headers) => {
    headers.host = "internal.example";
    headers["x-forwarded-host"] = "other.example";
  };
  expect(await examine()).toEqual([]);
});

const openPage = { status: 200, body: "<h1>stored</h1>" };
const rows: [what: string, spoil: Spoiling, said: string][] = [
  ["the proxy does not reach the site", { own: () => ({ status: 502 }) }, "Is the site up, at the proxy's port?"],
  ["the proxy answers by itself", { own: () => ({ status: 404 }) }, "Does the proxy pass every path on to the site?"],
  ["the proxy drops Set-Cookie", { answer: (headers) => delete headers["set-cookie"] }, "cookie does not arrive"],
  [
    "the proxy adds a domain to cookies",
    {
      answer: (headers) => {
        headers["set-cookie"] = [headers["set-cookie"] ?? []].flat().map((each) => `${each}; Domain=example.com`);
      },
    },
    "A cookie arrives with domain=example.com",
  ],
  [
    "the proxy takes HttpOnly away",
    {
      answer: (headers) => {
        headers["set-cookie"] = [headers["set-cookie"] ?? []]
          .flat()
          .map((each) => String(each).replace("; HttpOnly", ""));
      },
    },
    "A cookie arrives without httponly",
  ],
  ["a cache answers for /members", { answer: (headers) => (headers.age = "12") }, "A cache in front stores /members"],
  ["a cache says HIT", { answer: (headers) => (headers["x-cache"] = "HIT from cdn") }, "A cache in front stores"],
  [
    "the proxy takes Cache-Control away",
    { answer: (headers) => delete headers["cache-control"] },
    "/members arrives without Cache-Control: no-store",
  ],
  [
    "the proxy takes the policy away",
    { answer: (headers) => delete headers["content-security-policy"] },
    "without content-security-policy",
  ],
  [
    "a member page is open",
    { own: (path) => (path === "/members" ? openPage : undefined) },
    "/members is open to everybody",
  ],
  ["another spelling is open", { own: (path) => (path === "/%6dembers" ? openPage : undefined) }, "/%6dembers is open"],
  [
    "files are served by the proxy",
    { own: (path) => (path.startsWith("/media") ? { status: 404 } : undefined) },
    "Compare it with docs/servers",
  ],
  [
    "forms are refused",
    { own: (_path, method) => (method === "POST" ? { status: 403 } : undefined) },
    "own forms are refused (403)",
  ],
  [
    "POST is not passed on",
    { own: (_path, method) => (method === "POST" ? { status: 405 } : undefined) },
    "does not pass POST on (405)",
  ],
  ["forms fail", { own: (_path, method) => (method === "POST" ? { status: 500 } : undefined) }, "own forms fail (500)"],
  ["upgrades hang", { upgradesHang: true }, "drop the Upgrade header in the proxy"],
  [
    "long addresses pass",
    { own: (path) => (path.length > 8000 ? openPage : undefined) },
    "Start the site with npm start",
  ],
  [
    "/login answers something new",
    { own: (path) => (path.startsWith("/login") ? { status: 204 } : undefined) },
    "/login answers 204",
  ],
];
for (const [what, spoil, said] of rows) {
  test(`${what}: ${said}`, async () => {
    front.spoil = spoil;
    expect((await examine()).join("\n")).toContain(said);
  });
}

test("settings that are not those of the running site are named", async () => {
  const other = await examine(origin, ({ client }) => {
    client.redirectUri = `${origin}/vanity.php`;
  });
  expect(other).toEqual([expect.stringContaining(`not to ${origin}/vanity.php`)]);
  const id = await examine(origin, ({ client }) => {
    client.id = "9";
  });
  expect(id).toEqual([expect.stringContaining("another OIDC_CLIENT_ID")]);
});

test("another address than AUTH_URL is named, and where nothing listens", async () => {
  expect(await examine(product.origin)).toEqual([expect.stringContaining(`but AUTH_URL is ${origin}`)]);
  const nowhere = `http://localhost:${await freePort()}`;
  expect(await examine(nowhere)).toEqual([expect.stringContaining("Nothing listens at localhost")]);
});

test("a site that cannot lead members to NATS is named", async ({ nats }) => {
  nats.faults.set("metadata", { status: 503 });
  const settings = { ...standardSettings(origin, nats.metadataUrl) };
  const port = await freePort();
  const fresh = await startProduct({ port, settings: { ...settings, AUTH_URL: `http://localhost:${port}` } });
  const said = await examine(fresh.origin, (changed) => {
    changed.origin = fresh.origin;
  });
  await fresh.stop();
  expect(said.join("\n")).toContain("look for sign_in_failed");
});
