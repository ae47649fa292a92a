/** The check for a web server in front answers 204, 401, 403 or 503 without a byte of a page. */
import { cookieOf, expect, sealedFor, sessionOf, test } from "../fixtures/test";
import { request, visitor } from "../fixtures/visitor";

const asked = { "sec-fetch-mode": "", "sec-fetch-dest": "", "sec-fetch-site": "", "sec-fetch-user": "", accept: "" };

test("signed out: 401; trial: 204 for members, 403 with the reason for full; full: 204 for both", async ({
  product,
}) => {
  const check = (gate: string) => `${product.origin}/api/auth/check?gate=${gate}`;
  expect((await visitor().open(check("members"), { headers: asked })).status).toBe(401);
  const trial = visitor();
  await trial.signIn(`${product.origin}/members`, "tom");
  expect((await trial.open(check("members"), { headers: asked })).status).toBe(204);
  const refused = await trial.open(check("full"), { headers: asked });
  expect([refused.status, refused.headers["x-members-reason"], refused.body]).toEqual([403, "trial", ""]);
  const full = visitor();
  await full.signIn(`${product.origin}/members`, "fiona");
  for (const gate of ["members", "full"]) expect((await full.open(check(gate), { headers: asked })).status).toBe(204);
});

test("an unknown gate refuses every member, and without a gate the check is for members", async ({ product }) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  for (const gate of ["no-such-gate", "constructor", "__proto__", "public", ""]) {
    expect((await member.open(`${product.origin}/api/auth/check?gate=${gate}`, { headers: asked })).status, gate).toBe(
      403,
    );
  }
  expect((await member.open(`${product.origin}/api/auth/check`, { headers: asked })).status).toBe(204);
});

test("claims come as headers on request, and the browser's own headers of these names are ignored", async ({
  product,
  nats,
}) => {
  nats.switches.showAllMembers = true;
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "zoe");
  const forged = { ...asked, "oidc-claim-trial": "9", "x-remote-user": "root" };
  const plain = await member.open(`${product.origin}/api/auth/check`, { headers: forged });
  expect(Object.keys(plain.headers).filter((name) => /oidc|remote/.test(name))).toEqual([]);
  const answer = await member.open(`${product.origin}/api/auth/check?claims=1`, { headers: forged });
  expect(Buffer.from(String(answer.headers["x-remote-user"]), "latin1").toString("utf8")).toBe(
    "zoë müller@example.test",
  );
  expect(answer.headers["oidc-claim-trial"]).toBe("0");
  expect(answer.headers["oidc-claim-status"]).toBe("1");
});

test("a claim that a header would change comes as no header", async ({ product, nats }) => {
  for (const odd of [" 0", "0 ", "0\u0000", "\n0", "0\r\nX-Evil: 1", "0\u00a0"]) {
    const claims = { username: "fiona", trial: odd, status: "1", email: odd };
    const cookie = await cookieOf({ nats, product }, { claims });
    const answer = await request(`${product.origin}/api/auth/check?claims=1`, { headers: { ...asked, cookie } });
    const identity = Object.entries(answer.headers).filter(([name]) => /oidc|remote|evil/.test(name));
    expect([answer.status, Object.fromEntries(identity)], JSON.stringify(odd)).toEqual([
      204,
      { "x-remote-user": "fiona", "oidc-claim-username": "fiona", "oidc-claim-status": "1" },
    ]);
  }
});

test("a name that a header would change fails the sign-in, and in an older session is no header", async ({
  product,
  nats,
}) => {
  for (const odd of ["fi\r\nX-Evil: 1\r\n\r\nona", "admin\u00a0", " admin", "admin\u0000"]) {
    nats.member("fiona").claims = { set: { username: odd } };
    const member = visitor();
    const end = await member.signIn(`${product.origin}/members`, "fiona");
    expect([end.status, member.cookies.has("members.session")], JSON.stringify(odd)).toEqual([502, false]);
    expect(product.logged("sign-in").at(-1) ?? {}).not.toMatchObject({ member: expect.anything() });
    const cookie = await cookieOf({ nats, product }, { claims: { username: odd, trial: "0", status: "1" } });
    const { headers } = await request(`${product.origin}/api/auth/check?claims=1`, { headers: { ...asked, cookie } });
    expect([headers["x-remote-user"], headers["oidc-claim-username"], headers["x-evil"]]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  }
});

test("the check counts as activity, asks NATS when claims are old, and ends a session that NATS has ended", async ({
  product,
  nats,
}) => {
  const member = visitor();
  await member.signIn(`${product.origin}/members`, "fiona");
  const token = nats.calls.list.findLast((call) => call.endpoint === "userinfo")?.headers.authorization?.slice(7) ?? "";
  const now = Math.floor(Date.now() / 1000);
  const with_ = async (changes: object) =>
    member.cookies.set(
      "members.session",
      await sealedFor(product.origin, sessionOf(nats.origin, { sub: "71", token, ...changes })),
    );
  await with_({ seenAt: now - 200 });
  expect(
    (await member.open(`${product.origin}/api/auth/check`, { headers: asked })).headers["set-cookie"]?.[0],
  ).toContain("members.session=");
  expect(
    (await member.open(`${product.origin}/api/auth/check`, { headers: asked })).headers["set-cookie"],
  ).toBeUndefined();

  await with_({ checkedAt: now - 300, triedAt: now - 300 });
  nats.member("fiona").trial = 1;
  expect((await member.open(`${product.origin}/api/auth/check?gate=full`, { headers: asked })).status).toBe(403);
  await with_({ checkedAt: now - 300, triedAt: now - 300 });
  nats.member("fiona").banned = true;
  expect((await member.open(`${product.origin}/api/auth/check`, { headers: asked })).status).toBe(401);
  expect(member.cookies.has("members.session")).toBe(false);
});

test("while NATS fails beyond the grace the check answers 503 and passes no claim on", async ({ product, nats }) => {
  nats.faults.set("userinfo", { status: 500 });
  const at = Math.floor(Date.now() / 1000) - 900;
  const cookie = await cookieOf({ nats, product }, { token: "t", checkedAt: at, triedAt: at });
  const answer = await request(`${product.origin}/api/auth/check?claims=1`, { headers: { cookie } });
  expect([answer.status, answer.headers["x-remote-user"]]).toEqual([503, undefined]);
});

// Next answers OPTIONS by itself, with 204: a server in front that passed the method on let it in.
test("a request of any method that the check answers is judged", async ({ product, nats }) => {
  const trial = await cookieOf({ nats, product }, { claims: { username: "tom", trial: "1", status: "1" } });
  const member = await cookieOf({ nats, product });
  for (const [cookie, status] of [
    ["", 401],
    [trial, 403],
    [member, 204],
  ] as const) {
    for (const method of ["GET", "HEAD", "OPTIONS"]) {
      const answer = await request(`${product.origin}/api/auth/check?gate=full`, { method, headers: { cookie } });
      expect.soft(answer.status, method).toBe(status);
    }
  }
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"]) {
    const answer = await request(`${product.origin}/api/auth/check?gate=full`, { method, headers: { cookie: member } });
    expect.soft(answer.status, method).toBe(405);
  }
});
