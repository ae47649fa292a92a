/**
 * Asks a real Apache and the translated gates who may open the same files.
 * Apache's verdict is whether it sends the file. Ours is the verdict of the product's own rules
 * (`standingOf`, `refusalOf`) on the translated gates, with the claims that the member has.
 */
import { refusalOf } from "../../../lib/access/reasons";
import { standingOf } from "../../../lib/access/table";
import type { MemberClaims } from "../../../lib/claims";
import { memberClaimsOf } from "../../../lib/nats/member-claims";
import { tableOf } from "../../../scripts/from-apache/gate-findings";
import type { Translation } from "../../../scripts/from-apache/translate";
import { visitor } from "../../fixtures/visitor";
import { userinfoClaims } from "../../nats/claims";
import type { Nats } from "../../nats/server";
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

/** A file that one side gives to a visitor, and the other does not. */
export interface Difference {
  visitor: string;
  path: string;
  /** Apache's status. */
  status: number;
  /** True if the product admits, and Apache does not. */
  isWider: boolean;
  /** Why this visitor may be refused by the product alone. */
  odd: string | undefined;
}

/** Runs a configuration in Apache, and returns the files about which both sides differ. */
export async function differences(
  conf: readonly string[],
  paths: readonly string[],
  translation: Translation,
  nats: Nats,
): Promise<Difference[]> {
  await nats.reset();
  nats.switches.MEMBER_OPENID_EXPIRED_LOGIN = true;
  const apache = await startRow(conf, paths, translation.host.mappings, nats.metadataUrl);
  const found: Difference[] = [];
  try {
    for (const [name, { member, claims, odd }] of Object.entries(visitors)) {
      const browser = visitor();
      // The login page has buttons for members with `demo`.
      if (member) Object.assign(nats.member(member), { demo: true }, claims ? { claims: { set: claims } } : {});
      const arrived = member ? await browser.signIn(apache.origin + signInPath, member) : undefined;
      if (arrived && arrived.status !== 200) throw new Error(`${name} cannot sign in:\n${apache.log()}`);
      const raw = member === undefined ? undefined : userinfoClaims(nats.member(member), nats.switches);
      for (const path of paths) {
        const { status } = await browser.open(apache.origin + encodeURI(path));
        const isIn = admits(translation, path, raw);
        if (isIn !== (status === 200)) found.push({ visitor: name, path, status, isWider: isIn, odd });
      }
    }
  } finally {
    await apache.stop();
  }
  return found;
}

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
