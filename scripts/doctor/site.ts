// Looks at the running site from outside, as its members' browsers do: `npm run doctor -- --site`.
import { addresses, withReturn } from "../../lib/addresses";
import { isLoopback } from "../../lib/http/loopback";
import type { Site } from "../../lib/site";
import { type Call, call, networkFault, placeOf } from "./call";
import { certificateDays, upgradeOutcome } from "./connection";
import { type Finding, findingsOf } from "./finding";
import { checkCookie, checkForms, checkStorage } from "./site-answers";

const { good, warning, fault, unknown } = findingsOf("Site");
const renewalDays = 14;

/** Returns what the doctor finds at `url`, the address of the running site. */
export async function checkSite(url: string, site: Site): Promise<Finding[]> {
  const { origin } = new URL(url);
  const ready = await call(site.fetch, origin + addresses.ready);
  if (!("status" in ready.answer)) return [fault(...networkFault(ready, new URL(origin).host))];
  const { status, text } = ready.answer;
  if (status !== 200 || !text.includes('"ready":true')) return [notReady(status)];
  const own = site.settings.origin;
  if (origin !== own) {
    const cure = `Set AUTH_URL=${origin} if members type that. Else look at ${own}.`;
    return [fault(`The site answers at ${origin}, but AUTH_URL is ${own}.`, cure)];
  }
  const login = await call(site.fetch, origin + withReturn(addresses.login, "/"));
  return [
    good(`The site answers at ${origin}.`),
    ...(await checkTransport(origin, site)),
    signInFinding(login, site),
    ...checkCookie(login, site),
    await checkGate(origin, site),
    await checkFiles(origin, site),
    ...(await checkForms(origin, site)),
    ...(await checkStorage(origin, site)),
    await checkUpgrade(origin),
    await checkLongRequest(origin, site),
  ];
}

function notReady(status: number): Finding {
  if (status === 502 || status === 504) {
    return fault(`The proxy answers ${status}: it does not reach the site.`, "Is the site up, at the proxy's port?");
  }
  if (status === 500) return fault("The site runs with bad settings (500).", "Read its log.");
  return fault(`The site's ${addresses.ready} answers ${status}.`, "Does the proxy pass every path on to the site?");
}

/** TLS, and the way from http to https. */
async function checkTransport(origin: string, site: Site): Promise<Finding[]> {
  const { protocol, hostname, port } = new URL(origin);
  if (protocol === "http:") return [];
  const days = await certificateDays(hostname, Number(port || 443));
  const findings: Finding[] = [];
  if (days !== undefined && days < renewalDays) {
    findings.push(warning(`The site's certificate ends in ${days} days.`, "Does its renewal work?"));
  }
  const home = await call(site.fetch, `${origin}/`);
  if (site.settings.hstsSeconds > 0 && !home.headers.has("strict-transport-security")) {
    findings.push(fault("The header Strict-Transport-Security is missing.", "Let the proxy pass it on."));
  }
  if (port !== "" || isLoopback(hostname)) return findings;
  const plain = await call(site.fetch, `http://${hostname}/`);
  if ("status" in plain.answer && plain.answer.status === 200) {
    findings.push(fault("The site also answers on http.", "Let the proxy redirect http to https."));
  }
  return findings;
}

/** The deployed site must send members to NATS as these settings say. */
function signInFinding({ answer, headers }: Call, { settings }: Site): Finding {
  const location = headers.get("location") ?? "";
  const sent = URL.canParse(location) ? new URL(location).searchParams : new URLSearchParams();
  if (sent.has("redirect_uri")) {
    const { redirectUri, id } = settings.client;
    if (sent.get("redirect_uri") !== redirectUri) {
      const cure = "Give the site the settings that you checked here, and start it anew.";
      return fault(
        `The site has NATS send members to ${placeOf(new Headers({ location: sent.get("redirect_uri") ?? "" }))}, not to ${redirectUri}.`,
        cure,
      );
    }
    if (sent.get("client_id") !== id) {
      return fault("The site has another OIDC_CLIENT_ID than these settings.", "Start it anew with these settings.");
    }
    return good(`A sign-in leads to ${new URL(location).host}, and back to ${redirectUri}.`);
  }
  if (location.includes(addresses.signInFailed)) {
    return fault("The site cannot lead members to NATS.", "Its log names the cause: look for sign_in_failed.");
  }
  const status = "status" in answer ? answer.status : "a redirect";
  return unknown(
    `${addresses.login} answers ${status} at the site.`,
    "Open it in a browser: NATS's login page must come.",
  );
}

/** Signed out, a member page must lead to the sign-in, in every spelling of its address. */
async function checkGate(origin: string, site: Site): Promise<Finding> {
  for (const path of [addresses.membersHome, "/%6dembers", "/full"]) {
    const { answer } = await call(site.fetch, origin + path);
    if ("status" in answer && answer.status === 200) {
      return fault(`${path} is open to everybody.`, "Does something in front answer for the site, or store its pages?");
    }
  }
  return good("Member pages are closed to visitors.");
}

async function checkFiles(origin: string, site: Site): Promise<Finding> {
  const headers = { accept: "image/*", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" };
  const path = `${addresses.media}/doctor-made-up.jpg`;
  const { answer } = await call(site.fetch, origin + path, { headers });
  const status = "status" in answer ? answer.status : 0;
  if (status === 401 || status === 403) return good(`${addresses.media}/ is closed to visitors.`);
  if (status === 200 || status === 404) {
    const cure = "Something in front serves these files by itself. Compare it with docs/servers.";
    return fault(`${addresses.media}/ does not ask who wants a file (${status}).`, cure);
  }
  return unknown(`A visitor gets status ${status} at ${addresses.media}/.`, "401 was expected.");
}

async function checkUpgrade(origin: string): Promise<Finding> {
  const outcome = await upgradeOutcome(origin);
  if (outcome === "ended") return good("Requests for an upgrade are answered, and their connections end.");
  if (outcome === "switched") {
    return warning(
      "The site switches to another protocol.",
      "Drop the Upgrade header in the proxy, as docs/servers do.",
    );
  }
  const cure = "Each keeps a connection for ever. Start with npm start, and drop the Upgrade header in the proxy.";
  return fault("A request for an upgrade hangs.", cure);
}

async function checkLongRequest(origin: string, site: Site): Promise<Finding> {
  const { answer } = await call(site.fetch, `${origin}/?${"a&".repeat(4000)}`);
  const status = "status" in answer ? answer.status : 0;
  if ([414, 400, 431].includes(status)) return good("Long addresses are refused.");
  const cure = "Start the site with npm start. Next needs a second of CPU for such an address.";
  return warning(`An address of 8 kB with 4,000 parameters is answered with status ${status}.`, cure);
}
