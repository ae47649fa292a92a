/** What must not compile: wrong names of claims, gates and session fields. Checked by tsc; nothing here runs. */
import type { Session as AuthSession } from "next-auth";
import { claim, validUser } from "../../lib/access/rules";
import { defineGates } from "../../lib/access/table";
import { useSession } from "../../lib/auth/client";
import type { browserClaims } from "../../lib/claims";
import { type FailureCode, fail } from "../../lib/failures";
import { type Member, requireMember } from "../../lib/member";

/** Names of claims come from the schema in lib/claims.ts. */
export const claims = [
  claim("trial", "0"),
  claim("username", /^a/),
  // @ts-expect-error a misspelt claim would silently never match
  claim("trail", "0"),
  // @ts-expect-error claims are compared as strings
  claim("trial", 0),
  // @ts-expect-error a claim without members has nothing inside
  claim("trial.length", "1"),
];

/** Names of gates come from lib/gates.ts. */
export const guards = [
  () => requireMember("members"),
  () => requireMember("full"),
  // @ts-expect-error a gate that does not exist would let nobody, or everybody, in
  () => requireMember("nope"),
  // @ts-expect-error a guard guards a gate
  () => requireMember(),
];

/** Patterns begin with a slash, and every gate requires something. */
export const tables = [
  () => defineGates({ public: ["/"], gates: { a: { paths: ["/a/**"], require: validUser } } }),
  // @ts-expect-error no slash first
  () => defineGates({ public: ["tour"], gates: {} }),
  // @ts-expect-error a gate without a rule
  () => defineGates({ public: [], gates: { a: { paths: ["/a/**"] } } }),
];

/** What pages see of a member is typed by the same schema, and no token is in it. */
export function page(member: Member): unknown[] {
  return [
    member.claims.trial,
    // @ts-expect-error not a declared claim
    member.claims.nope,
    // @ts-expect-error tokens stay in the sealed cookie
    member.token,
  ];
}

/** What client components see by `useSession()` is typed by the same schema, cut to the allow-list. */
export function Component(): unknown[] {
  const { data: session } = useSession();
  const other: AuthSession | null = session;
  return [
    other,
    session?.member.trial,
    // @ts-expect-error not a declared claim
    session?.member.nope,
    // @ts-expect-error tokens never reach the browser
    session?.accessToken,
  ];
}

type BrowserMember = NonNullable<ReturnType<typeof useSession>["data"]>["member"];
type Same<A, B> = [A, B] extends [B, A] ? true : false;

/** The browser gets the claims of the allow-list and no other, whichever these are. */
export const browserGetsTheList: Same<keyof BrowserMember, (typeof browserClaims)[number]> = true;

/** Failures are a closed list. */
export const failures: FailureCode[] = [
  fail("stale").failure,
  // @ts-expect-error not on the list
  fail("nope").failure,
];
