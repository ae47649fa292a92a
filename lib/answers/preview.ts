/** A preview on Vercel without settings says so. Nothing of the site is shown. */
import { NextResponse } from "next/server";
import { noIndex, noStore } from "../http/headers";
import { readSettings } from "../settings/read";
import type { Environment } from "../settings/shape";

/**
 * Returns a page for the preview deployment of a branch whose settings have faults; else null. The
 * page names the settings and no values. In production the function fails instead, and the log says
 * which setting is wrong.
 */
export function previewWithoutSettings(env: Environment): NextResponse | null {
  if (env.VERCEL_ENV !== "preview") return null;
  const result = readSettings(env);
  if ("settings" in result) return null;
  const names = result.faults.map(({ name }) => `<li>${escaped(name)}</li>`).join("");
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A preview without settings</title>
<meta name="viewport" content="width=device-width"><h1>A preview without settings</h1>
<p>This deployment is not connected to a NATS, so it shows nothing. In the project on Vercel, give the
environment "Preview" these settings, and deploy again:</p><ul>${names}</ul>`;
  const headers = { ...noStore, ...noIndex, "content-type": "text/html; charset=utf-8" };
  const policy = { "content-security-policy": "default-src 'none'; frame-ancestors 'none'" };
  return new NextResponse(html, { status: 503, headers: { ...headers, ...policy } });
}

function escaped(text: string): string {
  return text.replace(/[<>&"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
