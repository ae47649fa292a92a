/** Lets a member choose between light and dark. A form, so it works without JavaScript. */
import { addresses } from "@/lib/addresses";
import { words } from "../theme/words";
import { Button } from "./button";

/** The form. `returnTo` is the path of the page that it stands on. */
export function SchemeForm({ chosen, returnTo }: { chosen: "light" | "dark" | undefined; returnTo: string }) {
  const { look } = words().account;
  return (
    <form method="post" action={addresses.scheme} className="flex flex-wrap gap-3">
      <input type="hidden" name="returnTo" value={returnTo} />
      {(["system", "light", "dark"] as const).map((scheme) => (
        <Button
          key={scheme}
          name="scheme"
          value={scheme}
          look={scheme === (chosen ?? "system") ? "main" : "quiet"}
          aria-pressed={scheme === (chosen ?? "system")}
        >
          {look[scheme]}
        </Button>
      ))}
    </form>
  );
}
