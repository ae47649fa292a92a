/** Runs the doctor's checks of NATS, and compares what they find. */
import { expect } from "@playwright/test";
import type { Finding } from "../../scripts/doctor/finding";
import { checkNats } from "../../scripts/doctor/nats";
import { siteWith } from "./support";

/** What must be found: the check, and words of its sentence or cure. `null`: no fault at all. */
export type Found = [check: string, words: string] | null;

/** What the doctor finds if NATS does not list the address of this server. */
export const notListed: Found = ["Token endpoint", "Add it to MEMBER_OPENID_SECURE_IPS"];

/** Returns what the doctor finds at the NATS with this metadata address. */
export async function examine(metadataUrl: string, fetcher: typeof fetch = fetch): Promise<Finding[]> {
  const env = {
    AUTH_URL: "http://localhost:9",
    OIDC_CLIENT_ID: "1,2",
    OIDC_CLIENT_SECRET: "demosecret",
    OIDC_PROVIDER_METADATA_URL: metadataUrl,
  };
  return checkNats(siteWith({ env, fetch: fetcher, now: () => Math.floor(Date.now() / 1000) }));
}

/** Expects the fault that is given among the findings, or none. No finding holds the secret. */
export function expectFound(findings: readonly Finding[], found: Found): void {
  const faults = findings.filter(({ verdict }) => verdict === "fault");
  const said = faults.map(({ check, says, cure }) => `${check}: ${says} ${cure}`);
  if (found === null) {
    expect(said).toEqual([]);
  } else {
    const [check, words] = found;
    expect(
      said.find((each) => each.startsWith(`${check}: `)),
      JSON.stringify(findings),
    ).toContain(words);
  }
  expect(JSON.stringify(findings)).not.toContain("demosecret");
}
