/** The faults that tests plant in the NATS look-alike, and its answers to hostile requests. */
import { expect } from "@playwright/test";
import { jwtVerify } from "jose";
import { redirectParameters, test } from "./look-alike";

test("an id_token can have a wrong key, no signature, alg HS256, and changed claims and headers", async ({
  nats,
  client,
}) => {
  const verify = async () => jwtVerify((await client.signIn("fiona")).id_token, await client.keySet());
  for (const fault of [{ wrongKey: true }, { alg: "none" }, { alg: "HS256" }, { header: { kid: "other" } }]) {
    nats.faults.set("idToken", fault);
    await expect(verify()).rejects.toThrow();
  }
  const change = { set: { iss: "x", exp: 1e300 }, remove: ["sub", "nonce"] };
  nats.faults.set("idToken", { ...change, removeHeader: ["kid"], header: { jku: "http://x" }, times: 1 });
  const { payload, protectedHeader } = await verify();
  expect(payload).toMatchObject({ iss: "x", exp: 1e300 });
  expect(payload).not.toHaveProperty("sub");
  expect(protectedHeader).toEqual({ typ: "JWT", alg: "RS256", jku: "http://x" });
  expect((await verify()).payload.sub).toBe("71");
});

test("userinfo can have a wrong key, lack its signature, have changed claims, or not be an object", async ({
  nats,
  client,
}) => {
  const { access_token } = await client.signIn("fiona");
  nats.switches.signUserinfo = true;
  nats.faults.set("userinfo", { wrongKey: true });
  await expect(jwtVerify(await (await client.userinfo(access_token)).text(), await client.keySet())).rejects.toThrow();
  nats.faults.set("userinfo", { signed: false, set: { sub: "99" }, remove: ["trial"] });
  const plain = await (await client.userinfo(access_token)).json();
  expect(plain.sub).toBe("99");
  expect(plain).not.toHaveProperty("trial");
  nats.faults.set("userinfo", { body: "[]" });
  expect(await (await client.userinfo(access_token)).json()).toEqual([]);
});

test("an endpoint can fail in every way, as often as `times` says", async ({ nats }) => {
  const ask = (signal?: AbortSignal) => fetch(nats.metadataUrl, { redirect: "manual", ...(signal && { signal }) });
  nats.faults.set("metadata", { status: 502, times: 1 });
  expect((await ask()).status).toBe(502);
  expect((await ask()).status).toBe(200);
  nats.faults.set("metadata", { body: "<html>", contentType: "text/html" });
  expect(await (await ask()).text()).toBe("<html>");
  nats.faults.set("metadata", { redirectTo: "http://localhost:9/" });
  expect((await ask()).headers.get("location")).toBe("http://localhost:9/");
  nats.faults.set("metadata", { hugeBody: 10_000_000 });
  expect((await (await ask()).text()).length).toBeGreaterThanOrEqual(10_000_000);
  nats.faults.set("metadata", { gzipBomb: 1_000_000 });
  expect((await (await ask()).text()).length).toBe(1_000_000);
  nats.faults.set("metadata", { set: { issuer: "x" }, remove: ["jwks_uri"] });
  expect(await (await ask()).json()).toMatchObject({ issuer: "x" });
  nats.faults.set("metadata", { reset: true });
  await expect(ask()).rejects.toThrow();
  nats.faults.set("metadata", { hang: true });
  await expect(ask(AbortSignal.timeout(100))).rejects.toThrow();
  nats.faults.set("metadata", { drip: 20 });
  const dripping = await ask(AbortSignal.timeout(2000));
  await expect(dripping.text()).rejects.toThrow();
});

test("the redirect back can carry an OAuth error or changed parameters", async ({ nats, client }) => {
  nats.faults.set("authorize", { error: "server_error", errorDescription: "<b>", times: 1 });
  const failed = redirectParameters(await fetch(await client.authorizeUrl(), { redirect: "manual" }));
  expect(failed.get("error")).toBe("server_error");
  nats.faults.set("callback", { set: { state: "other", iss: "x" }, remove: ["code"] });
  const back = redirectParameters(await client.logIn("fiona"));
  expect([back.get("code"), back.get("state"), back.get("iss")]).toEqual([null, "other", "x"]);
});

test("fields of the token response can be changed or removed", async ({ nats, client }) => {
  nats.faults.set("token", { remove: ["expires_in"], set: { token_type: "mac" } });
  expect(await client.signIn("fiona")).toMatchObject({ token_type: "mac" });
  expect(await client.signIn("fiona")).not.toHaveProperty("expires_in");
});

test("values in pages are escaped", async ({ nats, client }) => {
  const nasty = `"><script>alert(1)</script>`;
  expect(await (await client.logIn(nasty)).text()).not.toContain("<script>");
  const pages = ["signup/upgradeplus.php", "signup/signup.php", "_control/"];
  nats.member("fiona").about = nasty;
  for (const path of pages) {
    const page = await (await fetch(`${nats.origin}/${path}?site=1&username=${encodeURIComponent(nasty)}`)).text();
    expect(page).not.toContain("<script>alert");
  }
});

test("the server answers hostile requests and keeps running", async ({ nats, client }) => {
  const statuses = [
    await fetch(`${nats.origin}//evil.example/x`),
    await fetch(`${nats.origin}/__proto__`),
    await fetch(`${nats.origin}/_control/members/%E0%A4%A`, { method: "DELETE" }),
    await fetch(nats.metadataUrl, { method: "DELETE" }),
    await fetch(`${nats.origin}/member/openid/token`, { method: "POST", body: "{}" }),
    await fetch(`${await client.authorizeUrl()}&state=twice`),
    await fetch((await client.authorizeUrl()).replace("/authorize?", "/login?"), {
      method: "POST",
      body: new URLSearchParams({ username: "x".repeat(100_000) }),
    }),
  ].map(({ status }) => status);
  expect(statuses).toEqual([404, 404, 400, 405, 415, 400, 413]);
  expect((await fetch(nats.metadataUrl)).status).toBe(200);
});
