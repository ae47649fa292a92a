/** The member in next-auth's session type, so that `useSession()` knows our claims. */
import type { BrowserMember } from "../session/view";

declare module "next-auth" {
  interface Session {
    member: BrowserMember;
  }
}
