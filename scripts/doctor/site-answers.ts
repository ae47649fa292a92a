// What a proxy in front can spoil in the site's answers: cookies, forms, caching, headers.
import { addresses } from "../../lib/addresses";
import { flowCookiePrefix } from "../../lib/session/cookies";
import type { Site } from "../../lib/site";
import { type Call, call } from "./call";
import { type Finding, findingsOf } from "./finding";

const noAction = "4000000000000000000000000000000000000000ab";

/** The cookie of a sign-in must arrive as the site sets it. */
export function checkCookie({ headers }: Call, { settings }: Site): Finding[] {
  const { good, fault } = findingsOf("Cookies");
  if (!headers.has("location")) return [];
  const prefix = flowCookiePrefix(settings);
  const cookie = headers.getSetCookie().find((each) => each.startsWith(prefix));
  if (!cookie) return [fault("The sign-in's cookie does not arrive.", "Let the proxy pass Set-Cookie on unchanged.")];
  const attributes = cookie
    .split(";")
    .slice(1)
    .map((each) => each.trim().toLowerCase());
  const needed = ["path=/", "httponly", "samesite=lax", ...(settings.secure ? ["secure"] : [])];
  const lost = needed.filter((each) => !attributes.includes(each));
  const added = attributes.filter((each) => each.startsWith("domain="));
  if (lost.length === 0 && added.length === 0) return [good("Cookies arrive as the site sets them.")];
  const changed = [...lost.map((each) => `without ${each}`), ...added.map((each) => `with ${each}`)].join(", ");
  return [fault(`A cookie arrives ${changed}.`, "Let the proxy pass Set-Cookie on unchanged.")];
}

/** Forms of the site must pass, behind any Host and X-Forwarded-* that the proxy sends. */
export async function checkForms(origin: string, site: Site): Promise<Finding[]> {
  const { good, fault, unknown } = findingsOf("Forms");
  // A server action that does not exist. Next says so, if it takes the form for one of the site's.
  const headers = {
    origin,
    "sec-fetch-site": "same-origin",
    "content-type": "text/plain;charset=UTF-8",
    "next-action": noAction,
  };
  const { answer } = await call(site.fetch, `${origin}/`, { method: "POST", headers, body: "[]" });
  const status = "status" in answer ? answer.status : 0;
  if (status === 404 || status === 409) return [good("Forms reach the site.")];
  if (status === 403) {
    return [
      fault(
        "The site's own forms are refused (403).",
        "Is AUTH_URL of the running site this address? Else a firewall refuses POST.",
      ),
    ];
  }
  // On a site whose front page is closed, the gate leads to the sign-in before Next sees the form.
  if ([0, 302, 303, 401].includes(status)) return [];
  if (status === 405) return [fault("The proxy does not pass POST on (405).", "Allow it for every path of the site.")];
  if (status >= 500) {
    return [fault(`The site's own forms fail (${status}).`, "Let the proxy pass Host on, as docs/servers do.")];
  }
  return [unknown(`A form gets status ${status}.`, "404 or 409 was expected.")];
}

/** Nothing in front may store members' answers, or take headers away. */
export async function checkStorage(origin: string, site: Site): Promise<Finding[]> {
  const { good, fault } = findingsOf("Headers");
  const findings: Finding[] = [];
  for (const path of [addresses.membersHome, addresses.session]) {
    // Twice: a cache answers from the second time on.
    await call(site.fetch, origin + path);
    const { headers } = await call(site.fetch, origin + path);
    const isStored = Number(headers.get("age") ?? 0) > 0 || /\bhit\b/i.test(headers.get("x-cache") ?? "");
    if (isStored) findings.push(fault(`A cache in front stores ${path}.`, "Exclude it, or obey Cache-Control there."));
    else if (!/no-store/.test(headers.get("cache-control") ?? "")) {
      findings.push(fault(`${path} arrives without Cache-Control: no-store.`, "Let the proxy pass it on unchanged."));
    }
  }
  // A page that no gate can close.
  const page = await call(site.fetch, origin + addresses.signInFailed);
  for (const name of ["content-security-policy", "x-content-type-options", "x-frame-options"]) {
    if (page.headers.has(name)) continue;
    findings.push(fault(`Pages arrive without ${name}.`, "Let the proxy pass it on unchanged."));
  }
  return findings.length > 0 ? findings : [good("No cache stores members' answers, and headers arrive unchanged.")];
}
