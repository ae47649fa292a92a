/**
 * The sign-out button: a form post, which works without JavaScript and which no prefetch triggers.
 */

import { addresses } from "@/lib/addresses";
import { words } from "../theme/words";
import { Button, type ButtonLook } from "./button";

interface LogoutButtonProps {
  look?: ButtonLook;
  /** Id of the form. `<Button form={id}>` elsewhere on the page then signs out, too. */
  id?: string;
  returnTo?: string | null;
  /** From `signOutToken(member)`. Without it, browsers that send no Origin are asked first. */
  token?: string;
}

/** Signs out and leads to the signed-out page, or to `returnTo` if the settings allow it. */
export function LogoutButton({ look = "quiet", id, returnTo, token }: LogoutButtonProps) {
  return (
    <form id={id} method="post" action={addresses.logout} className="shrink-0">
      {token ? <input type="hidden" name="token" value={token} /> : null}
      {returnTo ? <input type="hidden" name="returnTo" value={returnTo} /> : null}
      <Button look={look}>{words().common.signOut}</Button>
    </form>
  );
}
