/** Browsers without DOM storage, or without BroadcastChannel, as Android's WebView can be. */
import { words } from "../../app/theme/words";
import { storages, takeStorage } from "../fixtures/no-storage";
import { heading, pressSignOut } from "../fixtures/pages";
import { expect, test } from "../fixtures/test";

const { home, session: sessionWords } = words();

for (const kind of storages) {
  test(`with ${kind}, signing out ends on its page, and other tabs are told`, async ({ context, signInAs }) => {
    await takeStorage(context, kind);
    const [first, second] = [await context.newPage(), await context.newPage()];
    const errors: Error[] = [];
    for (const page of [first, second]) page.on("pageerror", (error) => errors.push(error));
    await signInAs(first);
    await second.goto("/members");
    await first.goto("/members");
    await expect(heading(first, home.heading("fiona"))).toBeVisible();
    await pressSignOut(first);
    await expect(heading(first, sessionWords.signedOut.heading)).toBeVisible();
    // Without the channel a tab asks when it is shown again.
    if (kind.includes("BroadcastChannel")) {
      await second.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    }
    await expect(second).toHaveURL("/signed-out");
    await expect(heading(second, sessionWords.signedOut.heading)).toBeVisible();
    expect(errors).toEqual([]);
  });
}
