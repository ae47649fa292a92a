// The questions of `npm run doctor -- --init`: what to ask, and where in NATS the answer is.
import { isLoopback } from "../../lib/http/loopback";
import { table } from "../../lib/settings/table";

export type QuestionName = "site" | "nats" | "siteId" | "secret" | "join";
export type Answers = Partial<Record<QuestionName, string>>;

/** A question to the operator. */
export interface Question {
  name: QuestionName;
  asks: string;
  /** Where the answer is found, line by line. */
  where: readonly string[];
  isSecret?: boolean;
}

const section = "NATS admin: Configuration Admin, tab Surfer, section Member OpenID Connect Server";

export const questions: readonly Question[] = [
  {
    name: "site",
    asks: "1 of 5  Which address do members type for the members area?",
    where: ["For example https://members.example.com, without a path."],
  },
  {
    name: "nats",
    asks: "2 of 5  On which domain does NATS show its login page?",
    where: [
      `${section}.`,
      "MEMBER_OPENID_DOMAIN if it is set, else the value of PROJECT_HOSTNAME.",
      "With MEMBER_OPENID_DYNAMIC_DOMAIN on, the link domain of the site.",
    ],
  },
  {
    name: "siteId",
    asks: "3 of 5  Which Site ID does the site have in NATS?",
    where: ["The number of the site in NATS's list of sites. Several with commas: 1,2"],
  },
  {
    name: "secret",
    asks: "4 of 5  What is the client secret? (It is not shown.)",
    where: [`${section}.`, "MEMBER_OPENID_CLIENT_SECRET. If it is empty, make one up there: letters and digits only."],
    isSecret: true,
  },
  {
    name: "join",
    asks: "5 of 5  On which domain are the join pages? (Enter if you do not know.)",
    where: [
      "The site's link domain in NATS, for example https://join.example.com. It makes the upgrade and renew links.",
    ],
  },
];

/** Says what is wrong with an answer, or returns undefined. */
export function problemOf({ name }: Question, answer: string): string | undefined {
  if (answer === "") return name === "join" ? undefined : "This one is needed.";
  const settings = settingsOf({ [name]: answer }, "");
  const hosts = Object.values(settings).flatMap((value) => (URL.canParse(value) ? new URL(value).hostname : []));
  if (hosts.some((host) => !host.includes(".") && !isLoopback(host))) return "This is no domain. Example: example.com";
  for (const [setting, value] of Object.entries(settings)) {
    const { schema, cure } = table[setting as keyof typeof table];
    const { success, error } = schema.safeParse(value || undefined);
    if (setting !== "AUTH_SECRET" && !success) return `This ${error.issues[0]?.message ?? "is not valid"}. ${cure}.`;
  }
  return undefined;
}

/** Returns the settings that the answers given so far stand for. */
export function settingsOf({ site, nats, siteId, secret, join }: Answers, authSecret: string): Record<string, string> {
  return {
    ...(site === undefined ? {} : { AUTH_URL: originOf(site) }),
    ...(authSecret === "" ? {} : { AUTH_SECRET: authSecret }),
    ...(nats === undefined ? {} : { OIDC_PROVIDER_METADATA_URL: metadataUrlOf(nats) }),
    ...(siteId === undefined ? {} : { OIDC_CLIENT_ID: siteId.replace(/\s*,\s*/g, ",") }),
    ...(secret === undefined ? {} : { OIDC_CLIENT_SECRET: secret }),
    ...(join
      ? { NATS_LINK_DOMAIN: originOf(join), NATS_LINK_SITE_ID: (siteId ?? "1").split(",")[0]?.trim() ?? "" }
      : {}),
  };
}

/** Adds the scheme that people leave out. */
function originOf(answer: string): string {
  const isUrl = /^https?:\/\//i.test(answer);
  if (isUrl) return answer.replace(/\/+$/, "");
  const host = answer.split(/[/:]/)[0] ?? "";
  return `${isLoopback(host) ? "http" : "https"}://${answer.replace(/\/+$/, "")}`;
}

/** Takes the domain or the whole address of the metadata. */
function metadataUrlOf(answer: string): string {
  const url = originOf(answer);
  const isWhole = URL.canParse(url) && new URL(url).pathname !== "/";
  return isWhole ? url : `${url}/.well-known/member-openid-configuration`;
}
