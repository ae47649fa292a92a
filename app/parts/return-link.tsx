/** The link of a status page that leads back to the page that was asked for. */

"use client";

import { type ReactNode, useEffect, useState } from "react";
import { withReturn } from "@/lib/addresses";
import { ButtonLink } from "./button";

interface ReturnLinkProps {
  /** Path of the page. */
  to: string;
  /** An address that leads there by `returnTo`. */
  through?: string;
  children: ReactNode;
}

/** Adds the `#part` of this page's address: browsers keep it over redirects, but never send it. */
export function ReturnLink({ to, through, children }: ReturnLinkProps) {
  const [part, setPart] = useState("");
  useEffect(() => setPart(window.location.hash), []);
  const path = to + part;
  return <ButtonLink href={through ? withReturn(through, path) : path}>{children}</ButtonLink>;
}
