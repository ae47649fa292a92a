/** Helpers of the tests of `npm run from-apache`: translate a text, ask the result. */
import { standingOf } from "../../lib/access/table";
import { tableOf } from "../../scripts/from-apache/gate-findings";
import { gatesFile } from "../../scripts/from-apache/gates-file";
import { hostsIn } from "../../scripts/from-apache/hosts";
import { type Disk, readConfiguration } from "../../scripts/from-apache/read";
import { ruleText } from "../../scripts/from-apache/rule-forms";
import { type Translation, translate } from "../../scripts/from-apache/translate";
import { virtualHost } from "../fixtures/from-apache/rows";

/** The random secret of the tests. */
export const madeSecret = "made-secret-canary-0123456789-abcdefgh";

/** A lib/claims.ts as small as can be. An owner's own may differ from the shipped one. */
export const claimsText = [
  "const scalar = z.union([z.string().max(256), z.int().transform(String)]);",
  "export const memberClaims = z.object({",
  "  username: scalar.optional(),",
  "});",
  "",
].join("\n");

/** The claims that the tests take as declared. */
export const claimNames = ["username", "trial", "status", "email"];

/** A disk that holds these files. */
export function diskOf(files: Readonly<Record<string, string>>): Disk {
  const paths = Object.keys(files);
  const text = (path: string) => files[path] ?? "";
  return {
    kind: (path) => (path in files ? "file" : paths.some((each) => each.startsWith(`${path}/`)) ? "folder" : undefined),
    real: (path) => path,
    bytes: (path) => text(path).length,
    text,
    names: (path) => [
      ...new Set(
        paths
          .filter((each) => each.startsWith(`${path}/`))
          .map((each) => each.slice(path.length + 1).split("/")[0] ?? ""),
      ),
    ],
  };
}

/** Translates every host of a text, which is the file /etc/apache2/site.conf. */
export function translatedHosts(
  text: string,
  defines: ReadonlyMap<string, string> = new Map(),
  claims = claimsText,
): Translation[] {
  const path = "/etc/apache2/site.conf";
  const { nodes, others } = readConfiguration([path], diskOf({ [path]: text }), { defines });
  const surroundings = { makeSecret: () => madeSecret, claimsText: claims, claimNames, namesIn: () => [] };
  return hostsIn(nodes, others).hosts.map((host) => translate(host, surroundings));
}

/** As `translatedHosts`, for a text with one host. */
export function translated(text: string, defines?: ReadonlyMap<string, string>, claims = claimsText): Translation {
  const [translation, other] = translatedHosts(text, defines, claims);
  if (!translation || other) throw new Error("not one host");
  return translation;
}

/** Returns the rule of a path as text: "public", "own", a rule, or "any member" if unnamed. */
export function ruleAt({ gates }: Translation, path: string): string {
  const standing = standingOf(tableOf(gates), path);
  if (standing.kind !== "gated") return standing.kind;
  return standing.gate === undefined ? "any member" : ruleText(standing.require);
}

/** Returns the text of the new lib/gates.ts. */
export function gatesText({ gates, declared }: Translation): string {
  return gatesFile(gates, declared);
}

/** A translation with many gates, long rules and claims of every kind. */
export function manyGates(): Translation {
  return translated(
    virtualHost([
      ...["plan.level:gold plan.code~^7", "package:7", "vip:true", "x-y:1", "nick~^a"].flatMap((claim, index) => [
        `<Location /area${index}>`,
        "AuthType openid-connect",
        ...claim.split(" ").map((each) => `Require claim ${each}`),
        "</Location>",
      ]),
      "<Location /long>",
      "AuthType openid-connect",
      "<RequireAll>",
      ...Array.from({ length: 9 }, (_, index) => `Require claim username~^a{${index}}[/"'*]b trial:${index}`),
      "Require not user nobody",
      "</RequireAll>",
      "</Location>",
      ...Array.from({ length: 12 }, (_, index) => [
        `<Location /shared/with/a/long/name/number${index}>`,
        "AuthType openid-connect",
        "Require user fiona",
        "</Location>",
      ]).flat(),
    ]),
  );
}
