/** What `npm run members` asks of the running site, sealed with AUTH_SECRET. */
import { z } from "zod";
import { open, randomText, type Secrets, seal } from "./seal";

/** How long a ticket is good, in seconds: the clocks of two machines may differ. */
export const ticketSeconds = 120;

const ticket = z.object({
  action: z.enum(["list", "end"]),
  username: z.string().min(1).max(256),
  /** Seconds since 1970. */
  at: z.int(),
  /** A ticket counts once. */
  id: z.string().min(22).max(64),
});

/** A request of the operator about the member of that name. */
export type OperatorTicket = z.output<typeof ticket>;

/** Seals a request. Who has AUTH_SECRET could seal a session as well: it opens no new way. */
export function sealTicket(request: Omit<OperatorTicket, "id">, secrets: Secrets): Promise<string> {
  return seal("operator", { ...request, id: randomText(16) } satisfies OperatorTicket, secrets);
}

/** Opens a request made within two minutes of `now`, in seconds; null for anything else. */
export async function openTicket(sealed: string, now: number, secrets: Secrets): Promise<OperatorTicket | null> {
  const { data } = ticket.safeParse(await open("operator", sealed, secrets));
  return data && Math.abs(now - data.at) <= ticketSeconds ? data : null;
}
