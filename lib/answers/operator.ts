/** Answers `npm run members`: lists and ends the visits of a member. */
import type { NextRequest, NextResponse } from "next/server";
import { registryOf } from "../registry";
import { openTicket, ticketSeconds } from "../session/operator-ticket";
import type { Site } from "../site";
import { privateJson } from "./json";

/**
 * Answers `POST /api/auth/visits`, whose `Authorization` carries a sealed ticket. Returns
 * `{ visits: [{ begunAt, seenAt }] }` in seconds since 1970, or `{ ended: 2 }`; without a good
 * ticket 401. A ticket counts once: a copy from a proxy's log must end nobody's next visit.
 * `registry` tells whether other processes are covered.
 */
export async function answerOperator(request: NextRequest, site: Site): Promise<NextResponse> {
  const sealed = /^Bearer ([\w.-]+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  const asked = sealed ? await openTicket(sealed, site.now(), site.settings.secrets) : null;
  if (!asked) return privateJson(401, { error: "ticket" });
  const registry = registryOf(site);
  const isFirst = await registry.isFirst(`ticket ${asked.id}`, asked.at + ticketSeconds + 1);
  if (!isFirst) return privateJson(401, { error: "ticket" });
  const name = { kind: "username", username: asked.username } as const;
  if (asked.action === "list") {
    return privateJson(200, { visits: await registry.visits(name), registry: registry.state() });
  }
  const ended = await registry.endAll(name, "operator");
  site.log("info", "visits_ended", { ended });
  return privateJson(200, { ended, registry: registry.state() });
}
