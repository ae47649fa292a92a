/**
 * The sign-out button: a form post, which works without JavaScript and which no prefetch triggers.
 */

import { addresses } from "@/lib/addresses";
import { common } from "../theme/words/en";
import { Button, type ButtonLook } from "./button";

/** Signs out and leads to the signed-out page, or to `returnTo` if the settings allow it. */
export function LogoutButton({ look = "quiet", returnTo }: { look?: ButtonLook; returnTo?: string | null }) {
  return (
    <form method="post" action={addresses.logout} className="shrink-0">
      {returnTo ? <input type="hidden" name="returnTo" value={returnTo} /> : null}
      <Button look={look}>{common.signOut}</Button>
    </form>
  );
}
