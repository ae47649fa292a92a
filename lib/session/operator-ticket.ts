/** What `npm run members` asks of the running site, sealed with AUTH_SECRET. */
import { z } from "zod";
import { open, type Secrets, seal } from "./seal";

/** How long a ticket is good, in seconds: the clocks of two machines may differ. */
const lifeSeconds = 120;

const ticket = z.object({
  action: z.enum(["list", "end"]),
  username: z.string().min(1).max(256),
  /** Seconds since 1970. */
  at: z.int(),
});

/** A request of the operator about the member of that name. */
export type OperatorTicket = z.output<typeof ticket>;

/** Seals a request. Who has AUTH_SECRET could seal a session as well: it opens no new way. */
export function sealTicket(request: OperatorTicket, secrets: Secrets): Promise<string> {
  return seal("operator", request, secrets);
}

/** Opens a request made within two minutes of `now`, in seconds; null for anything else. */
export async function openTicket(sealed: string, now: number, secrets: Secrets): Promise<OperatorTicket | null> {
  const { data } = ticket.safeParse(await open("operator", sealed, secrets));
  return data && Math.abs(now - data.at) <= lifeSeconds ? data : null;
}
