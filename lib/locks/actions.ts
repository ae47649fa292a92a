/** Judges server actions before Next, which answers 500 with a stack if it cannot read one. */
import type { NextRequest, NextResponse } from "next/server";
import { plain, redirectOfAction } from "../answers/page";
import { redirectTo } from "../answers/redirect";
import type { Site } from "../site";

/** An action sent by script: the id that a build gave it. */
const actionId = /^[0-9a-f]{42}$/;

/**
 * Answers a POST that looks like a server action but cannot be one of this site. Returns null for
 * all other requests. An owner's route handler still gets any form, also of another site.
 */
export async function refusedAction(request: NextRequest, site: Site): Promise<NextResponse | null> {
  const { method, headers, nextUrl } = request;
  const action = headers.get("next-action");
  const type = headers.get("content-type") ?? "";
  const isForm = type.startsWith("multipart/form-data");
  if (method !== "POST" || (action === null && !isForm)) return null;
  if (action !== null && !actionId.test(action)) return plain(400, "Bad request");
  const fields = isForm ? await fieldsOf(request) : [];
  if (!fields) return plain(400, "Bad request");
  if (action === null && !fields.some((name) => name.startsWith("$ACTION_"))) {
    // Next takes every multipart form for an action, by a comparison that minds the case.
    headers.set("content-type", `M${type.slice(1)}`);
    return null;
  }
  const origin = headers.get("origin") ?? site.settings.origin;
  if (origin === site.settings.origin) return null;
  if (origin !== "null") return plain(403, "Forbidden");
  // Extensions that hide the referrer hide the origin, too. The page opens anew.
  const page = nextUrl.pathname + nextUrl.search;
  return action === null ? redirectTo(page, 303, site) : redirectOfAction(page);
}

/** Returns the names of a form's fields, or null if it is malformed or was cut. */
async function fieldsOf(request: NextRequest): Promise<string[] | null> {
  try {
    return [...(await request.clone().formData()).keys()];
  } catch {
    return null;
  }
}
