/** What the tables of signed links share: settings, members, and servers that check a URL. */
import { createHash, createHmac, generateKeyPairSync, timingSafeEqual, verify } from "node:crypto";
import { cloudfrontBase64 } from "../../lib/media/signed-links/cloudfront";
import type { Member } from "../../lib/member";
import type { Environment, MediaSigning } from "../../lib/settings/shape";
import { issuer, moment } from "./support";

/** A kind of signed links, as MEDIA_SIGN names it. */
export type Kind = MediaSigning["kind"];
export const kinds: readonly Kind[] = ["nginx", "bunny", "cloudfront"];

/** The key of nginx and Bunny. */
export const secret = "files-secret-canary-7Qm2";

/** The key pair of CloudFront. */
export const rsa = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** Returns the settings of a site that signs its links, with changes. */
export function signingWith(kind: Kind, changes: Environment = {}): Environment {
  const key = kind === "cloudfront" ? rsa.privateKey : secret;
  const keyId = kind === "cloudfront" ? "K2JCJMDEHXQW5F" : undefined;
  return {
    MEDIA_SIGN: kind,
    MEDIA_SIGN_BASE_URL: "https://files.members.example/media",
    MEDIA_SIGN_KEY: key,
    MEDIA_SIGN_KEY_ID: keyId,
    ...changes,
  };
}

/** Returns a member with these claims. `endsAt` ends the session, in seconds since 1970. */
export function memberWith(claims: Member["claims"], endsAt = moment + 28_800): Member {
  return {
    sub: "1048576",
    iss: issuer,
    name: "riverwatcher",
    reference: "0a1b2c3d4e5f",
    claims: { username: "riverwatcher", ...claims },
    signedInAt: moment,
    checkedAt: moment,
    idleEndsAt: moment + 3600,
    endsAt,
    idleSeconds: 3600,
    unanswered: false,
  };
}

export const full = memberWith({ trial: "0", status: "1" });
export const trial = memberWith({ trial: "1", status: "1" });

const same = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** True if the server accepts a URL at a time. Written from the vendors' docs, not from lib/. */
export const opens: Record<Kind, (address: string, at: number, key?: string) => boolean> = {
  nginx: (address, at, key = secret) => {
    const path = decodeURIComponent(new URL(address).pathname);
    const [, folder = "", sum = "", until = ""] =
      /^(\/media\/(?:.+\/)?)([\w-]{22})\.(\d{10})(?:\.[\w-]+)?\/./.exec(path) ?? [];
    const wanted = createHash("md5").update(`${until}${folder} ${key}`).digest("base64url");
    return same(sum, wanted) && at <= Number(until);
  },
  bunny: (address, at, key = secret) => {
    const url = new URL(address);
    const [, inPath, rest = url.pathname] = /^\/bcdn_(token=[^/]+)(\/.*)$/.exec(url.pathname) ?? [];
    const query = new URLSearchParams(inPath ?? url.search);
    const [folder, until] = [query.get("token_path") ?? "", query.get("expires") ?? ""];
    const mac = createHmac("sha256", key).update(`${folder}${until}token_path=${folder}`).digest("base64url");
    const inside = folder !== "" && decodeURIComponent(rest).startsWith(folder);
    return inside && same(query.get("token") ?? "", `HS256-${mac}`) && at <= Number(until);
  },
  cloudfront: (address, at, key = rsa.publicKey) => {
    const { searchParams: query, origin, pathname } = new URL(address);
    const bytes = (name: string) =>
      Buffer.from((query.get(name) ?? "").replaceAll("-", "+").replaceAll("_", "=").replaceAll("~", "/"), "base64");
    if (!verify("sha1", bytes("Policy"), key, bytes("Signature"))) return false;
    const [{ Resource, Condition }] = JSON.parse(bytes("Policy").toString()).Statement;
    const pattern = Resource.replace(/[.+^$()|[\]\\{}]/g, "\\$&").replaceAll("*", ".*");
    return new RegExp(`^${pattern}$`).test(origin + pathname) && at < Condition.DateLessThan["AWS:EpochTime"];
  },
};

/** The URL with an expiry one hour later and the old signature. */
export function extended(url: string, expires: number): string {
  const policy = /(?<=Policy=)[^&]+/;
  const longer = (text: string) => text.replaceAll(String(expires), String(expires + 3600));
  const encoded = policy.exec(url)?.[0];
  if (encoded === undefined) return longer(url);
  const text = Buffer.from(encoded.replaceAll("_", "="), "base64").toString();
  return url.replace(policy, cloudfrontBase64(Buffer.from(longer(text))));
}
