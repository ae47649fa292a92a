/** What goes into a build: no secret of its environment, and the words of the theme as text. */
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { secretSettings, settingNames } from "../../lib/settings/table";
import { alteredBuild } from "../fixtures/altered-build";
import { freePort, type Product, standardSettings, startProduct } from "../fixtures/product";
import { visitor } from "../fixtures/visitor";
import { type Nats, startNats } from "../nats/server";

test.describe.configure({ mode: "serial" });

/** One canary for each secret, in the environment of the build or in its .env file. */
const secrets = [...settingNames.filter((name) => secretSettings.test(name)), "AUTH_SECRET_1"];
const canaryOf = new Map(secrets.map((name) => [name, `canary${randomBytes(20).toString("hex")}`]));
const inFile = secrets.filter((_name, at) => at % 2 === 1);
const inEnvironment = secrets.filter((name) => !inFile.includes(name));

/** A text that would be a script wherever a page took it for markup. */
const hostile = `Fox</title></script><script>hostile()</script>"'><img src=x onerror=hostile()>`;
const quoted = JSON.stringify(hostile);

let folder = "";
let nats: Nats;
let product: Product;

test.beforeAll(async () => {
  folder = await alteredBuild(
    {
      add: { ".env": inFile.map((name) => `${name}=${canaryOf.get(name)}\n`).join("") },
      replace: {
        "app/theme/brand.ts": [
          ['name: "Northmere"', `name: ${quoted}`],
          ['light: "#f6f4ee"', `light: ${quoted}`],
          [
            "footer: []",
            `footer: [{ label: ${quoted}, href: "javascript:hostile()" }, { label: "b", href: ${quoted} }]`,
          ],
        ],
        "app/theme/words/en.ts": [
          ['title: "Slow films from wild water"', `title: ${quoted}`],
          ['signedInAs: "Signed in as"', `signedInAs: ${quoted}`],
          ['account: "Account"', `account: ${quoted}`],
        ],
      },
    },
    Object.fromEntries(inEnvironment.map((name) => [name, canaryOf.get(name) ?? ""])),
    { anew: true },
  );
  nats = await startNats();
});

test.afterAll(async () => {
  await product?.stop();
  await nats?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test("no secret of the build's environment or of its .env is in the build", () => {
  expect(secrets.length).toBeGreaterThan(5);
  const built = join(folder, ".next");
  const files = readdirSync(built, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap(({ parentPath, name }) => {
    const text = readFileSync(join(parentPath, name), "latin1");
    return secrets.filter((secret) => text.includes(canaryOf.get(secret) ?? "")).map((secret) => `${name}: ${secret}`);
  });
  expect(found).toEqual([]);
});

test("text of brand.ts and of the words is text on every page, whatever it looks like", async () => {
  await rm(join(folder, ".env"));
  const port = await freePort();
  const settings = standardSettings(`http://localhost:${port}`, nats.metadataUrl);
  product = await startProduct({ port, folder, settings });
  const { origin } = product;
  const [guest, member] = [visitor(), visitor()];
  const refused = await member.signIn(`${origin}/full`, "tom");
  const pages = [refused];
  for (const path of ["/members", "/members/account", "/members/none"]) pages.push(await member.follow(origin + path));
  for (const path of ["/", "/signed-out", "/sign-in-failed?e=x", "/unavailable"]) {
    pages.push(await guest.follow(origin + path));
  }
  for (const { url, body } of pages) {
    expect.soft(body, `${url} holds the text`).toContain("hostile()");
    expect.soft(body, url).not.toMatch(/<script>hostile|<img src=x|<\/title><\/script>|href="javascript:hostile/);
  }
  const manifest = JSON.parse((await guest.open(`${origin}/manifest.webmanifest`)).body);
  expect(manifest.name).toBe(hostile);
});
