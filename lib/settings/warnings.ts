/** What works but is probably not meant: told at the start and by `npm run doctor`. */
import type { Fault, Settings } from "./shape";

/** Returns the warnings about settings that have no faults. */
export function settingsWarnings({ links, client }: Settings): Fault[] {
  const warnings: Fault[] = [];
  const missing = links.domain ? [] : (["join", "upgrade", "renew"] as const).filter((name) => !links[name]);
  if (missing.length > 0) {
    warnings.push({
      name: "NATS_LINK_DOMAIN",
      wrong: `is missing: pages have no link to ${missing.join(", ")}`,
      cure: "Set NATS_LINK_DOMAIN and NATS_LINK_SITE_ID, or NATS_JOIN_URL, NATS_UPGRADE_URL and NATS_RENEW_URL",
    });
  }
  if (!/^\d+(,\d+)*$/.test(client.id)) {
    warnings.push({
      name: "OIDC_CLIENT_ID",
      wrong: "is no Site ID, nor several with commas",
      cure: "NATS's Site IDs are numbers: 1 or 1,2",
    });
  }
  // Clients and servers percent-encode other characters differently: RFC 6749 section 2.3.1.
  if (/[^A-Za-z0-9]/.test(client.secret)) {
    warnings.push({
      name: "OIDC_CLIENT_SECRET",
      wrong: "has characters that NATS may decode differently",
      cure: "If NATS rejects the client, use letters and digits only, here and in MEMBER_OPENID_CLIENT_SECRET",
    });
  }
  if (client.secret.length < 16) {
    warnings.push({
      name: "OIDC_CLIENT_SECRET",
      wrong: "is shorter than 16 characters, so it can be guessed",
      cure: "Set a longer MEMBER_OPENID_CLIENT_SECRET in NATS, and here",
    });
  }
  return warnings;
}
