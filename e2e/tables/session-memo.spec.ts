/** The cache of opened sessions. */
import { expect, test } from "@playwright/test";
import { openSessionOnce } from "../../lib/session/memo";
import { sealSession } from "../../lib/session/payload";
import { readSession } from "../../lib/session/read";
import { jarOf, moment, settingsWith, siteWith, typicalSession } from "./support";

const secrets = ["aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0iL-new"] as const;
const others = ["zY9xW8vU7tS6rQ5pO4nM3lK2jI1hG0fE-other"] as const;
const session = typicalSession();

test("a session cached for one secret does not open with another", async () => {
  const sealed = await sealSession(session, secrets);
  expect(await openSessionOnce(sealed, secrets, moment)).toEqual(session);
  expect(await openSessionOnce(sealed, secrets, moment + 1), "cached").toEqual(session);
  expect(await openSessionOnce(sealed, others, moment + 1), "another site, or a secret that was removed").toBeNull();
});

test("a page that changes its member does not change the next request's", async () => {
  const sealed = await sealSession(session, secrets);
  for (const when of ["opened", "cached", "cached again"]) {
    const opened = await openSessionOnce(sealed, secrets, moment);
    expect(opened, when).toEqual(session);
    expect(() => Object.assign(opened?.claims ?? {}, { trial: "0", vip: "1" }), when).toThrow(TypeError);
    expect(() => Object.assign(opened ?? {}, { sub: "2" }), when).toThrow(TypeError);
  }
});

test("a cached session is still checked against the clock at every request", async () => {
  const sealed = await sealSession(session, settingsWith().secrets);
  for (const [after, kind] of [
    [0, "live"],
    [30, "live"],
    [3600, "timed_out"],
    [28_800, "timed_out"],
  ] as const) {
    expect.soft(await readSession(jarOf(sealed), siteWith({ now: () => moment + after }))).toEqual({ kind, session });
  }
  const short = siteWith({ env: { OIDC_SESSION_INACTIVITY_TIMEOUT: "10" }, now: () => moment + 10 });
  expect((await readSession(jarOf(sealed), short)).kind).toBe("timed_out");
});

test("sessions beyond the size of the cache still open, each as its own member", async () => {
  const sealed = await Promise.all(
    Array.from({ length: 5200 }, (_, index) => sealSession({ ...session, sub: `${index}` }, secrets)),
  );
  for (const round of [0, 1]) {
    for (const [index, value] of sealed.entries()) {
      const opened = await openSessionOnce(value, secrets, moment + round);
      if (opened?.sub !== `${index}`) expect.soft(opened?.sub).toBe(`${index}`);
    }
  }
});
