/** Legacy PHP pages behind nginx read the member as they did under Apache. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { words } from "../../app/theme/words";
import { moreGates, startAltered } from "../fixtures/altered-build";
import { headingOf } from "../fixtures/pages";
import { expect, test } from "../fixtures/test";
import { request, visitor } from "../fixtures/visitor";
import { type SiteBehindNginx, startBehindNginx } from "./behind-nginx";
import { image } from "./site-folder";

const { refused } = words();

test.describe.configure({ mode: "serial" });

let site: SiteBehindNginx;

test.beforeAll(async ({ running }) => {
  // As docs/servers/nginx.conf says: the legacy paths are named in lib/gates.ts.
  const gates = moreGates({
    gates: `full: { ...owner.gates.full, paths: [...owner.gates.full.paths, "/legacy/**"] }`,
  });
  site = await startBehindNginx((settings) => startAltered(gates, running.nats, settings));
});

test.afterAll(async () => {
  await site?.stop();
});

test("a legacy PHP page reads OIDC_CLAIM_trial and REMOTE_USER as it did under Apache, whatever the browser claims", async () => {
  const member = visitor();
  const end = await member.signIn(`${site.origin}/legacy/page.php`, "fiona");
  expect(JSON.parse(end.body)).toMatchObject({
    REMOTE_USER: "fiona",
    OIDC_CLAIM_trial: "0",
    OIDC_CLAIM_username: "fiona",
  });
  const forged = { "oidc-claim-trial": "9", oidc_claim_trial: "9", "x-remote-user": "root", "remote-user": "root" };
  const answer = await member.open(`${site.origin}/legacy/page.php`, { headers: forged });
  expect(JSON.parse(answer.body)).toEqual({
    REMOTE_USER: "fiona",
    OIDC_CLAIM_trial: "0",
    OIDC_CLAIM_username: "fiona",
  });
});

test("no spelling of the Cookie header gets the answer of another member", async () => {
  const member = visitor();
  await member.signIn(`${site.origin}/members`, "fiona");
  const session = `members.session=${member.cookies.get("members.session")}`;
  for (const [theirs, mine] of [
    [`a=1;${session}`, undefined],
    [`members.session=junk; ${session}`, "members.session=junk"],
    [`${session}; members.session=junk`, "members.session=junk"],
    [`x=${session}`, "x=1"],
    [session, `${session}x`],
  ]) {
    const open = async (cookie: string | undefined) =>
      request(`${site.origin}/legacy/page.php`, { headers: { ...image, ...(cookie === undefined ? {} : { cookie }) } });
    await open(theirs);
    const answer = await open(mine);
    expect(answer.status, `${mine} after ${theirs?.slice(0, 30)}`).toBe(401);
    expect(answer.body).not.toContain("fiona");
  }
});

test("a picture does not run as PHP, whatever follows its name", async () => {
  await writeFile(join(site.folder, "legacy/upload.jpg"), "<?php echo 'RAN';");
  const member = visitor();
  await member.signIn(`${site.origin}/members`, "fiona");
  for (const path of ["/legacy/upload.jpg/x.php", "/legacy/upload.jpg%00.php", "/legacy/nothing.php"]) {
    const answer = await member.open(site.origin, { rawPath: path, headers: image });
    expect(answer.status, path).not.toBe(200);
    expect(answer.body).not.toContain("RAN");
  }
});

test("identity headers that the browser sends do not reach PHP", async () => {
  const member = visitor();
  await member.signIn(`${site.origin}/members`, "fiona");
  await writeFile(join(site.folder, "legacy/all.php"), "<?php echo json_encode($_SERVER);");
  const forged = {
    "oidc-claim-email": "boss@x",
    "oidc-access-token": "t",
    "x-forwarded-user": "root",
    proxy: "http://evil.test",
    "oidc-claim-trial": "9",
  };
  const seen = await member.open(`${site.origin}/legacy/all.php`, { headers: forged });
  expect(seen.status).toBe(200);
  expect(seen.body).not.toMatch(/boss@x|HTTP_OIDC|HTTP_X_FORWARDED_USER|HTTP_PROXY|evil\.test/);
});

test("a trial member reads the refusal page at the legacy address, and PHP does not run", async () => {
  const end = await visitor().signIn(`${site.origin}/legacy/page.php`, "tom");
  expect([end.status, end.url]).toEqual([403, `${site.origin}/legacy/page.php`]);
  expect(headingOf(end.body)).toBe(refused.trial.heading);
  expect(end.body).not.toContain("OIDC_CLAIM");
});
