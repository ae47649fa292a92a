/**
 * Compares translated configurations with a real Apache: the same files, the same members.
 * Apache's verdict is whether it sends the file. Ours is the verdict of the product's own rules
 * (`standingOf`, `refusalOf`) on the translated gates, with the claims that the member has.
 */
import { expect, test } from "@playwright/test";
import { refusalOf } from "../../../lib/access/reasons";
import { standingOf } from "../../../lib/access/table";
import type { MemberClaims } from "../../../lib/claims";
import { memberClaimsOf } from "../../../lib/nats/member-claims";
import { tableOf } from "../../../scripts/from-apache/gate-findings";
import type { Translation } from "../../../scripts/from-apache/translate";
import { requireRows } from "../../fixtures/from-apache/require-rows";
import { type ConfigRow, virtualHost } from "../../fixtures/from-apache/rows";
import { sectionRows } from "../../fixtures/from-apache/section-rows";
import { visitor } from "../../fixtures/visitor";
import { userinfoClaims } from "../../nats/claims";
import { type Nats, startNats } from "../../nats/server";
import { translated } from "../../tables/from-apache";
import { signInPath, startRow } from "./from-apache-host";

/** A visitor of both sites. `member` undefined: signed out. */
interface Visitor {
  member?: string;
  claims?: Record<string, unknown>;
  /** Why the product may refuse this visitor where Apache does not. */
  odd?: string;
}

const visitors: Record<string, Visitor> = {
  "signed out": {},
  "a full member": { member: "fiona" },
  "a trial member": { member: "tom" },
  "a member named in capitals": { member: "ulrika" },
  "a member with an odd name": { member: "zoe" },
  "a member without an e-mail address": { member: "noel" },
  "a renamed member": { member: "renata" },
  "a member with a package and a plan": {
    member: "percy",
    claims: { package: "7", plan: { level: "gold", code: "712" } },
  },
  "an expired member": { member: "eddie", odd: "the membership must be active" },
  "a member without a trial flag": { member: "uma", odd: "a missing claim grants nothing, not even under not" },
  "a member with a list of trial flags": { member: "olga", claims: { trial: ["0"] }, odd: "a list is no value" },
  "a member with a blank before the flag": {
    member: "manuel",
    claims: { trial: " 0" },
    odd: "compared byte for byte, as Apache does from 2.4.20",
  },
};

let nats: Nats;
test.beforeAll(async () => {
  nats = await startNats();
});
test.afterAll(async () => nats?.close());

/** Returns whether the product admits claims to a path. */
function admits({ gates }: Translation, path: string, raw: Record<string, unknown> | undefined): boolean {
  const standing = standingOf(tableOf(gates), path);
  if (standing.kind !== "gated") return true;
  if (!raw) return false;
  // As if lib/claims.ts declared the claims that the rows ask for beyond the shipped ones.
  const { package: pack, plan } = raw;
  const claims = { ...memberClaimsOf(raw, { status: "status" }), ...(pack ? { package: pack, plan } : {}) };
  return refusalOf(standing.require, claims as MemberClaims, { expiredLogin: false }) === null;
}

for (const row of [...requireRows, ...sectionRows].filter(({ lab }) => lab !== false)) {
  test(`Apache and the translation agree: ${row.name}`, () => compare(row));
}

async function compare(row: ConfigRow): Promise<void> {
  await nats.reset();
  nats.switches.MEMBER_OPENID_EXPIRED_LOGIN = true;
  const translation = translated(virtualHost(row.conf));
  const apache = await startRow(row, translation.host.mappings, nats.metadataUrl);
  let stricter = 0;
  try {
    for (const [name, { member, claims, odd }] of Object.entries(visitors)) {
      const browser = visitor();
      // The login page has buttons for members with `demo`.
      if (member) Object.assign(nats.member(member), { demo: true }, claims ? { claims: { set: claims } } : {});
      if (member) {
        const arrived = await browser.signIn(apache.origin + signInPath, member);
        expect(arrived.status, `${name} signs in: ${apache.log()}`).toBe(200);
      }
      const raw = member === undefined ? undefined : userinfoClaims(nats.member(member), nats.switches);
      for (const path of Object.keys(row.paths)) {
        const { status } = await browser.open(apache.origin + encodeURI(path));
        const here = admits(translation, path, raw);
        const there = status === 200;
        if (here === there) continue;
        // Paths that no section names are open in Apache: the report says that they are closed here.
        if (there && row.paths[path] === "any member") continue;
        expect.soft(there, `${name} at ${path}: Apache answers ${status}, and the gate admits`).toBe(true);
        if (row.stricter) stricter++;
        else expect.soft(odd, `${name} at ${path}: Apache answers ${status}, and the gate refuses`).toBeDefined();
      }
    }
    if (row.stricter) expect(stricter, "a row marked as stricter must differ").toBeGreaterThan(0);
  } finally {
    await apache.stop();
  }
}
