/** Signed URLs and cookies: the vendors' own test vectors, and attempts to misuse a signature. */
import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "@playwright/test";
import { defineGates } from "../../lib/access/table";
import { bunnyToken, bunnyUrl } from "../../lib/media/signed-links/bunny";
import { cloudfrontBase64, cloudfrontSignature } from "../../lib/media/signed-links/cloudfront";
import { mediaCookiesFor, mediaLinkFor, mediaUrlFor } from "../../lib/media/signed-links/links";
import { nginxChecksum } from "../../lib/media/signed-links/nginx";
import { hasSingleGate } from "../../lib/media/signed-links/single-gate";
import type { Member } from "../../lib/member";
import {
  extended,
  full,
  type Kind,
  kinds,
  memberWith,
  opens,
  rsa,
  secret,
  signingWith,
  trial,
} from "./media-sign-support";
import { cloudfrontVectors } from "./media-sign-vectors";
import { clockByHand, moment, siteWith } from "./support";

test("nginx: the checksum equals the example in the module's documentation", () => {
  // nginx.org/en/docs/http/ngx_http_secure_link_module.html: '2147483647/s/link127.0.0.1 secret'
  expect(nginxChecksum("/s/link127.0.0.1", 2147483647, "secret")).toBe("_e4Nc3iduzkWRm01TBBNYw");
});

test("bunny: tokens and URLs equal those in the vendor's tests", () => {
  // github.com/BunnyWay/BunnyCDN.TokenAuthentication: "path_only" of e2e/vectors.json, and
  // "directory and path allowed" of nodejs/token.test.js. No vector has a playlist or a space.
  const grant = { origin: "https://token-tester.b-cdn.net", expires: 1598024587, key: "SecurityKey", keyId: undefined };
  const token = "HS256-uVZvT3SbEoVKYJyDJgbcsDmSFf73cv-uNUVaJiKWpbQ";
  expect(bunnyToken("/abc", 1598024587, "SecurityKey")).toBe(token);
  expect(bunnyUrl({ ...grant, folder: "/abc" }, "/300kb.jpg")).toBe(
    `${grant.origin}/abc/300kb.jpg?token=${token}&token_path=%2Fabc&expires=1598024587`,
  );
  expect(bunnyUrl({ ...grant, folder: "/abc" }, "/index.m3u8")).toBe(
    `${grant.origin}/bcdn_token=${token}&token_path=%2Fabc&expires=1598024587/abc/index.m3u8`,
  );
});

for (const { what, policy, encoded, signature, privateKey } of cloudfrontVectors) {
  test(`cloudfront: ${what}`, () => {
    expect(cloudfrontBase64(Buffer.from(policy))).toBe(encoded);
    if (privateKey) expect(cloudfrontSignature(policy, privateKey)).toBe(signature);
  });
}

for (const kind of kinds) {
  const here = siteWith({ env: signingWith(kind) });
  const of = async (path: string, who = full, at = here) => mediaUrlFor(path, who, at);

  test(`${kind}: a URL opens its file until it expires, and no other file`, async () => {
    const link = mediaLinkFor("/media/full/dawn.webm", full, here);
    if (link.kind !== "link" || link.expires === null) throw new Error("no signed link");
    const { url, expires } = link;
    expect(opens[kind](url, moment)).toBe(true);
    expect(opens[kind](url, expires - 1)).toBe(true);
    expect(opens[kind](url, expires + 1), "expired").toBe(false);

    const changed: Record<string, string> = {
      extended: extended(url, expires),
      "other folder": url.replaceAll("full", "fullest"),
      "a folder above": url.replaceAll("/full", "").replaceAll("full%2F", ""),
      "other tier": (await of("/media/teasers/dawn.webm", trial)).replaceAll("teasers", "full"),
      "other tier, its path alone": (await of("/media/teasers/dawn.webm", trial)).replace("teasers", "full"),
      tampered: url.replace(/([\w-]{22})(?=[.&])/, (sum) => sum.replace(/^./, (first) => (first === "A" ? "B" : "A"))),
      empty: url.replace(/([\w~-]{22,})/g, ""),
    };
    for (const [what, other] of Object.entries(changed)) {
      if (other === url) throw new Error(`${what}: nothing was changed`);
      expect.soft(opens[kind](other, moment), what).toBe(false);
    }
    const otherKey = kind === "cloudfront" ? generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey : undefined;
    const wrongKey = otherKey?.export({ type: "spki", format: "pem" }).toString() ?? "another-secret-of-length";
    expect(opens[kind](url, moment, wrongKey), "wrong key").toBe(false);
  });

  test(`${kind}: one signature opens a folder and its subfolders`, async () => {
    const [film, still] = [await of("/media/full/dawn/film.webm"), await of("/media/full/dawn/still.webp")];
    expect(still).toBe(film.replace("film.webm", "still.webp"));
    expect(opens[kind](film.replace("film.webm", "720p/1.ts"), moment)).toBe(true);
  });

  test(`${kind}: a name with spaces or special characters gives the same URL, encoded or not`, async () => {
    for (const name of ["first light.webm", "Wäsche & Möwe+1.webm", "日の出/(1)'s.webp", 'a"b;c=d,e.webp']) {
      const plain = await of(`/media/full/${name}`);
      expect.soft(await of(`/media/full/${name.split("/").map(encodeURIComponent).join("/")}`), name).toBe(plain);
      expect.soft(opens[kind](plain, moment), name).toBe(true);
      expect.soft(plain, name).not.toMatch(/[\s"<>]/);
    }
  });

  test(`${kind}: a member whom the gate refuses gets no URL, nor does an invalid path`, async () => {
    const refusals: [string, Member, RegExp][] = [
      ["/media/full/dawn.webm", trial, /refused, trial/],
      ["/media/%66ull/dawn.webm", full, /invalid/],
      ["/media/full/dawn.webm", memberWith({ status: "1" }), /refused, unknown/],
      ["/media/teasers/dawn.webm", memberWith({ trial: "0", status: "2" }), /refused, expired/],
      ["/media/teasers/../full/dawn.webm", full, /invalid/],
      ["/media/teasers%2f../x", full, /invalid/],
      ["/media/*/dawn.webm", trial, /invalid/],
      ["/media/%2A/dawn.webm", trial, /invalid/],
      ["/media/?ull/dawn.webm", trial, /invalid/],
      ["/members/page", full, /invalid/],
      ["https://elsewhere.example/x", full, /invalid/],
      ["/mediafull/x", full, /invalid/],
      ["", full, /invalid/],
    ];
    for (const [path, who, why] of refusals) await expect.soft(of(path, who), path).rejects.toThrow(why);
    const open = siteWith({ env: {} });
    await expect(of("/media/full/dawn.webm", trial, open), "without signing, too").rejects.toThrow(/trial/);
  });

  test(`${kind}: claims beyond interval and grace sign nothing, neither a URL nor a cookie`, () => {
    for (const [age, allowed] of [
      [899, true],
      [900, false],
    ] as const) {
      const site = siteWith({ env: signingWith(kind), now: () => moment + age });
      expect(mediaLinkFor("/media/full/dawn.webm", full, site).kind === "link").toBe(allowed);
      if (!allowed) expect(() => mediaCookiesFor("/media/full", full, site)).toThrow(/refused/);
    }
  });

  test(`${kind}: a URL expires with MEDIA_SIGN_SECONDS or the session, and is stable for half its life`, () => {
    // Judged once at the end: thousands of expectations take longer than what they judge.
    const faults: string[] = [];
    for (let round = 0; round < 400; round++) {
      const seconds = 30 + ((round * 97) % 571);
      const now = moment + round * 7919;
      const at = siteWith({ env: signingWith(kind, { MEDIA_SIGN_SECONDS: String(seconds) }), now: () => now });
      const left = (who: Member) => {
        const link = mediaLinkFor("/media/full/dawn.webm", { ...who, checkedAt: now }, at);
        if (link.kind !== "link" || link.expires === null) throw new Error("no signed link");
        if (!opens[kind](link.url, link.expires - 1)) faults.push(`${seconds} s: does not open until it expires`);
        if (opens[kind](link.url, now + 601)) faults.push(`${seconds} s: opens after ten minutes`);
        return link.expires - now;
      };
      const usual = left(memberWith({ trial: "0" }, now + 9000));
      if (!(usual <= seconds && usual > seconds / 2)) faults.push(`${seconds} s: is left ${usual} s`);
      const last = left(memberWith({ trial: "0" }, now + 5));
      if (last !== 5) faults.push(`${seconds} s: outlives the session, ${last} s`);
    }
    expect(faults).toEqual([]);
    const clock = clockByHand();
    const at = siteWith({ env: signingWith(kind, { MEDIA_SIGN_SECONDS: "300" }), now: clock.now });
    const seen = new Set<string>();
    for (let second = 0; second < 600; second++, clock.pass(1)) {
      const link = mediaLinkFor("/media/full/dawn.webm", full, at);
      if (link.kind === "link") seen.add(link.url);
    }
    expect(seen.size, "four halves of 150 seconds").toBe(4);
  });

  test(`${kind}: the key appears in no URL and no cookie`, async () => {
    const values = [await of("/media/full/dawn.webm"), await of("/media/full/dawn.m3u8")];
    if (kind !== "bunny") values.push(...mediaCookiesFor("/media/full", full, here).map(({ value }) => value));
    const body = rsa.privateKey.split("\n")[1] ?? "";
    for (const value of values) {
      for (const form of [
        secret,
        Buffer.from(secret).toString("base64url"),
        Buffer.from(secret).toString("hex"),
        body,
      ]) {
        expect.soft(value).not.toContain(form);
      }
    }
  });
}

test("without MEDIA_SIGN the URL is the path, and there are no cookies", async () => {
  const here = siteWith();
  expect(mediaUrlFor("/media/full/first light.webm", full, here)).toBe("/media/full/first%20light.webm");
  expect(mediaLinkFor("/media/full/a.webm", full, here)).toEqual({
    kind: "link",
    url: "/media/full/a.webm",
    expires: null,
  });
  expect(mediaCookiesFor("/media/full", full, here)).toEqual([]);
});

test("a file beside another gate's folder is not signed, because the signature would open both", async () => {
  for (const kind of kinds) {
    expect(mediaUrlFor("/media/logo.png", trial, siteWith({ env: signingWith(kind) }))).toBe("/media/logo.png");
  }
  const table = defineGates({ public: ["/media/a/free.webm"], gates: {} });
  expect(["/media/", "/media/a/", "/media/a/b/", "/media/ab/"].map((folder) => hasSingleGate(table, folder))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test("bunny: a name with ten digits cannot pass as an expiry", async () => {
  const here = siteWith({ env: signingWith("bunny") });
  const folderOf = async (path: string) => {
    const url = mediaUrlFor(path, full, here);
    return url.startsWith("/") ? "unsigned" : new URL(url).searchParams.get("token_path");
  };
  expect(await folderOf("/media/full/dawn.webm9999999999/x")).toBe("/media/full/");
  expect(await folderOf("/media/full/a9999999999b/c/x.webm")).toBe("/media/full/");
  expect(await folderOf("/media/full/2027/x9999999999.webm")).toBe("/media/full/2027/");
  expect(await folderOf("/media/dawn.webm9999999999/x")).toBe("unsigned");
});

test("MEDIA_SIGN_BASE_URL replaces /media, with or without a path", async () => {
  const at = (base: string) => siteWith({ env: signingWith("bunny", { MEDIA_SIGN_BASE_URL: base }) });
  const start = (url: string) => url.split("?")[0];
  expect(start(mediaUrlFor("/media/full/a.webm", full, at("https://z.b-cdn.net")))).toBe(
    "https://z.b-cdn.net/full/a.webm",
  );
  expect(start(mediaUrlFor("/media/full/a.webm", full, at("https://z.b-cdn.net/x%20y")))).toBe(
    "https://z.b-cdn.net/x%20y/full/a.webm",
  );
});

test("cookies: they open one folder, on the common domain, until the browser closes", async () => {
  const cookies = mediaCookiesFor("/media/full/", full, siteWith({ env: signingWith("cloudfront") }));
  const shape = { path: "/media/full/", domain: "members.example", secure: true, httpOnly: true, sameSite: "lax" };
  expect(cookies.map(({ name, value, ...rest }) => [name, rest])).toEqual([
    ["CloudFront-Policy", shape],
    ["CloudFront-Signature", shape],
    ["CloudFront-Key-Pair-Id", shape],
  ]);
  for (const { value } of cookies) expect(encodeURIComponent(value), "Next sends it as it is").toBe(value);
  const query = cookies.map(({ name, value }) => `${name.replace("CloudFront-", "")}=${value}`).join("&");
  expect(opens.cloudfront(`https://files.members.example/media/full/a.webm?${query}`, moment)).toBe(true);
  expect(opens.cloudfront(`https://files.members.example/media/teasers/a.webm?${query}`, moment)).toBe(false);
});

test("cookies: refused by the gate, across gates, across domains, and for Bunny", async () => {
  const at = (kind: Kind, base?: string) =>
    siteWith({ env: signingWith(kind, base === undefined ? {} : { MEDIA_SIGN_BASE_URL: base }) });
  expect(() => mediaCookiesFor("/media/full", trial, at("nginx"))).toThrow(/refused, trial/);
  expect(() => mediaCookiesFor("/media", full, at("nginx"))).toThrow(/invalid/);
  expect(() => mediaCookiesFor("/media/Full", full, at("nginx")), "case ignored").toThrow(/invalid/);
  expect(() => mediaCookiesFor("/media/*", full, at("cloudfront"))).toThrow(/invalid/);
  expect(() => mediaCookiesFor("/media/full", full, at("nginx", "https://members.test/media"))).toThrow(/domain/);
  expect(() => mediaCookiesFor("/media/full", full, at("bunny"))).toThrow(/bunny/);
  const [own] = mediaCookiesFor("/media/full", full, at("nginx", "https://members.example/files"));
  expect(own).toEqual({ ...own, name: "media_link", path: "/files/full/", secure: true });
  expect(own, "one host: no domain").not.toHaveProperty("domain");
});
