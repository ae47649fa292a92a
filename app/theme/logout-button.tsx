/** The sign-out button: a plain form post, so it works without JavaScript and no prefetch can trigger it. */
import { Button, type ButtonLook } from "./button";
import { common } from "./copy";

/** Signs the member out and lands on the signed-out page. */
export function LogoutButton({ look = "quiet" }: { look?: ButtonLook }) {
  return (
    <form method="post" action="/logout" className="shrink-0">
      <Button look={look}>{common.signOut}</Button>
    </form>
  );
}
