/** A site with the key set of a NATS that a test makes up, and id_tokens that it verifies. */
import type { JWK } from "jose";
import { codedErrorIn } from "../../lib/failures";
import { verifyIdToken } from "../../lib/nats/id-token";
import { keysOf } from "../../lib/nats/keys";
import { lastGood } from "../../lib/nats/last-good";
import { answering, type Clock, clockByHand, issuer, metadata, moment, siteWith } from "./support";

/** The claims of a good id_token. They are good for ten minutes from `moment`. */
export const claims = { iss: issuer, sub: "1048576", aud: "1", exp: moment + 600, iat: moment, nonce: "n-1" };

/** A site whose NATS serves `serve()` as its key set. `verify` returns "ok" or the failure code. */
export function withKeys(serve: () => Response | Error, clock: Clock = clockByHand()) {
  const nats = answering(serve);
  const site = siteWith({ fetch: nats.fetch, now: clock.now });
  const known = lastGood(
    async () => metadata,
    site.now,
    { fresh: 1e9, stale: 1e9, coolDown: 1 },
    () => undefined,
  );
  const keys = keysOf(site, known);
  const verify = (jwt: string) =>
    verifyIdToken(jwt, keys, {
      issuer,
      clientId: "1",
      nonce: "n-1",
      accessToken: "access-token",
      now: clock.now(),
    }).then(
      () => "ok",
      (error: unknown) => codedErrorIn(error)?.failure ?? `uncoded: ${error}`,
    );
  return { verify, clock, site, calls: nats.calls };
}

/** A key set with these keys, as NATS serves it. */
export const set = (...keys: JWK[]) => Response.json({ keys });
