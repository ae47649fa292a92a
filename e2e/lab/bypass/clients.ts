/** The clients of the bypass matrix, and what none of them may be sent. */
import type { Product } from "../../fixtures/product";
import { cookieOf } from "../../fixtures/test";
import { request } from "../../fixtures/visitor";
import { signsOf } from "./marked-site";

/** A client without a right: to members' pages, or only to those for full members. */
export interface Client {
  readonly name: string;
  readonly cookie: string;
  /** Matches what must not come. */
  readonly forbidden: RegExp;
}

type Here = { nats: { origin: string }; product: Product };

const anything = new RegExp(`${signsOf("members").source}|${signsOf("full").source}`);

/** Returns the clients of a product that runs. */
export async function clientsOf(here: Here): Promise<Client[]> {
  return [
    { name: "anonymous", cookie: "", forbidden: anything },
    { name: "timed out", cookie: await cookieOf(here, { loginAt: 1, seenAt: 1, exp: 2 }), forbidden: anything },
    { name: "signed out", cookie: await signedOut(here), forbidden: anything },
    { name: "trial member", cookie: await trialCookie(here), forbidden: signsOf("full") },
  ];
}

/** The gate cannot know who signed out: it calls nothing. Without the guard nobody else does. */
export const onlyTheGuardKnows = "signed out";

function trialCookie(here: Here): Promise<string> {
  return cookieOf(here, { sub: "2", claims: { username: "tom", trial: "1", status: "1" } });
}

/** A copy of the session cookie from before the sign-out. */
async function signedOut(here: Here): Promise<string> {
  const cookie = await cookieOf(here);
  const { origin } = here.product;
  const headers = { cookie, origin, "sec-fetch-site": "same-origin" };
  const { status } = await request(`${origin}/logout`, { method: "POST", headers });
  if (status !== 303) throw new Error(`The sign-out answered ${status}.`);
  return cookie;
}
