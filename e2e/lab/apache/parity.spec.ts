/**
 * Compares the product with a real Apache and mod_auth_openidc, set up by Too Much Media's recipe.
 * The first part checks that Apache can sign members in at the look-alike. The second part signs in
 * at Apache and at the product with the same faults and switches, and compares the outcomes.
 *
 * `npm test` does not run this. On Debian 12:
 *
 *   apt-get install apache2 libapache2-mod-auth-openidc
 *   npm run build
 *   npx playwright test --config e2e/lab/apache/playwright.config.ts
 */
import { expect, test } from "@playwright/test";
import { freePort, type Product, standardSettings, startProduct } from "../../fixtures/product";
import { visitor } from "../../fixtures/visitor";
import { type Nats, startNats } from "../../nats/server";
import { type Apache, requireApache, startApache } from "./apache";
import { idTokenRows } from "./id-token-verdicts";
import { natsRows } from "./nats-verdicts";
import { responseRows } from "./response-verdicts";
import { userinfoRows } from "./userinfo-verdicts";
import { comparison, type Row, stoppedAtNats } from "./verdicts";

const rows = [...idTokenRows, ...userinfoRows, ...responseRows, ...natsRows];
let nats: Nats;

test.beforeAll(async () => {
  requireApache();
  nats = await startNats();
});
test.beforeEach(() => nats.reset());
test.afterAll(async () => nats?.close());

async function withApache(
  options: { clientId?: string; signedUserinfo?: boolean },
  use: (apache: Apache) => Promise<void>,
): Promise<void> {
  const apache = await startApache({ metadataUrl: nats.metadataUrl, ...options });
  try {
    await use(apache);
  } finally {
    await apache.stop();
  }
}

test.describe("Apache signs in at the look-alike", () => {
  for (const signed of [false, true]) {
    test(`with ${signed ? "signed" : "plain"} userinfo, pages get username and claims, and trial:0 admits full members only`, async () => {
      nats.switches.signUserinfo = signed;
      await withApache({ signedUserinfo: signed }, async ({ origin }) => {
        const [fiona, tom] = [visitor(), visitor()];
        const first = await fiona.signIn(`${origin}/members/page.html`, "fiona");
        expect([first.url, first.body]).toEqual([`${origin}/members/page.html`, "user=fiona trial=0 status=1"]);
        expect((await fiona.open(`${origin}/full/page.html`)).body).toBe("user=fiona trial=0 status=1");
        const refused = await tom.signIn(`${origin}/full/page.html`, "tom");
        expect([refused.status, refused.body]).toEqual([401, "You are not allowed to view this page."]);
        expect((await tom.open(`${origin}/members/page.html`)).body).toBe("user=tom trial=1 status=1");
      });
    });
  }

  for (const clientId of ["1", "1,2", "1,2,3"]) {
    test(`the client id ${clientId} is sent unchanged in the URL and percent-encoded in the Basic credentials`, async () => {
      await withApache({ clientId }, async ({ origin }) => {
        expect((await visitor().signIn(`${origin}/members/page.html`, "fiona")).status).toBe(200);
        const asked = nats.calls.list.find((call) => call.endpoint === "authorize");
        expect(new URL(asked?.url ?? "", nats.origin).searchParams.get("client_id")).toBe(clientId);
        const token = nats.calls.list.find((call) => call.endpoint === "token");
        expect(atob(token?.headers.authorization?.slice(6) ?? "")).toBe(`${encodeURIComponent(clientId)}:demosecret`);
      });
    });
  }

  test("a new signing key works, whether or not the old one stays in the key set", async () => {
    await withApache({}, async ({ origin }) => {
      for (const keepOldKeys of [true, false]) {
        expect((await visitor().signIn(`${origin}/members/page.html`, "fiona")).status).toBe(200);
        nats.switches.keepOldKeys = keepOldKeys;
        await nats.rotateKey();
      }
      expect((await visitor().signIn(`${origin}/members/page.html`, "fiona")).status).toBe(200);
    });
  });

  test("the URL of the vanity script passes an exact check of redirect_uri", async () => {
    await withApache({}, async ({ origin }) => {
      Object.assign(nats.switches, { redirectUriCheck: "exact", redirectUris: [`${origin}/members/vanity.html`] });
      expect((await visitor().signIn(`${origin}/members/page.html`, "fiona")).status).toBe(200);
    });
  });

  for (const [endSession, ends, staysIn] of [
    ["absent", "/unauthorized.html", true],
    ["returns", "/unauthorized.html", false],
    ["stays", "/member/openid/logout", false],
  ] as const) {
    test(`with end-session "${endSession}", the recipe's logout link leads to ${ends}`, async () => {
      Object.assign(nats.switches, { endSession, singleSignOn: true });
      await withApache({}, async ({ origin }) => {
        const member = visitor();
        await member.signIn(`${origin}/members/page.html`, "fiona");
        const target = encodeURIComponent(`${origin}/unauthorized.html`);
        const end = await member.follow(`${origin}/members/vanity.html?logout=${target}`);
        expect(new URL(end.url).pathname).toBe(ends);
        // Without an end-session endpoint, NATS still remembers the login after Apache's logout.
        const again = await member.follow(`${origin}/members/page.html`);
        expect(again.url === `${origin}/members/page.html`).toBe(staysIn);
      });
    });
  }
});

interface Sides {
  apache: Apache;
  product: Product;
}

async function startSides(requireSigned: boolean): Promise<Sides> {
  const port = await freePort();
  const settings = standardSettings(`http://localhost:${port}`, nats.metadataUrl);
  const signing = requireSigned ? { OIDC_USER_INFO_SIGNED_RESPONSE_ALG: "RS256" } : {};
  const apache = await startApache({ metadataUrl: nats.metadataUrl, signedUserinfo: requireSigned });
  const product = await startProduct({ port, settings: { ...settings, ...signing } }).catch(async (error: unknown) => {
    await apache.stop();
    throw error;
  });
  return { apache, product };
}

async function stopSides(sides: Sides | undefined): Promise<void> {
  await Promise.all([sides?.apache.stop(), sides?.product.stop()]);
}

/**
 * Signs in under the row's conditions. Returns the body of the last page (or the error), and
 * whether the protected page opens afterwards.
 */
async function attempt({ faults = {}, switches = {}, claims, member = "fiona" }: Row, url: string) {
  await nats.reset();
  Object.assign(nats.switches, switches);
  if (claims) nats.member(member).claims = { set: claims };
  nats.faults.change(faults);
  const browser = visitor();
  const shown = await browser.signIn(url, member).then(
    (end) => end.body,
    (error: NodeJS.ErrnoException) => {
      // Apache appends a second error page to some of the module's pages. Node's parser rejects
      // them.
      if (error.code === "HPE_CLOSED_CONNECTION") return error.message;
      if (!error.message.startsWith("No login page")) throw error;
      return error.message.includes(`at ${nats.origin}`) ? stoppedAtNats : error.message;
    },
  );
  return { shown, isIn: (await browser.open(url)).status === 200 };
}

async function check(row: Row, { apache, product }: Sides): Promise<void> {
  const gate = row.gate ?? "members";
  const logged = apache.log().length;
  const atApache = await attempt(row, `${apache.origin}/${gate}/page.html`);
  const explanation = atApache.shown + apache.log().slice(logged);
  expect(atApache.isIn, `Apache: ${explanation}`).toBe(row.apache === "in");
  if (!atApache.isIn) expect(explanation).toContain(row.apache);

  const events = () => [...product.logged("sign_in_failed"), ...product.logged("refused")];
  const before = new Set(events().map((event) => JSON.stringify(event)));
  const atProduct = await attempt(row, `${product.origin}/${gate}`);
  const event = events().find((each) => !before.has(JSON.stringify(each)));
  const refusal = event?.code ?? event?.reason ?? atProduct.shown;
  expect(atProduct.isIn ? "in" : refusal).toBe(row.product);
}

test("every row in which Apache and the product differ gives the reason", () => {
  for (const row of rows) {
    const marks = (["stricter", "laxer"] as const).filter((mark) => row[mark] !== undefined);
    expect(marks, row.name).toEqual(comparison(row) === "same" ? [] : [comparison(row)]);
  }
});

for (const requireSigned of [false, true]) {
  test.describe(requireSigned ? "verdicts if signed userinfo is required" : "verdicts", () => {
    let shared: Sides | undefined;
    test.beforeAll(async () => {
      shared = await startSides(requireSigned);
    });
    test.afterAll(() => stopSides(shared));

    for (const row of rows.filter((each) => (each.requireSigned ?? false) === requireSigned)) {
      const [apacheDoes, productDoes] = [row.apache, row.product].map((end) => (end === "in" ? "accepts" : "refuses"));
      const code = row.product === "in" ? "" : ` (${row.product})`;
      const title = `${row.name}: Apache ${apacheDoes}, the product ${productDoes}${code}`;
      test(comparison(row) === "same" ? title : `${title}: ${comparison(row)}`, async () => {
        // Apache and the product cache metadata and keys. Rows that change those need a new start.
        const needsRestart = row.switches || row.faults?.metadata || row.faults?.jwks;
        const sides = needsRestart ? await startSides(requireSigned) : shared;
        if (!sides) throw new Error("Apache and the product did not start.");
        try {
          await check(row, sides);
        } finally {
          if (needsRestart) await stopSides(sides);
        }
      });
    }
  });
}
