/**
 * The sign-out button: a form post, which works without JavaScript and which no prefetch triggers.
 */

import { addresses } from "@/lib/addresses";
import { common } from "../theme/words/en";
import { Button, type ButtonLook } from "./button";

interface LogoutButtonProps {
  look?: ButtonLook;
  returnTo?: string | null;
  /** From `signOutToken(member)`. Without it, browsers that send no Origin are asked first. */
  token?: string;
}

/** Signs out and leads to the signed-out page, or to `returnTo` if the settings allow it. */
export function LogoutButton({ look = "quiet", returnTo, token }: LogoutButtonProps) {
  return (
    <form method="post" action={addresses.logout} className="shrink-0">
      {token ? <input type="hidden" name="token" value={token} /> : null}
      {returnTo ? <input type="hidden" name="returnTo" value={returnTo} /> : null}
      <Button look={look}>{common.signOut}</Button>
    </form>
  );
}
