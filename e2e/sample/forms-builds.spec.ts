/** Forms in builds of their own: during a new deployment, and the same form on two pages. */
import { rm } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { sampleWords } from "../../app/(members)/members/(sample)/words";
import { alteredBuild } from "../fixtures/altered-build";
import { heading } from "../fixtures/pages";
import { freePort, type Product, standardSettings, startProduct, withProduct } from "../fixtures/product";
import { now } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";
import { sendSuggestion, suggestion, suggestPage, writeSuggestion } from "./suggestion";

const { suggest } = sampleWords();

test.describe.configure({ mode: "serial" });

const text = "The weir at dusk";
const key = { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, "k").toString("base64") };
const otherKey = { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, "o").toString("base64") };

/** A second page with the form, which only the first build has. */
const otherPage = "/members/other";
const again = `export { default } from "../suggest/page";\nexport { generateMetadata } from "../suggest/page";\n`;

/** The folders of three builds. */
const builds = { first: "", sameKey: "", otherKey: "" };

test.beforeAll(async () => {
  builds.first = await alteredBuild({ add: { "app/(members)/members/(sample)/other/page.tsx": again } }, key);
  builds.sameKey = await alteredBuild({}, key);
  builds.otherKey = await alteredBuild({}, otherKey);
});

test.afterAll(async () => {
  for (const folder of Object.values(builds)) if (folder) await rm(folder, { recursive: true, force: true });
});

type SignIn = (page: Page, changes: object, origin: string) => Promise<unknown>;

/** Writes into the form of the first build, deploys another, and sends the form. */
async function sendAcrossDeploy(
  page: Page,
  nats: { metadataUrl: string },
  signInAs: SignIn,
  {
    deployed,
    waited,
    then,
  }: {
    deployed: keyof typeof builds;
    /** What to wait for before the deploy. */
    waited?: () => Promise<unknown>;
    then: (after: { output: () => string; loads: () => number }) => Promise<void>;
  },
): Promise<void> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const start = { port, settings: standardSettings(origin, nats.metadataUrl) };
  const before = await startProduct({ ...start, folder: builds.first });
  await signInAs(page, {}, origin);
  await page.goto(origin + suggestPage);
  await writeSuggestion(page, text);
  await waited?.();
  await before.stop();
  const after = await startProduct({ ...start, folder: builds[deployed] });
  let loads = 0;
  page.on("load", () => {
    loads++;
  });
  // A member who writes for minutes: the gate renews the cookie when the form arrives.
  await signInAs(page, { seenAt: now() - 600 }, origin);
  try {
    await sendSuggestion(page);
    await then({ output: after.output, loads: () => loads });
  } finally {
    await after.stop();
  }
}

const thanks = (page: Page) => page.getByText(suggest.thanks, { exact: true });

test("with the same key, the new build takes the form", async ({ page, nats, signInAs }) => {
  const then = () => expect(thanks(page)).toBeVisible();
  await sendAcrossDeploy(page, nats, signInAs, { deployed: "sameKey", then });
});

test("with another key, the page opens anew with the text, which can then be sent", async ({
  page,
  nats,
  signInAs,
}) => {
  const then = async ({ output, loads }: { output: () => string; loads: () => number }) => {
    await expect.poll(loads).toBe(1);
    await expect(heading(page, suggest.title)).toBeVisible();
    await expect(suggestion(page)).toHaveValue(text);
    await sendSuggestion(page);
    await expect(thanks(page)).toBeVisible();
    expect(output()).not.toContain(text);
  };
  // A page that meets a new build in its first five seconds does not load anew: app/error.tsx.
  const waited = () => page.waitForFunction(() => performance.now() > 5000);
  await sendAcrossDeploy(page, nats, signInAs, { deployed: "otherKey", waited, then });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("with another key, the form opens anew, and can be sent", async ({ page, nats, signInAs }) => {
    const then = async () => {
      await expect(heading(page, suggest.title)).toBeVisible();
      await expect(page).toHaveURL(new RegExp(`${suggestPage}$`));
      await writeSuggestion(page, text);
      await sendSuggestion(page);
      await expect(thanks(page)).toBeVisible();
    };
    await sendAcrossDeploy(page, nats, signInAs, { deployed: "otherKey", then });
  });
});

test("a text kept on one page does not appear in the form of another", async ({ page, nats, signInAs }) => {
  const use = async ({ origin }: Product) => {
    await signInAs(page, {}, origin);
    await page.goto(origin + suggestPage);
    await writeSuggestion(page, "About the first film");
    await page.goto(origin + otherPage);
    await writeSuggestion(page, "About the second film");
    for (const [path, text] of [
      [suggestPage, "About the first film"],
      [otherPage, "About the second film"],
    ] as const) {
      await page.goto(origin + path);
      await expect(suggestion(page)).toHaveValue(text);
    }
  };
  await withProduct(nats, {}, use, builds.first);
});
