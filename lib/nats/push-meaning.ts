/** What NATS's posts to the Management URL mean. Pure. */
import type { PushForm } from "./push-form";

/**
 * The actions of NATS's Site User Management. ADD and MANUALADD can name a member who is signed in:
 * one who has expired or never paid, and joins in another tab.
 */
const changes = ["ADD", "MANUALADD", "ACTIVATE", "TRIALTOFULL", "CHANGE", "DELETE", "EXPIRE"] as const;

/** What a post means. NATS puts the text behind `ERROR|` into the member's notes. */
export interface Meaning {
  /** True if the member may have changed, so that the next request asks NATS. */
  isChange: boolean;
  /** The word under which the log counts it. */
  counted: (typeof changes)[number] | "CHECK" | "other" | "faulty";
  status: 200 | 400;
  /** `OK|text`, `NOTOK|text` or `ERROR|text`. */
  answer: string;
}

/** Tells what a post means. Nothing in it is believed: it only makes somebody ask. */
export function meaningOf({ action, username, memberid }: PushForm): Meaning {
  const name = action.toUpperCase();
  if (name === "") return faulty("The post has no field named action");
  // For CHECK, OK means that the name is taken. That answer would stop every join.
  if (name === "CHECK") return calm("CHECK", "NOTOK|this members area keeps no usernames");
  const counted = changes.find((each) => each === name);
  if (!counted) return calm("other", "OK|ignored");
  if (username === "" && memberid === "") return faulty("The post has neither username nor memberid");
  return { isChange: true, counted, status: 200, answer: "OK|noted" };
}

function calm(counted: Meaning["counted"], answer: string): Meaning {
  return { isChange: false, counted, status: 200, answer };
}

function faulty(text: string): Meaning {
  return { isChange: false, counted: "faulty", status: 400, answer: `ERROR|${text}. Nothing was changed.` };
}
