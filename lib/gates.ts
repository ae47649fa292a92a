/** Yours: who may enter what. A path named nowhere needs an active member. */

import { claim, validUser } from "./access/rules";
import { defineGates } from "./access/table";

export const gates = defineGates({
  public: ["/", "/robots.txt", "/favicon.ico", "/brand/**", "/.well-known/**"],
  gates: {
    /** Route group (members). Apache: `Require valid-user`. */
    members: { paths: ["/members/**", "/media/**"], require: validUser },
    /** Route group (full). Apache: `Require claim trial:0`. */
    full: { paths: ["/full/**", "/media/full/**"], require: claim("trial", "0") },
  },
});

/** The name of a gate, as `requireMember()` takes it. */
export type GateName = keyof typeof gates.gates;
