/** Code that must not compile, such as misspelt claims and gates. tsc checks it; it never runs. */
import type { Session as AuthSession } from "next-auth";
import { claim, validUser } from "../../lib/access/rules";
import { defineGates } from "../../lib/access/table";
import { useSession } from "../../lib/auth/client";
import type { browserClaims } from "../../lib/claims";
import { type FailureCode, fail } from "../../lib/failures";
import { type Member, requireMember } from "../../lib/member";

/** Rules accept only the claims that lib/claims.ts declares. */
export const claims = [
  claim("trial", "0"),
  claim("username", /^a/),
  // @ts-expect-error a misspelt claim would never match
  claim("trail", "0"),
  // @ts-expect-error values are strings, because claims are compared as strings
  claim("trial", 0),
  // @ts-expect-error `trial` is not an object, so it has no nested claims
  claim("trial.length", "1"),
];

/** The guard accepts only the gates that lib/gates.ts defines. */
export const guards = [
  () => requireMember("members"),
  () => requireMember("full"),
  // @ts-expect-error there is no such gate
  () => requireMember("nope"),
  // @ts-expect-error the gate must be named
  () => requireMember(),
];

/** Path patterns begin with a slash, and every gate has a rule. */
export const tables = [
  () => defineGates({ public: ["/"], gates: { a: { paths: ["/a/**"], require: validUser } } }),
  // @ts-expect-error the pattern does not begin with a slash
  () => defineGates({ public: ["tour"], gates: {} }),
  // @ts-expect-error the gate has no rule
  () => defineGates({ public: [], gates: { a: { paths: ["/a/**"] } } }),
];

/** Pages get typed claims of the member, and no token. */
export function page(member: Member): unknown[] {
  return [
    member.claims.trial,
    // @ts-expect-error the claim is not declared
    member.claims.nope,
    // @ts-expect-error tokens stay in the sealed cookie
    member.token,
  ];
}

/** Client components get typed claims from `useSession()`, limited to the browser's allow-list. */
export function Component(): unknown[] {
  const { data: session } = useSession();
  const other: AuthSession | null = session;
  return [
    other,
    session?.member.trial,
    // @ts-expect-error the claim is not declared
    session?.member.nope,
    // @ts-expect-error tokens are never sent to the browser
    session?.accessToken,
  ];
}

type BrowserMember = NonNullable<ReturnType<typeof useSession>["data"]>["member"];
type Same<A, B> = [A, B] extends [B, A] ? true : false;

/** The browser gets exactly the claims of the allow-list. */
export const browserGetsTheList: Same<keyof BrowserMember, (typeof browserClaims)[number]> = true;

/** Failure codes are a closed list. */
export const failures: FailureCode[] = [
  fail("stale").failure,
  // @ts-expect-error there is no such code
  fail("nope").failure,
];
