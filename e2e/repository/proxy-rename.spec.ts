/** README's way from `middleware.ts` to `proxy.ts`: the gate then runs on Node. */
import { expect, test } from "./copy";

/** The specs that meet the gate most. All of them would take ten minutes. */
const specs = ["arrivals", "check", "journeys", "odd-requests", "own-forms", "redirects", "small-requests", "visits"];

test("with proxy.ts the gate decides the same", async ({ copy }) => {
  copy.replace("middleware.ts", ["export function middleware(", "export function proxy("]);
  await copy.write("proxy.ts", copy.read("middleware.ts"));
  await copy.remove("middleware.ts");
  for (const command of [
    ["run", "build"],
    ["exec", "--", "playwright", "test", "--config=e2e/playwright.config.ts", "--project=browser", ...specs],
  ]) {
    const { status, output } = await copy.npm(...command);
    expect(status, output.split("\n").slice(-80).join("\n")).toBe(0);
    expect(output).not.toContain('"middleware" file convention is deprecated');
  }
});
