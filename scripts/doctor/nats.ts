// Looks at a site's NATS in the order of a sign-in: metadata, clock, keys, login page, token
// endpoint. Stops where the rest cannot work.
import type { Metadata } from "../../lib/nats/metadata";
import type { Site } from "../../lib/site";
import { checkClient } from "./client";
import { type Finding, findingsOf } from "./finding";
import { checkKeys } from "./keys";
import { checkLoginPage } from "./login-page";
import { checkMetadata } from "./metadata";

/** Returns what the doctor finds at the NATS of a site whose settings have no faults. */
export async function checkNats(site: Site): Promise<Finding[]> {
  const { findings, metadata } = await checkMetadata(site);
  if (metadata) return [...findings, ...(await checkEndpoints(site, metadata))];
  const rest = "Keys, login page and token endpoint were not looked at: the metadata names them.";
  return [...findings, findingsOf("NATS").unknown(rest)];
}

async function checkEndpoints(site: Site, metadata: Metadata): Promise<Finding[]> {
  const [keys, loginPage] = await Promise.all([checkKeys(site, metadata), checkLoginPage(site, metadata)]);
  // After the login page: it tells a wrong client id from a wrong secret.
  const client = await checkClient(site, metadata, loginPage.verdict);
  return [keys, loginPage, ...client];
}
