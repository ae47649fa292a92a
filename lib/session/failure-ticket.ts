/** The ticket that carries a failed sign-in to its page: sealed into the address, so nothing there can be made up or read. */
import { z } from "zod";
import { safeReturnPath } from "../access/return-path";
import { addresses } from "../addresses";
import { type FailureCode, failureCodes } from "../failures";
import { open, type Secrets, seal } from "./seal";

/** What the page of a failed sign-in knows. */
export interface FailedSignIn {
  code: FailureCode;
  /** Short text that is found in the log, too. */
  reference: string;
  returnTo: string;
}

const ticket = z.tuple([z.enum(failureCodes), z.string().max(16), z.string()]);

/** The address of the page for a failed sign-in. It works without cookies: their absence may be the failure. */
export async function failurePath({ code, reference, returnTo }: FailedSignIn, secrets: Secrets): Promise<string> {
  return `${addresses.signInFailed}?e=${await seal("failure", [code, reference, returnTo], secrets)}`;
}

/** Opens the ticket of that page; null when it is missing or not ours. */
export async function openFailure(
  sealed: string | null | undefined,
  secrets: readonly string[],
): Promise<FailedSignIn | null> {
  const parsed = ticket.safeParse(sealed ? await open("failure", sealed, secrets) : null);
  if (!parsed.success) return null;
  const [code, reference, returnTo] = parsed.data;
  return { code, reference, returnTo: safeReturnPath(returnTo) };
}
