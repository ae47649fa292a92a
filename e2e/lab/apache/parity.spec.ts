/**
 * The look-alike's own check: a real Apache with mod_auth_openidc, set up by Too Much Media's recipe, signs in against it, and
 * every fault is asked of Apache and of our product alike. Not part of `npm test`. To run it (Debian 12, Node and a finished build):
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
import { faultRows } from "./fault-verdicts";
import { natsRows } from "./nats-verdicts";
import { comparison, type Row, stoppedAtNats } from "./verdicts";

const rows = [...faultRows, ...natsRows];
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

test.describe("Apache accepts the look-alike", () => {
  for (const signed of [false, true]) {
    test(`name and claims reach the page, trial:0 parts full from trial, userinfo ${signed ? "signed" : "plain"}`, async () => {
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
    test(`client id ${clientId} is sent whole, percent-encoded in the Basic credentials`, async () => {
      await withApache({ clientId }, async ({ origin }) => {
        expect((await visitor().signIn(`${origin}/members/page.html`, "fiona")).status).toBe(200);
        const asked = nats.calls.list.find((call) => call.endpoint === "authorize");
        expect(new URL(asked?.url ?? "", nats.origin).searchParams.get("client_id")).toBe(clientId);
        const token = nats.calls.list.find((call) => call.endpoint === "token");
        expect(atob(token?.headers.authorization?.slice(6) ?? "")).toBe(`${encodeURIComponent(clientId)}:demosecret`);
      });
    });
  }

  test("a new signing key is found, whether or not the old one stays", async () => {
    await withApache({}, async ({ origin }) => {
      for (const keepOldKeys of [true, false]) {
        expect((await visitor().signIn(`${origin}/members/page.html`, "fiona")).status).toBe(200);
        nats.switches.keepOldKeys = keepOldKeys;
        await nats.rotateKey();
      }
      expect((await visitor().signIn(`${origin}/members/page.html`, "fiona")).status).toBe(200);
    });
  });

  test("the vanity address passes as the exact redirect address", async () => {
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
    test(`the recipe's logout link, end session ${endSession}, ends at ${ends}`, async () => {
      Object.assign(nats.switches, { endSession, singleSignOn: true });
      await withApache({}, async ({ origin }) => {
        const member = visitor();
        await member.signIn(`${origin}/members/page.html`, "fiona");
        const target = encodeURIComponent(`${origin}/unauthorized.html`);
        const end = await member.follow(`${origin}/members/vanity.html?logout=${target}`);
        expect(new URL(end.url).pathname).toBe(ends);
        // NATS's own login outlives Apache's session unless NATS has an end session endpoint.
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

/** Signs in with the row's fault planted. In: the page opens with the cookies that are left. Also gives what was shown. */
async function attempt({ faults = {}, switches = {}, claims, member = "fiona" }: Row, url: string) {
  await nats.reset();
  Object.assign(nats.switches, switches);
  if (claims) nats.member(member).claims = { set: claims };
  nats.faults.change(faults);
  const someone = visitor();
  const shown = await someone.signIn(url, member).then(
    (end) => end.body,
    (error: NodeJS.ErrnoException) => {
      // Apache appends a second error page to some of the module's own; Node's parser rejects such an answer.
      if (error.code === "HPE_CLOSED_CONNECTION") return error.message;
      if (!error.message.startsWith("No login page")) throw error;
      return error.message.includes(`at ${nats.origin}`) ? stoppedAtNats : error.message;
    },
  );
  return { shown, isIn: (await someone.open(url)).status === 200 };
}

async function check(row: Row, { apache, product }: Sides): Promise<void> {
  const gate = row.gate ?? "members";
  const logged = apache.log().length;
  const there = await attempt(row, `${apache.origin}/${gate}/page.html`);
  const said = there.shown + apache.log().slice(logged);
  expect(there.isIn, `Apache: ${said}`).toBe(row.apache === "in");
  if (!there.isIn) expect(said).toContain(row.apache);

  const events = () => [...product.logged("sign_in_failed"), ...product.logged("refused")];
  const before = new Set(events().map((event) => JSON.stringify(event)));
  const here = await attempt(row, `${product.origin}/${gate}`);
  const event = events().find((each) => !before.has(JSON.stringify(each)));
  const refusal = event?.code ?? event?.reason ?? here.shown;
  expect(here.isIn ? "in" : refusal).toBe(row.product);
}

test("every difference between Apache and us is marked with its reason", () => {
  for (const row of rows) {
    const marks = (["stricter", "laxer"] as const).filter((mark) => row[mark] !== undefined);
    expect(marks, row.name).toEqual(comparison(row) === "same" ? [] : [comparison(row)]);
  }
});

for (const requireSigned of [false, true]) {
  test.describe(requireSigned ? "verdicts, signed userinfo required" : "verdicts", () => {
    let shared: Sides | undefined;
    test.beforeAll(async () => {
      shared = await startSides(requireSigned);
    });
    test.afterAll(() => stopSides(shared));

    for (const row of rows.filter((each) => (each.requireSigned ?? false) === requireSigned)) {
      const title = `${row.name}: Apache ${row.apache === "in" ? "in" : "refuses"}, ours ${row.product}`;
      test(comparison(row) === "same" ? title : `${title} (${comparison(row)})`, async () => {
        // Both sides keep the document and the keys: where those are touched, each starts afresh.
        const afresh = row.switches || row.faults?.metadata || row.faults?.jwks;
        const sides = afresh ? await startSides(requireSigned) : shared;
        if (!sides) throw new Error("Apache and the product did not start.");
        try {
          await check(row, sides);
        } finally {
          if (afresh) await stopSides(sides);
        }
      });
    }
  });
}
