/** README's way from `middleware.ts` to `proxy.ts`: the gate then runs on Node. */
import { expect, test } from "../fixtures/copy";

/** The specs that meet the gate most. All of them would take ten minutes. */
const names = ["specs/check", "specs/redirects", "core/odd-requests", "core/own-forms", "core/small-requests"];
const specs = names.map((name) => `e2e/${name}.spec.ts`);
const projects = ["--project=browser", "--project=core"];

test("with proxy.ts the gate decides the same", async ({ copy }) => {
  copy.replace("middleware.ts", ["export function middleware(", "export function proxy("]);
  await copy.write("proxy.ts", copy.read("middleware.ts"));
  await copy.remove("middleware.ts");
  for (const command of [
    ["run", "build"],
    ["exec", "--", "playwright", "test", "--config=e2e/playwright.config.ts", ...projects, ...specs],
  ]) {
    const { status, output } = await copy.npm(...command);
    expect(status, output.split("\n").slice(-80).join("\n")).toBe(0);
    expect(output).not.toContain('"middleware" file convention is deprecated');
    // A spec that was moved or renamed would be left out without a word.
    if (command[0] === "exec") for (const spec of specs) expect(output).toContain(spec);
  }
});
