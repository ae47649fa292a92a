// Checks NATS's metadata document, and by its Date header the two clocks.
import { codedErrorIn } from "../../lib/failures";
import { parseJson } from "../../lib/http/json";
import { type Metadata, parseMetadata } from "../../lib/nats/metadata";
import type { Site } from "../../lib/site";
import { type Call, call, networkFault } from "./call";
import { type Finding, findingsOf } from "./finding";

/** The only path that Too Much Media documents. */
const documentPath = "/.well-known/member-openid-configuration";

/** The product accepts id_tokens whose times are this far off. */
const toleratedSeconds = 60;

const { good, fault, unknown } = findingsOf("Metadata");

/** Loads the document. `metadata` is absent if nothing else can be checked without it. */
export async function checkMetadata(site: Site): Promise<{ findings: Finding[]; metadata?: Metadata }> {
  const { provider } = site.settings;
  const asked = await call(site.fetch, provider.metadataUrl, { headers: { accept: "application/json" } });
  if (!("text" in asked.answer) || asked.answer.status !== 200) {
    return { findings: [await refusal(site, asked)] };
  }
  const clock = checkClock(asked);
  try {
    const metadata = parseMetadata(asked.answer.text, provider);
    return { findings: [good(`NATS's metadata is valid. Its issuer is ${metadata.issuer}.`), clock], metadata };
  } catch (error) {
    return { findings: [invalid(codedErrorIn(error)?.detail ?? "", asked.answer.text), clock] };
  }
}

/** What a document means that cannot be used. `detail` is the reason that the product gives. */
function invalid(detail: string, text: string): Finding {
  // Parsed, because PHP writes https:\/\/.
  const document = parseJson(text);
  const named = typeof document === "object" && document !== null && "issuer" in document ? document.issuer : "";
  const issuer = String(named).slice(0, 200);
  if (/^\s*</.test(text)) {
    return fault("A web page came instead of NATS's metadata.", `Set the full address: https://…${documentPath}`);
  }
  if (detail.startsWith("issuer differs") || detail.startsWith("issuer is not on")) {
    return fault(
      `NATS's issuer is ${issuer}, and that is not what the settings expect.`,
      `If this is your NATS, set OIDC_PROVIDER_ISSUER=${issuer}`,
    );
  }
  if (detail.endsWith("is not https")) {
    const cure = "In NATS turn PROJECT_HOSTNAME_DISPLAY_HTTPS on, or begin MEMBER_OPENID_DOMAIN with https://.";
    return fault(`In NATS's metadata, ${detail}.`, cure);
  }
  return fault(`NATS's metadata cannot be used: ${detail}.`, `Does the address end in ${documentPath}? Else ask TMM.`);
}

/** What it means that there is no document. */
async function refusal(site: Site, asked: Call): Promise<Finding> {
  const url = new URL(site.settings.provider.metadataUrl);
  if (!("status" in asked.answer)) return fault(...networkFault(asked, url.host));
  const { status } = asked.answer;
  if (status === 404 && url.pathname !== documentPath) {
    const usual = await call(site.fetch, url.origin + documentPath);
    if ("status" in usual.answer && usual.answer.status === 200) {
      const cure = `Set OIDC_PROVIDER_METADATA_URL=${url.origin}${documentPath}`;
      return fault("There is no metadata at this address, but at the usual one there is.", cure);
    }
  }
  if (status === 404) {
    const cure = "Turn ENABLE_MEMBER_OPENID on. Is this the domain of PROJECT_HOSTNAME, or of MEMBER_OPENID_DOMAIN?";
    return fault("NATS has no metadata at this address (404): the feature is off, or the domain another.", cure);
  }
  if (status === 403 || status === 401) {
    const cure = "Add this server's address to MEMBER_OPENID_SECURE_IPS. Else a firewall in front of NATS refuses it.";
    return fault(`NATS refuses this server the metadata (${status}).`, cure);
  }
  if (status >= 500) return fault(`NATS fails (${status}).`, "Try again later. If it stays, ask who runs your NATS.");
  return unknown(`NATS answers the metadata address with status ${status}.`, "Open it in a browser, and compare.");
}

/** Compares NATS's Date header with this machine's clock. */
function checkClock({ headers, at }: Call): Finding {
  const clock = findingsOf("Clock");
  const there = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(there)) return clock.unknown("NATS's answers have no Date, so the clocks cannot be compared.");
  const offSeconds = Math.round((there - at) / 1000);
  if (Math.abs(offSeconds) <= toleratedSeconds) return clock.good("The clocks of NATS and of this machine agree.");
  const says = `NATS's clock is ${Math.abs(offSeconds)} s ${offSeconds > 0 ? "ahead of" : "behind"} this machine's.`;
  return clock.fault(says, "Set both clocks by NTP. Sign-ins fail when they are more than a minute apart.");
}
