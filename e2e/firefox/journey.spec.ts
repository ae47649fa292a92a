/** A member's journey in Firefox, with and without DOM storage. */
import { words } from "../../app/theme/words";
import { assertionLimit } from "../fixtures/limits";
import { expect, test } from "../fixtures/test";
import { type Firefox, startFirefox } from "./firefox";

const { common, full, home, refused, session: sessionWords } = words();

for (const storage of [true, false]) {
  test.describe(`Firefox with DOM storage ${storage ? "on" : "off"}`, () => {
    let firefox: Firefox;

    test.beforeAll(async () => {
      firefox = await startFirefox({ "dom.storage.enabled": storage });
    });

    test.afterAll(async () => {
      await firefox?.stop();
    });

    test("tour, sign-in, members' page, refusal, sign-out, Back", async ({ product, nats }) => {
      // Firefox throws at a question that it gets while it leaves a page.
      const sees = (heading: string) =>
        expect(async () => expect(await firefox.heading()).toBe(heading)).toPass({ timeout: assertionLimit });
      await firefox.open(product.origin);
      expect(await firefox.evaluate("Boolean(window.sessionStorage)")).toBe(storage);
      await firefox.click(common.enter);
      await sees("Member login");
      expect(new URL(await firefox.url()).origin).toBe(nats.origin);
      await firefox.click("tom");
      await sees(home.heading("tom"));
      expect(await firefox.url()).toBe(`${product.origin}/members`);
      await firefox.open(`${product.origin}/full`);
      await sees(refused.trial.heading);
      expect(await firefox.evaluate("document.body.textContent")).not.toContain(full.lead);
      await firefox.open(`${product.origin}/members`);
      await firefox.idle();
      await firefox.click(common.signOut);
      await sees(sessionWords.signedOut.heading);
      // A script that fails puts an error page in the place of the page.
      await firefox.idle();
      await sees(sessionWords.signedOut.heading);
      expect(await firefox.url()).toBe(`${product.origin}/signed-out`);
      await firefox.back();
      await sees("Member login");
    });
  });
}
