/** The userinfo endpoint of the NATS look-alike: which claims it sends, how, and about whom. */
import { expect } from "@playwright/test";
import { jwtVerify } from "jose";
import { test } from "./look-alike";

test("userinfo has trial, e-mail and status only with MEMBER_OPENID_BASE_INFO, and username always", async ({
  nats,
  client,
}) => {
  expect(await client.claimsOf("tom")).toMatchObject({ trial: "1" });
  expect(await client.claimsOf("uma")).not.toHaveProperty("trial");
  nats.switches.MEMBER_OPENID_BASE_INFO = false;
  expect(await client.claimsOf("tom")).toEqual({
    sub: "72",
    username: "tom",
  });
});

test("switches select numbers as values, the name of the status claim, and the form of sub", async ({
  nats,
  client,
}) => {
  Object.assign(nats.switches, { valueTypes: "numbers", statusClaim: "member_status", subForm: "username" });
  expect(await client.claimsOf("tom")).toMatchObject({
    sub: "tom",
    trial: 1,
    member_status: 1,
  });
});

test("userinfo is signed if a switch says so, with any of the content types", async ({ nats, client }) => {
  const { access_token } = await client.signIn("fiona");
  nats.switches.signUserinfo = true;
  const types: unknown[] = [];
  for (const form of ["standard", "jwtAsJson", "html"] as const) {
    nats.switches.contentTypes = form;
    const answer = await client.userinfo(access_token);
    types.push(answer.headers.get("content-type"));
    const { payload } = await jwtVerify(await answer.text(), await client.keySet(), {
      issuer: nats.origin,
      audience: "1",
    });
    expect(payload.username).toBe("fiona");
  }
  expect(types).toEqual(["application/jwt", "application/json", "text/html; charset=UTF-8"]);
});

test("userinfo shows later changes of the member unless a switch freezes it", async ({ nats, client }) => {
  const { access_token } = await client.signIn("tom");
  nats.member("tom").trial = 0;
  expect(await (await client.userinfo(access_token)).json()).toMatchObject({ trial: "0" });
  nats.switches.userinfoLive = "frozen";
  expect(await (await client.userinfo(access_token)).json()).toMatchObject({ trial: "1" });
});

test("userinfo responds 401 if the member is banned, locked or deleted, or the token is revoked", async ({
  nats,
  client,
}) => {
  const { access_token } = await client.signIn("fiona");
  const status = async () => (await client.userinfo(access_token)).status;
  nats.member("fiona").banned = true;
  expect(await status()).toBe(401);
  Object.assign(nats.member("fiona"), { banned: false, locked: true });
  expect(await status()).toBe(401);
  nats.member("fiona").locked = false;
  expect(await status()).toBe(200);
  nats.revokeTokens("fiona");
  expect(await status()).toBe(401);
  const other = (await client.signIn("tom")).access_token;
  nats.members.delete("tom");
  expect((await client.userinfo(other)).status).toBe(401);
});

test("after a member expired, userinfo responds 401, status 2 or the old claims", async ({ nats, client }) => {
  const { access_token } = await client.signIn("fiona");
  nats.member("fiona").status = 2;
  expect((await client.userinfo(access_token)).status).toBe(401);
  nats.switches.userinfoAfterExpiry = "status2";
  expect(await (await client.userinfo(access_token)).json()).toMatchObject({ status: "2" });
  nats.switches.userinfoAfterExpiry = "stale";
  expect(await (await client.userinfo(access_token)).json()).toMatchObject({ status: "1" });
});
