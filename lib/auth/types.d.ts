/** Types that next-auth leaves open, filled from our schema. The token module to augment is @auth/core/jwt, not next-auth/jwt. */

import type { SessionPayload } from "../session/payload";
import type { BrowserMember } from "../session/view";

declare module "next-auth" {
  interface Session {
    member: BrowserMember;
  }
}

declare module "@auth/core/jwt" {
  interface JWT {
    session?: SessionPayload;
  }
}
