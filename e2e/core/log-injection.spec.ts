/** Whatever clients and NATS send, the log stays one line of JSON for each event. */
import { addresses } from "../../lib/addresses";
import { logEvents } from "../../lib/log";
import type { Product } from "../fixtures/product";
import { managementKey, post } from "../fixtures/pushes";
import { cookieOf, expect, test } from "../fixtures/test";
import { navigation, request, visitor } from "../fixtures/visitor";

test.use({ settings: { NATS_MANAGEMENT_KEY: managementKey, OIDC_BACKCHANNEL_LOGOUT: "on" } });

/** Ends a line, begins another that looks like an event, clears a terminal, and colours it. */
const hostile = '"}\r\n{"time":"2027","level":"info","event":"forged"}\r\n\u001b[2J\u009b31m\u2028forged';
const encoded = encodeURIComponent(hostile);
/** What a header can hold of it. */
const inHeader = Buffer.from('"}{"event":"forged"}\t\u009b31mforged', "latin1").toString("latin1");

/** Next greets in colours, before the output is guarded. */
const sinceStart = (output: string) => output.slice(output.indexOf('{"time"')).split("\n");

/** Fails for a line with a control character, and for an event that the product does not have. */
function expectCleanLog(product: Product): void {
  const lines = sinceStart(product.output());
  for (const line of lines) {
    expect.soft(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
    expect.soft(line).not.toMatch(/^\{"time":"2027"/);
    if (line.startsWith('{"time"')) expect.soft(logEvents).toContain(JSON.parse(line).event);
  }
}

test("line breaks and control characters in requests forge no line", async ({ product, nats }) => {
  const { origin } = product;
  const cookie = await cookieOf({ nats, product }, { claims: { username: hostile, trial: "1", status: "1" } });
  const paths = [
    `/full/${encoded}`,
    `/full?x=${encoded}`,
    `/members/${encoded}`,
    `/media/${encoded}`,
    `/${encoded}`,
    `${addresses.login}?returnTo=${encoded}`,
    `${addresses.logout}?returnTo=${encoded}`,
    `${addresses.recheck}?returnTo=${encoded}`,
    `${addresses.check}?gate=${encoded}`,
    `${addresses.signInFailed}?e=${encoded}`,
    ...["error", "error_description", "state", "code", "iss"].map((name) => `${addresses.callback}?${name}=${encoded}`),
    `${addresses.callback}?error=access_denied&error_description=${encoded}&state=${encoded}`,
  ];
  const headers = { "user-agent": inHeader, referer: inHeader, "x-forwarded-for": inHeader, "next-action": inHeader };
  for (const path of paths) {
    await request(origin + path, { headers: { ...navigation, cookie } });
    await request(origin + path, { method: "POST", headers: { origin, cookie }, body: hostile });
    await request(origin + path, { method: "POST", headers: { ...navigation, ...headers, origin, cookie } });
  }
  expect(product.logged("refused").length, "inputs reached the log").toBeGreaterThan(0);
  expect(product.logged("sign_in_failed").length, "inputs reached the log").toBeGreaterThan(0);
  expectCleanLog(product);
});

test("line breaks and control characters in what NATS sends forge no line", async ({ product, nats }) => {
  const signIn = async () => (await visitor().signIn(`${product.origin}/full`, "fiona")).status;
  const plant = {
    idToken: [{ set: { iss: hostile } }, { set: { aud: hostile } }, { header: { kid: hostile, typ: hostile } }],
    userinfo: [{ set: { username: hostile } }, { set: { trial: hostile, [hostile]: hostile } }, { body: hostile }],
    token: [{ status: 400, body: JSON.stringify({ error: hostile, error_description: hostile }) }, { body: hostile }],
    callback: [{ set: { error: hostile, error_description: hostile } }, { set: { iss: hostile } }],
  } as const;
  for (const [name, faults] of Object.entries(plant)) {
    for (const fault of faults) {
      await nats.reset();
      nats.faults.set(name as keyof typeof plant, fault as object);
      await signIn();
    }
  }
  expect(product.logged("sign_in_failed").map(({ code }) => code)).toContain("bad_token");
  expectCleanLog(product);
});

test("line breaks and control characters in posts and logout tokens forge no line", async ({ product }) => {
  for (const name of ["action", "username", "memberid", hostile]) {
    await post(product, { action: "CHANGE", username: "fiona", [name]: hostile });
  }
  await post(product, { action: "CHANGE" }, { key: encodeURIComponent(hostile) });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  for (const token of [hostile, `${part({ alg: hostile, kid: hostile })}.${part({ iss: hostile, jti: hostile })}.x`]) {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const body = `${new URLSearchParams({ logout_token: token })}`;
    await request(product.origin + addresses.backchannelLogout, { method: "POST", headers, body });
  }
  expect(product.logged("pushes").length + product.logged("backchannel_logout").length).toBeGreaterThan(0);
  expectCleanLog(product);
});
