/** Requests that a web server in front refuses, and the longest address that it lets through. */
import { expect } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";

/** Expects 414 for what costs Next seconds, and an answer at the longest address of the product. */
export async function expectLongAddressesRefused(origin: string): Promise<void> {
  for (const query of ["a&".repeat(6000), "a&".repeat(200), `a=${"b".repeat(9000)}`, "?".repeat(9000)]) {
    expect((await request(origin, { rawPath: `/?${query}`, headers: navigation })).status).toBe(414);
  }
  // A path of 2,047 characters becomes a parameter of the sign-in, where each "%" takes three.
  const asked = `/members/account?q=${"%C3%A9".repeat(338)}`;
  const end = await visitor().follow(origin + asked);
  expect([end.hops.length, end.status]).toEqual([3, 200]);
  expect(end.hops[1]?.length).toBeGreaterThan(3000);
}

/** Expects an answer below 500 to methods and targets that Next cannot handle. */
export async function expectOddRequestsAnswered(origin: string): Promise<void> {
  for (const [method, rawPath] of [
    ["TRACE", "/members"],
    ["BREW", "/members"],
    ["GET", "*"],
    ["OPTIONS", "*"],
  ] as const) {
    expect((await request(origin, { method, rawPath })).status, `${method} ${rawPath}`).toBeLessThan(500);
  }
}
