/** Stands on the signed-out page: tells the browser's other tabs, and deletes kept texts. */

"use client";

import { useEffect } from "react";
import { forgetDrafts } from "./kept-textarea";
import { openChannel } from "./tabs";

/** Draws nothing. */
export function TellOtherTabs() {
  useEffect(() => {
    forgetDrafts();
    const channel = openChannel();
    channel?.postMessage("signed-out");
    channel?.close();
  }, []);
  return null;
}
