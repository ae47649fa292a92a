/**
 * Odd but real answers of a provider: what is usable is used, what is promised must come, the log
 * says what was wrong.
 */
import { words } from "../../app/theme/words";
import { headingOf, nameOn } from "../fixtures/pages";
import { withProduct } from "../fixtures/product";
import { expect, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";

const { failures } = words();

const issPromised = { set: { authorization_response_iss_parameter_supported: true } };

test("a promised iss parameter that is missing ends the sign-in (RFC 9207 section 2.4)", async ({ nats }) => {
  nats.faults.set("metadata", issPromised);
  await withProduct(nats, {}, async (product) => {
    const end = await visitor().signIn(`${product.origin}/members`, "fiona");
    expect([end.status, headingOf(end.body)]).toEqual([400, failures.bad_callback.heading]);
    expect(String(product.logged("sign_in_failed").at(-1)?.detail)).toContain("iss");
    expect(nats.calls.count("token")).toBe(0);
  });
});

test("a promised iss parameter that comes and is right signs in; a wrong one does not", async ({ nats }) => {
  nats.faults.set("metadata", issPromised);
  await withProduct(nats, {}, async (product) => {
    nats.faults.set("callback", { set: { iss: nats.origin }, times: 1 });
    expect((await visitor().signIn(`${product.origin}/members`, "fiona")).status).toBe(200);
    nats.faults.set("callback", { set: { iss: "https://other.example" }, times: 1 });
    expect((await visitor().signIn(`${product.origin}/members`, "fiona")).status).not.toBe(200);
  });
});

test("an iss parameter that comes though it was not promised is compared all the same", async ({ nats, product }) => {
  nats.faults.set("callback", { set: { iss: nats.origin }, times: 1 });
  expect((await visitor().signIn(`${product.origin}/members`, "fiona")).status).toBe(200);
  nats.calls.clear();
  for (const iss of [`${nats.origin}/`, nats.origin.toUpperCase(), ""]) {
    nats.faults.set("callback", { set: { iss }, times: 1 });
    const { status } = await visitor().signIn(`${product.origin}/members`, "fiona");
    expect.soft(status, `iss=${iss}`).toBe(502);
  }
  expect(nats.calls.count("token"), "another provider may have sent the code").toBe(0);
});

test("broken entries in the key set beside a good key do not stop the sign-in", async ({ nats }) => {
  const read = async (url: string) => JSON.parse((await visitor().open(url)).body);
  const { keys } = await read((await read(nats.metadataUrl)).jwks_uri);
  const broken = [null, {}, { kty: "EC" }, { kty: "RSA" }, { kty: "unheard-of", x: 1 }, "text", 7, []];
  nats.faults.set("jwks", { set: { keys: [...broken, ...keys] } });
  await withProduct(nats, {}, async (product) => {
    expect((await visitor().signIn(`${product.origin}/members`, "fiona")).status).toBe(200);
  });
});

test("a username that comes as a number is taken, as PHP sends it", async ({ nats, product }) => {
  nats.faults.set("userinfo", { set: { username: 12_345 } });
  const end = await visitor().signIn(`${product.origin}/members`, "fiona");
  expect([end.status, nameOn(end.body)]).toEqual([200, "12345"]);
});

for (const { value, told } of [
  { value: "x".repeat(257), told: "username has 257 characters" },
  { value: true, told: "username is of type boolean" },
  { value: ["fiona"], told: "username is a list" },
  { value: null, told: "username is null" },
  { value: " ", told: "username is empty" },
]) {
  test(`a username that is ${JSON.stringify(value).slice(0, 20)} ends the sign-in, and the log says: ${told}`, async ({
    nats,
    product,
  }) => {
    nats.faults.set("userinfo", { set: { username: value } });
    const end = await visitor().signIn(`${product.origin}/members`, "fiona");
    expect(headingOf(end.body)).toBe(failures.no_username.heading);
    expect(product.logged("sign_in_failed").at(-1)?.detail).toBe(told);
  });
}

test("an issuer that does not match is logged with what was expected and what came", async ({ nats, product }) => {
  nats.faults.set("idToken", { set: { iss: "https://other.example" } });
  await visitor().signIn(`${product.origin}/members`, "fiona");
  const detail = String(product.logged("sign_in_failed").at(-1)?.detail);
  expect(detail).toContain("https://other.example");
  expect(detail).toContain(nats.origin);
});

test("the answer of the redirect URI names its code in no header", async ({ product }) => {
  const member = visitor();
  const answer = await member.open(await member.logIn(`${product.origin}/members`, "fiona"));
  expect(answer.location).toBe(`${product.origin}/members`);
  expect(JSON.stringify(answer.headers)).not.toContain("code=");
});

test("the redirect URI comes from the settings, whatever host the request names", async ({ product, nats }) => {
  for (const named of [
    { host: "evil.test" },
    { host: "evil.test", "x-forwarded-host": "evil.test" },
    { "x-forwarded-host": "evil.test", "x-forwarded-proto": "https" },
    { forwarded: "host=evil.test;proto=https", "x-forwarded-port": "444" },
  ]) {
    const answer = await request(`${product.origin}/login`, { headers: { ...navigation, ...named } });
    const { origin, searchParams } = new URL(answer.location);
    expect(origin, JSON.stringify(named)).toBe(nats.origin);
    expect(searchParams.get("redirect_uri")).toBe(`${product.origin}/api/auth/callback/nats`);
  }
});
