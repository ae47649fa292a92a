/** A member who signs in, looks around, signs out, and comes again, until the run is over. */
import { setTimeout } from "node:timers/promises";
import { addresses } from "../../../lib/addresses";
import { scriptFetch } from "../../fixtures/session-age";
import type { Answer, Visitor } from "../../fixtures/visitor";
import { visitor } from "../../fixtures/visitor";
import type { LongRecord } from "./record";

/** The site that members use. */
export interface Here {
  origin: string;
  /** The size of `/media/film.mp4`, in bytes. */
  filmBytes: number;
  record: LongRecord;
  isOver(): boolean;
}

type Step = (member: Visitor, here: Here) => Promise<string | undefined>;

const pause = (seconds: number) => setTimeout(seconds * 1000);

/** Two to four seconds, so that two hundred members leave two cores time. */
const look = () => pause(2 + 2 * Math.random());

/** Pages to look at between a sign-in and a sign-out. */
const stepsPerVisit = 25;

const script = { ...scriptFetch, "sec-fetch-user": "" };

/** Says what is wrong with an answer, or nothing. */
function not(expected: number, answer: Answer, kind: string, { record }: Here): string | undefined {
  record.note(kind, answer);
  return answer.status === expected ? undefined : `${kind} answered ${answer.status}, ${answer.body.slice(0, 80)}`;
}

const page: Step = async (member, here) => {
  const path = Math.random() < 0.5 ? "/members" : "/members/account";
  const end = await member.follow(here.origin + path, { headers: { "sec-fetch-site": "same-origin" } });
  const wrong = not(200, end, "page", here);
  // A lost session ends at NATS's login page, which is a 200 as well.
  return wrong ?? (end.url.startsWith(`${here.origin}/members`) ? undefined : `page ended at ${end.url.slice(0, 80)}`);
};

/** Next's router asks for a page's data. Old claims get 401, and then it loads the document. */
const routerPage: Step = async (member, here) => {
  const headers = { ...script, "sec-fetch-site": "same-origin", rsc: "1" };
  let answer = await member.open(`${here.origin}/members/account`, { headers });
  if (answer.status === 307 && answer.location) answer = await member.open(answer.location, { headers });
  here.record.note("router", answer);
  const isDue = answer.status === 401 && answer.body.includes('"recheck"');
  if (isDue || answer.status === 302) return page(member, here);
  return answer.status === 200 ? undefined : `router answered ${answer.status}`;
};

const film: Step = async (member, here) => {
  const start = Math.floor(Math.random() * (here.filmBytes - 65_536));
  const range = `bytes=${start}-${start + 65_535}`;
  const headers = { ...script, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "video", range };
  const answer = await member.open(`${here.origin}/media/film.mp4`, { headers });
  const length = Number(answer.headers["content-length"]);
  return not(206, answer, "film", here) ?? (length === 65_536 ? undefined : `film had ${length} bytes`);
};

const sessionJson: Step = async (member, here) => {
  const answer = await member.open(here.origin + addresses.session, { headers: script });
  return not(200, answer, "session", here) ?? (answer.body === "null" ? "session was null" : undefined);
};

const check: Step = async (member, here) =>
  not(204, await member.open(`${here.origin}${addresses.check}?gate=members`, { headers: script }), "check", here);

const steps = [page, page, page, routerPage, film, film, sessionJson, check];

async function signIn(member: Visitor, key: string, here: Here): Promise<string | undefined> {
  const end = await member.signIn(`${here.origin}/members`, key);
  return not(200, end, "sign-in", here) ?? (end.url === `${here.origin}/members` ? undefined : `ended at ${end.url}`);
}

async function signOut(member: Visitor, here: Here): Promise<string | undefined> {
  const headers = { "sec-fetch-site": "same-origin", origin: here.origin };
  const out = await member.open(here.origin + addresses.logout, { method: "POST", headers });
  const after = await member.open(`${here.origin}/members/account`);
  here.record.note("signed out", after);
  return not(303, out, "sign-out", here) ?? (after.status === 302 ? undefined : `then a page: ${after.status}`);
}

/** Runs a step. Returns false and notes why if it did not end as it should. */
async function does(what: string, here: Here, step: () => Promise<string | undefined>): Promise<boolean> {
  const began = here.record.inOutage();
  const wrong = await step().catch((error: unknown) => String(error).slice(0, 120));
  if (wrong !== undefined) here.record.blame(`${what}: ${wrong}`, began || here.record.inOutage());
  return wrong === undefined;
}

/** Signs in, looks around and signs out again and again, as the look-alike's member of this key. */
export async function live(key: string, here: Here): Promise<void> {
  await pause(20 * Math.random());
  while (!here.isOver()) {
    const member = visitor();
    if (!(await does("sign-in", here, () => signIn(member, key, here)))) {
      await pause(10);
      continue;
    }
    for (let step = 0; step < stepsPerVisit && !here.isOver(); step++) {
      await look();
      const next = steps[Math.floor(Math.random() * steps.length)] ?? page;
      await does("signed in", here, () => next(member, here));
    }
    await does("sign-out", here, () => signOut(member, here));
    await look();
  }
}
