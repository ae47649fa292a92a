/** Buttons, and links that look like buttons. */
import type { ButtonHTMLAttributes, ReactNode } from "react";

/** `main` is for the one main action of a page, `quiet` for the others, `plain` for the header. */
export type ButtonLook = "main" | "quiet" | "plain";

const looks: Record<ButtonLook, string> = {
  main: "btn btn-main",
  quiet: "btn btn-quiet",
  plain: "btn-plain",
};

/** A link in the shape of a button. A plain anchor: gated addresses must load as documents. */
export function ButtonLink({
  href,
  look = "main",
  children,
}: {
  href: string;
  look?: ButtonLook;
  children: ReactNode;
}) {
  return (
    <a href={href} className={looks[look]}>
      {children}
    </a>
  );
}

/** A button. Submits its form unless `type` says otherwise. */
export function Button({
  look = "main",
  type = "submit",
  ...rest
}: { look?: ButtonLook } & Pick<
  ButtonHTMLAttributes<HTMLButtonElement>,
  "type" | "form" | "name" | "value" | "onClick" | "disabled" | "children" | "aria-pressed"
>) {
  return <button {...rest} type={type} className={looks[look]} />;
}
