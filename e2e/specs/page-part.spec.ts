/** The `#part` of an address, which browsers never send: kept where a page of ours can keep it. */
import { words } from "../../app/theme/words";
import { heading, mainLink } from "../fixtures/pages";
import { now } from "../fixtures/session-age";
import { expect, test } from "../fixtures/test";

const { account, common, session: sessionWords } = words();

const page2 = "/members/account?page=2#visit";

test("a session that has timed out: the way back leads to the same part of the page", async ({
  page,
  logIn,
  signInAs,
}) => {
  await signInAs(page, { seenAt: now() - 9000, loginAt: now() - 9000 });
  await page.goto(page2);
  await expect(heading(page, sessionWords.timedOut.heading)).toBeVisible();
  await expect(mainLink(page, sessionWords.timedOut.action)).toHaveAttribute("href", /%23visit$/);
  await mainLink(page, sessionWords.timedOut.action).click();
  await logIn(page, "fiona");
  await expect(page).toHaveURL(page2);
  await expect(heading(page, account.title)).toBeVisible();
});

test("a session that times out in an open tab: the way back leads to the same part of the page", async ({
  page,
  logIn,
  signInAs,
}) => {
  await signInAs(page, { exp: now() + 4 });
  await page.goto(page2);
  await expect(heading(page, sessionWords.timedOut.heading)).toBeVisible();
  await mainLink(page, sessionWords.timedOut.action).click();
  await logIn(page, "fiona");
  await expect(page).toHaveURL(page2);
});

test("while NATS fails: trying again leads to the same part of the page", async ({ page, signInAs }) => {
  await signInAs(page, { token: "t", checkedAt: now() - 9000, triedAt: now(), loginAt: now() - 9000 });
  await page.goto(page2);
  await expect(heading(page, sessionWords.unconfirmed.heading)).toBeVisible();
  await expect(mainLink(page, common.tryAgain)).toHaveAttribute("href", page2);
});
