/** Forms of members whose membership changes while they write: they end on the page that says why, never on a fault. */
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";

test.use({ settings: { NATS_EXPIRED_LOGIN: "on" }, switches: { MEMBER_OPENID_EXPIRED_LOGIN: true } });

const now = () => Math.floor(Date.now() / 1000);
const over = { username: "fiona", trial: "0", status: "2" };

/** What the gate or the guard finds when the form comes, and the page that the member sees. */
const endings = [
  { name: "ended, and another tab has noticed", changes: { claims: over }, heading: "Your membership has ended" },
  {
    name: "cannot be confirmed any more",
    changes: { token: "t", checkedAt: now() - 9000, triedAt: now(), loginAt: now() - 9000 },
    heading: "We cannot reach your membership right now",
  },
];

async function write(page: Page): Promise<void> {
  await page.getByLabel("Your suggestion").fill("The weir at dusk");
}

/** Sends the form and expects the page with that heading, at the form's address. */
async function sendAndRead(page: Page, heading: string): Promise<void> {
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  await expect(page).toHaveURL("/members/suggest");
}

for (const { name, changes, heading } of endings) {
  test(`a membership that ${name}: the page says so, and the text is kept`, async ({ page, signInAs }) => {
    const session = await signInAs(page);
    await page.goto("/members/suggest");
    await write(page);
    await signInAs(page, { ...session, ...changes });
    await sendAndRead(page, heading);
    await signInAs(page, session);
    await page.goto("/members/suggest");
    await expect(page.getByLabel("Your suggestion")).toHaveValue("The weir at dusk");
  });
}

test("a membership that ends at NATS while the member writes: the guard asks, and the page says so", async ({
  page,
  nats,
  logIn,
  signInAs,
}) => {
  await page.goto("/members/suggest");
  await logIn(page, "fiona");
  await write(page);
  const token = nats.calls.list.findLast((call) => call.endpoint === "userinfo")?.headers.authorization?.slice(7);
  const at = now() - 300;
  await signInAs(page, { sub: "71", token, loginAt: at, checkedAt: at, triedAt: at });
  nats.member("fiona").status = 2;
  await sendAndRead(page, "Your membership has ended");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  for (const { name, changes, heading } of endings) {
    test(`a membership that ${name}: the page says so`, async ({ page, signInAs }) => {
      const session = await signInAs(page);
      await page.goto("/members/suggest");
      await write(page);
      await signInAs(page, { ...session, ...changes });
      await sendAndRead(page, heading);
    });
  }
});
