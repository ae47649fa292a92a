/** What a sealed cookie cannot know: visits that were ended, members that NATS changed. */
import type { SessionPayload } from "../session/payload";
import type { Name } from "./names";

/**
 * Why a visit was ended before its time.
 * - `signed_out`: by the member, in this browser
 * - `everywhere`: by the member, from another browser
 * - `limit`: by one more sign-in than SESSIONS_PER_MEMBER allows
 * - `operator`: by `npm run members`
 * - `provider`: by NATS, which refused the token or sent a logout token
 * - `changed`: by a change at NATS, where OIDC_USER_INFO_REFRESH_INTERVAL=never forbids to ask
 */
export const endReasons = ["signed_out", "everywhere", "limit", "operator", "provider", "changed"] as const;

export type EndReason = (typeof endReasons)[number];

/**
 * What the registry knows of a visit. `change` names the member's latest change at NATS; it is
 * absent if there was none. `unknown`: the registry did not answer in time.
 */
export type Look = { kind: "open"; change?: string } | { kind: "ended"; reason: EndReason } | { kind: "unknown" };

/** An open visit of a member. Times in seconds since 1970; `seenAt` lags up to a minute. */
export interface Visit {
  begunAt: number;
  seenAt: number;
}

/**
 * The registry of a site. A **visit** is a session, told apart by its `sid`. None of these throws:
 * when the registry fails, sessions go on by the rules that need none.
 */
export interface Registry {
  /**
   * Notes a visit that begins, and ends the member's oldest ones above SESSIONS_PER_MEMBER.
   * Returns the member's latest change, which the new session has seen.
   */
  begin(session: SessionPayload): Promise<string | undefined>;
  /** Looks a visit up. Notes it if the registry has forgotten it, or never knew. */
  look(session: SessionPayload): Promise<Look>;
  /** Ends one visit, for every copy of its cookie. */
  end(session: SessionPayload, reason: EndReason): Promise<void>;
  /** Ends all visits under a name, begun until now. Returns how many were open. */
  endAll(name: Name, reason: EndReason): Promise<number>;
  /**
   * Lets the next request of each visit under a name ask NATS. Returns how many members it met. One
   * change that is told under several names has one `id`: for a member it then counts once.
   */
  change(name: Name, id?: string): Promise<number>;
  /** Returns the open visits under a name, oldest first. */
  visits(name: Name): Promise<Visit[]>;
  /** True if no call had this id before; false until `until`, in seconds since 1970. */
  isFirst(id: string, until: number): Promise<boolean>;
  /** For `/api/health/ready`. */
  state(): "in this process" | "up" | "down";
}
