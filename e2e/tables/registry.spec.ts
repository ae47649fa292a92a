/** The registry in the process. */
import { expect, test } from "@playwright/test";
import { inProcess } from "../../lib/registry/in-process";
import { registryContract, siteAt } from "./registry-contract";

registryContract(inProcess);

test("an id is first once, until its end", async () => {
  const site = siteAt();
  const registry = inProcess(site);
  expect(await registry.isFirst("jti", site.clock.now + 60)).toBe(true);
  expect(await registry.isFirst("jti", site.clock.now + 60)).toBe(false);
  site.clock.now += 59;
  expect(await registry.isFirst("jti", site.clock.now + 1), "in its last second").toBe(false);
  site.clock.now += 2;
  expect(await registry.isFirst("jti", site.clock.now + 60)).toBe(true);
});
