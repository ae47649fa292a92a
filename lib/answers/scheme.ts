/** A member's choice between light and dark, kept in a cookie. It needs no script, so no flash. */
import type { NextRequest, NextResponse } from "next/server";
import { safeReturnPath } from "../access/return-path";
import { isSameOrigin } from "../http/navigation";
import { expiredCookie, schemeCookieName, timedCookie } from "../session/cookies";
import type { Site } from "../site";
import { redirectTo } from "./redirect";
import { sentForm } from "./sent-form";

/** What a browser can be told. Without a choice, pages look like the device. */
export type Scheme = "light" | "dark";

/** Seconds that a choice is kept. */
const keptSeconds = 31_536_000;

/** Returns the choice in a cookie's value. */
export function schemeOf(value: string | undefined): Scheme | undefined {
  return value === "light" || value === "dark" ? value : undefined;
}

/** Answers the form on the account page: keeps the choice, and leads back. */
export async function chooseScheme(request: NextRequest, site: Site): Promise<NextResponse> {
  const form = await sentForm(request);
  const response = redirectTo(safeReturnPath(form?.get("returnTo")), 303, site);
  const name = schemeCookieName(site.settings);
  const scheme = schemeOf(form?.get("scheme") ?? undefined);
  if (form && isSameOrigin(request.headers, site.settings.origin)) {
    response.cookies.set(
      scheme ? timedCookie(name, scheme, keptSeconds, site.settings) : expiredCookie(name, site.settings),
    );
  }
  return response;
}
