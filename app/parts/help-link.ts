/** The address of the help link. */
import { brand } from "../theme/brand";

/**
 * Returns the address of the help link. Topic and reference go into the subject, so that support
 * knows the page and finds the log line. Nothing personal goes into it.
 */
export function helpLink(topic: string, reference?: string): string {
  const subject = reference ? `${topic} (${reference})` : topic;
  if (brand.help.includes("@"))
    return `mailto:${brand.help}?subject=${encodeURIComponent(`${brand.name}: ${subject}`)}`;
  const url = new URL(brand.help);
  url.searchParams.set("topic", subject);
  return url.href;
}
