/** Configures Next: headers of every response, no image optimizer, and experiments. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { NextConfig } from "next";
import { browserHeaders } from "./lib/http/headers";

// In development, /theme shows pages in frames.
const isLeftOut = (name: string) => process.env.NODE_ENV === "development" && name === "x-frame-options";
const headers = Object.entries(browserHeaders).flatMap(([key, value]) => (isLeftOut(key) ? [] : [{ key, value }]));

/** More than this does not belong into a function. A CDN then has the members' files. */
const maxTracedBytes = 50_000_000;

/** On Vercel a function has the files that were traced, and no others: the sample's, for example. */
function mediaOnVercel(): NextConfig {
  if (!process.env.VERCEL || !existsSync("media")) return {};
  const files = readdirSync("media", { recursive: true, encoding: "utf8" });
  const bytes = files.reduce((sum, file) => sum + statSync(join("media", file)).size, 0);
  return bytes > maxTracedBytes ? {} : { outputFileTracingIncludes: { "/media/**": ["./media/**/*"] } };
}

const config: NextConfig = {
  // For the image alone: `next start` warns about such a build.
  ...(process.env.BUILD_OUTPUT === "standalone" ? { output: "standalone" } : {}),
  ...mediaOnVercel(),
  poweredByHeader: false,
  // Loaded from node_modules, and only where REDIS_URL is set.
  serverExternalPackages: ["@redis/client"],
  reactStrictMode: true,
  // The optimizer has no member cookie, so it cannot load gated images. It is also attack surface.
  images: { unoptimized: true },
  // The development server prints addresses with their query. The Management URL has a key there.
  logging: { incomingRequests: { ignore: [/[?&]key=/] } },
  experimental: {
    // Lets the guard answer 403 with `forbidden()`.
    authInterrupts: true,
    // Makes the 404 page dynamic, so that it has a nonce.
    globalNotFound: true,
    // Next buffers each request body before the gate runs, by default up to 10 MB. Forty anonymous
    // uploads took 730 MB. Raise this for a route that accepts larger uploads.
    proxyClientMaxBodySize: "1mb",
  },
  headers: async () => [{ source: "/:path*", headers }],
};

export default config;
