/** Yours: which pages are public, and who may open the others. The default is any active member. */
import { claim, validUser } from "./access/rules";
import { defineGates } from "./access/table";

export const gates = defineGates({
  public: [
    "/",
    "/brand/**",
    "/.well-known/**",
    "/robots.txt",
    "/favicon.ico",
    // Crawlers and phones ask for these by themselves. Without a file in public/ they get 404.
    "/sitemap.xml",
    "/ads.txt",
    "/app-ads.txt",
    "/humans.txt",
    "/security.txt",
    "/manifest.json",
    "/manifest.webmanifest",
    "/apple-touch-icon.png",
    "/apple-touch-icon-precomposed.png",
  ],
  gates: {
    /** Pages in app/(members)/. Apache: `Require valid-user`. */
    members: { paths: ["/members/**", "/media/**"], require: validUser },
    /** Pages in app/(full)/. Apache: `Require claim trial:0`. */
    full: { paths: ["/full/**", "/media/full/**"], require: claim("trial", "0") },
  },
});

/** The names that `requireMember()` takes. */
export type GateName = keyof typeof gates.gates;
