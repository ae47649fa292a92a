/** The sign-out button: a plain form post, so it works without JavaScript and no prefetch can trigger it. */

import { addresses } from "@/lib/addresses";
import { common } from "../theme/words/en";
import { Button, type ButtonLook } from "./button";

/** Signs the member out and lands on the signed-out page, or on `returnTo` where the settings allow it. */
export function LogoutButton({ look = "quiet", returnTo }: { look?: ButtonLook; returnTo?: string | null }) {
  return (
    <form method="post" action={addresses.logout} className="shrink-0">
      {returnTo ? <input type="hidden" name="returnTo" value={returnTo} /> : null}
      <Button look={look}>{common.signOut}</Button>
    </form>
  );
}
