/** Answers of NATS are verified. One that fails the checks ends the sign-in without a session. */
import { sessionCookieName } from "../../lib/session/cookies";
import { withProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { visitor } from "../fixtures/visitor";
import type { FaultTable } from "../nats/server";

const session = sessionCookieName({ secure: false });

interface Case {
  name: string;
  faults: FaultTable;
  code: string;
  status: number;
}

const cases: Case[] = [
  {
    name: "oidcc-client-test-invalid-sig-rs256: id_token signed with another key",
    faults: { idToken: { wrongKey: true } },
    code: "bad_token",
    status: 502,
  },
  {
    name: "oidcc-client-test-idtoken-sig-none: id_token without a signature",
    faults: { idToken: { alg: "none" } },
    code: "bad_token",
    status: 502,
  },
  {
    name: "id_token with a MAC by the public key",
    faults: { idToken: { alg: "HS256" } },
    code: "bad_token",
    status: 502,
  },
  {
    name: "oidcc-client-test-invalid-iss: id_token of another issuer",
    faults: { idToken: { set: { iss: "https://evil.test" } } },
    code: "bad_token",
    status: 502,
  },
  {
    name: "oidcc-client-test-invalid-aud: id_token for another client",
    faults: { idToken: { set: { aud: "9" } } },
    code: "bad_token",
    status: 502,
  },
  {
    name: "oidcc-client-test-nonce-invalid: id_token with another nonce",
    faults: { idToken: { set: { nonce: "x" } } },
    code: "bad_token",
    status: 502,
  },
  { name: "id_token without a nonce", faults: { idToken: { remove: ["nonce"] } }, code: "bad_token", status: 502 },
  {
    name: "oidcc-client-test-missing-sub: id_token without sub",
    faults: { idToken: { remove: ["sub"] } },
    code: "bad_token",
    status: 502,
  },
  {
    name: "oidcc-client-test-missing-iat: id_token without iat",
    faults: { idToken: { remove: ["iat"] } },
    code: "bad_token",
    status: 502,
  },
  { name: "id_token that has expired", faults: { idToken: { expOffset: -600 } }, code: "clock", status: 502 },
  { name: "id_token from the future", faults: { idToken: { iatOffset: 660 } }, code: "clock", status: 502 },
  {
    name: "id_token with an expiry beyond reason",
    faults: { idToken: { set: { exp: 1e300 } } },
    code: "bad_token",
    status: 502,
  },
  {
    name: "signed userinfo with another key",
    faults: { userinfo: { signed: true, wrongKey: true } },
    code: "bad_userinfo",
    status: 502,
  },
  {
    name: "signed userinfo without a signature",
    faults: { userinfo: { signed: true, alg: "none" } },
    code: "bad_userinfo",
    status: 502,
  },
  {
    name: "oidcc-client-test-userinfo-invalid-sub: userinfo of another member",
    faults: { userinfo: { set: { sub: "999" } } },
    code: "bad_userinfo",
    status: 502,
  },
  { name: "userinfo without sub", faults: { userinfo: { remove: ["sub"] } }, code: "bad_userinfo", status: 502 },
  {
    name: "userinfo that is a list",
    faults: { userinfo: { status: 200, body: "[]" } },
    code: "bad_userinfo",
    status: 502,
  },
  { name: "userinfo that fails", faults: { userinfo: { status: 500 } }, code: "provider_unreachable", status: 503 },
  { name: "userinfo refusing our address", faults: { userinfo: { status: 403 } }, code: "not_listed", status: 503 },
  { name: "no username", faults: { userinfo: { remove: ["username"] } }, code: "no_username", status: 502 },
  { name: "an empty username", faults: { userinfo: { set: { username: "" } } }, code: "no_username", status: 502 },
  { name: "token endpoint failing", faults: { token: { status: 500 } }, code: "provider_unreachable", status: 503 },
  {
    name: "token endpoint redirecting",
    faults: { token: { redirectTo: "/elsewhere" } },
    code: "provider_unreachable",
    status: 503,
  },
  {
    name: "token endpoint answering without end",
    faults: { token: { hugeBody: 5_000_000 } },
    code: "provider_unreachable",
    status: 503,
  },
  {
    name: "token endpoint cutting the connection",
    faults: { token: { reset: true } },
    code: "provider_unreachable",
    status: 503,
  },
  {
    name: "token endpoint answering with a web page",
    faults: { token: { status: 200, body: "<html>no</html>", contentType: "text/html" } },
    code: "not_listed",
    status: 503,
  },
  {
    name: "token answer without an id_token",
    faults: { token: { remove: ["id_token"] } },
    code: "bad_token",
    status: 502,
  },
  {
    name: "the member cancelling at NATS",
    faults: { authorize: { error: "access_denied" } },
    code: "cancelled",
    status: 400,
  },
  {
    name: "an error from NATS",
    faults: { authorize: { error: "invalid_scope", errorDescription: "<b>no</b>" } },
    code: "provider_error",
    status: 502,
  },
  {
    name: "the answer of another issuer (RFC 9207)",
    faults: { callback: { set: { iss: "https://evil.test" } } },
    code: "bad_token",
    status: 502,
  },
];

for (const { name, faults, code, status } of cases) {
  test(`${name} ends the sign-in with an explanation and no session`, async ({ nats, product }) => {
    const faulty = Object.keys(faults).includes("authorize");
    if (!faulty) nats.faults.change(faults);
    const member = visitor();
    if (faulty) nats.faults.change(faults);
    const end = faulty
      ? await member.follow(`${product.origin}/members/account?page=2`)
      : await member.signIn(`${product.origin}/members/account?page=2`, "fiona");

    expect(end.status).toBe(status);
    expect(new URL(end.url).pathname).toBe("/sign-in-failed");
    expect(end.headers["cache-control"]).toBe("private, no-store");
    expect(end.headers["retry-after"]).toBe(status === 503 ? "120" : undefined);
    expect([...member.cookies.keys()]).toEqual([]);
    expect(end.body).toContain("/login?returnTo=%2Fmembers%2Faccount%3Fpage%3D2");

    const line = product.logged("sign_in_failed").at(-1);
    expect(line).toMatchObject({ code });
    expect(end.body).toContain(String(line?.reference));
    expect(end.body).not.toContain("<b>no</b>");
    // No secret of the flow may show on the page or in the log.
    const access = nats.calls.list
      .filter((call) => call.endpoint === "userinfo")
      .map((call) => call.headers.authorization?.slice(7) ?? "-");
    for (const secret of ["demosecret", ...access]) expect(product.output() + end.body).not.toContain(secret);

    // The link on the page works as soon as the fault is gone.
    nats.faults.clear();
    const again = await member.signIn(`${product.origin}/login?returnTo=%2Fmembers%2Faccount%3Fpage%3D2`, "fiona");
    expect(again.url).toBe(`${product.origin}/members/account?page=2`);
    expect(member.cookies.has(session)).toBe(true);
  });
}

test("a NATS that does not answer is given up after five seconds, and the page explains", async ({ nats, product }) => {
  nats.faults.set("token", { hang: true });
  const end = await visitor().signIn(`${product.origin}/members`, "fiona");
  expect(end.status).toBe(503);
  expect(product.logged("sign_in_failed").at(-1)).toMatchObject({ code: "provider_unreachable", detail: "timeout" });
});

test("a warm sign-in makes two calls to NATS: token and userinfo", async ({ nats, product }) => {
  await visitor().signIn(`${product.origin}/members`, "fiona");
  nats.calls.clear();
  await visitor().signIn(`${product.origin}/members`, "tom");
  expect(["metadata", "jwks", "token", "userinfo"].map((name) => nats.calls.count(name as "token"))).toEqual([
    0, 0, 1, 1,
  ]);
});

test("oidcc-client-test-signing-key-rotation: keys that change between two sign-ins are fetched once more", async ({
  nats,
}) => {
  // The forged signatures above used up the early key fetch of the shared product, so this test
  // starts its own.
  await withProduct(nats, {}, async (product) => {
    await visitor().signIn(`${product.origin}/members`, "fiona");
    await nats.rotateKey();
    nats.calls.clear();
    const end = await visitor().signIn(`${product.origin}/members`, "fiona");
    expect(end.status).toBe(200);
    expect(nats.calls.count("jwks")).toBe(1);
  });
});
