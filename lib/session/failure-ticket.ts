/** Encrypts a failed sign-in's code, reference and return path into the address of its page. */
import { z } from "zod";
import { safeReturnPath } from "../access/return-path";
import { addresses } from "../addresses";
import { type FailureCode, failureCodes } from "../failures";
import { open, type Secrets, seal } from "./seal";

/** What the page of a failed sign-in knows. */
export interface FailedSignIn {
  code: FailureCode;
  /** Short text that stands in the log, too. */
  reference: string;
  returnTo: string;
}

const ticket = z.tuple([z.enum(failureCodes), z.string().max(16), z.string()]);

/** Returns the page's address. It needs no cookie: missing cookies may be the failure. */
export async function failurePath({ code, reference, returnTo }: FailedSignIn, secrets: Secrets): Promise<string> {
  return `${addresses.signInFailed}?e=${await seal("failure", [code, reference, returnTo], secrets)}`;
}

/** Opens the ticket. Returns null if it is missing or was not sealed by this site. */
export async function openFailure(
  sealed: string | null | undefined,
  secrets: readonly string[],
): Promise<FailedSignIn | null> {
  const parsed = ticket.safeParse(sealed ? await open("failure", sealed, secrets) : null);
  if (!parsed.success) return null;
  const [code, reference, returnTo] = parsed.data;
  return { code, reference, returnTo: safeReturnPath(returnTo) };
}
