/** Buttons, and links that look like buttons. */
import type { ButtonHTMLAttributes, ReactNode } from "react";

/** `main` is for the one main action of a page, `quiet` for the others. */
export type ButtonLook = "main" | "quiet";

const shape =
  "inline-flex min-h-11 items-center justify-center rounded-control border px-5 py-2 text-center font-semibold motion-safe:transition-colors";

const looks: Record<ButtonLook, string> = {
  main: "border-transparent bg-accent text-paper hover:bg-accent-strong",
  quiet: "border-edge bg-transparent text-ink hover:bg-tint",
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
    <a href={href} className={`${shape} ${looks[look]}`}>
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
  "type" | "onClick" | "disabled" | "children"
>) {
  return (
    <button
      {...rest}
      type={type}
      className={`${shape} cursor-pointer disabled:cursor-default disabled:opacity-60 ${looks[look]}`}
    />
  );
}
