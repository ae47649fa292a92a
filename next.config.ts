/** What Next is told: headers of every answer, no image optimiser, the experiments we need. */
import type { NextConfig } from "next";

/** Headers of every answer, files included; page policies and caching are the gate's. */
const headers = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "referrer-policy", value: "same-origin" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
  { key: "cross-origin-resource-policy", value: "same-origin" },
  { key: "x-frame-options", value: "DENY" },
  { key: "permissions-policy", value: "camera=(), microphone=(), geolocation=()" },
];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The optimiser cannot carry a cookie, so gated images fail in it, and it is a large attack surface.
  images: { unoptimized: true },
  // forbidden() answers 403 in the guard; an address that leads nowhere gets a page with a nonce of its own, so a dynamic one.
  experimental: {
    authInterrupts: true,
    globalNotFound: true,
    // Next holds every body in memory for the gate, whoever sends it: 10 MB each by default, and forty strangers cost 730 MB. A route that
    // takes larger uploads needs more.
    proxyClientMaxBodySize: "1mb",
  },
  headers: async () => [{ source: "/:path*", headers }],
};

export default config;
