/** Signed links and cookies against a real nginx with docs/servers/nginx-signed.conf. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "@playwright/test";
import { mediaCookiesFor, mediaUrlFor } from "../../lib/media/signed-links/links";
import type { Member } from "../../lib/member";
import { root } from "../fixtures/product";
import { issuer, siteWith } from "../tables/support";

const secret = "files-secret-canary-7Qm2";
const former = "files-secret-canary-former";
const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path tmp;`).join(" ");

/** Returns the shipped configuration for this machine, with the former key too if `changing`. */
function configuration(top: string, changing: boolean): string {
  const shipped = readFileSync(join(root, "docs/servers/nginx-signed.conf"), "utf8")
    .replaceAll('"MEDIA_SIGN_KEY"', `"${secret}"`)
    .replaceAll("/srv/members", top);
  const sample = changing ? shipped.replace(/^( *)#(.* )"FORMER_KEY";$/gm, `$1$2"${former}";`) : shipped;
  const [http, server] = sample.split("# ---- In the server block ----");
  return `
daemon off; master_process off; pid ${top}/pid; error_log ${top}/error.log;
events {}
http {
  access_log off; ${temp}
  ${http}
  server {
    listen unix:${top}/socket;
    ${server}
  }
}`;
}

const files = ["full/dawn/film.webm", "full/dawn/720p/1.ts", "full/Wäsche & Möwe/日 1.webp", "teasers/dawn.webm"];
const full: Member = {
  sub: "1",
  iss: issuer,
  name: "riverwatcher",
  reference: "0a1b2c3d4e5f",
  claims: { username: "riverwatcher", trial: "0", status: "1" },
  signedInAt: 0,
  checkedAt: 4_000_000_000,
  idleEndsAt: 4_000_000_000,
  endsAt: 4_000_000_000,
  idleSeconds: 3600,
  unanswered: false,
};
const seconds = () => Math.floor(Date.now() / 1000);
const signing = {
  MEDIA_SIGN: "nginx",
  MEDIA_SIGN_BASE_URL: "https://members.example/media",
  MEDIA_SIGN_KEY: secret,
};
const now = siteWith({ env: signing, now: seconds });
const earlier = siteWith({ env: signing, now: () => seconds() - 700 });
const byFormerKey = siteWith({
  env: { ...signing, MEDIA_SIGN_KEY: former, MEDIA_SIGN_KEY_ID: "2026a" },
  now: seconds,
});
const unknownKey = siteWith({ env: { ...signing, MEDIA_SIGN_KEY: former, MEDIA_SIGN_KEY_ID: "2020" }, now: seconds });

type Ask = (path: string, cookie?: string) => Promise<string | number>;

/** Runs nginx with that configuration and the files while `use` sends requests. */
async function withNginx(changing: boolean, use: (ask: Ask) => Promise<void>): Promise<void> {
  const top = mkdtempSync(join(tmpdir(), "media-sign-"));
  for (const file of files) {
    mkdirSync(dirname(join(top, "media", file)), { recursive: true });
    writeFileSync(join(top, "media", file), file);
  }
  mkdirSync(join(top, "media/full/.git"));
  for (const hidden of ["outside.txt", "media/full/.htpasswd", "media/full/.git/config"]) {
    writeFileSync(join(top, hidden), "secret-bytes");
  }
  for (const [target, name] of [
    ["../../outside.txt", "full/out.txt"],
    ["..", "teasers/up"],
    ["../full", "teasers/vip"],
    ["../full/dawn/film.webm", "teasers/film.webm"],
  ] as const) {
    symlinkSync(target, join(top, "media", name));
  }
  writeFileSync(join(top, "nginx.conf"), configuration(top, changing));
  const nginx = spawn("nginx", ["-p", top, "-c", join(top, "nginx.conf"), "-e", join(top, "error.log")], {
    stdio: "inherit",
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  });
  /** Requests a path exactly as written. Returns the body, or the status if it is not 200. */
  const ask = async (path: string, cookie = "") => {
    const request = get({ socketPath: join(top, "socket"), path, headers: { cookie } });
    const [answer] = await once(request, "response");
    const body = (await answer.toArray()).join("");
    // Caches keep a 410 that does not say otherwise, and an old cookie gets it at a file's address.
    if (answer.statusCode === 410) expect.soft(answer.headers["cache-control"], path).toBe("private");
    return answer.statusCode === 200 ? body : answer.statusCode;
  };
  try {
    await expect.poll(() => ask("/").catch(() => null)).toBe(403);
    await use(ask);
  } finally {
    nginx.kill();
    await once(nginx, "exit");
    rmSync(top, { recursive: true });
  }
}

const link = (file: string, at = now) => new URL(mediaUrlFor(`/media/${file}`, full, at)).pathname;
const cookie = async (at = now) =>
  mediaCookiesFor("/media/full", full, at)
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
const plain = "/media/full/dawn/film.webm";

test("the configuration as it stands accepts the owner's key only", async () => {
  const until = seconds() + 300;
  const byPublished = createHash("md5").update(`${until}/media/full/ FORMER_KEY`).digest("base64url");
  const token = `${byPublished}.${until}.2026a`;
  await withNginx(false, async (ask) => {
    expect(await ask(await link("full/dawn/film.webm"))).toBe("full/dawn/film.webm");
    expect(await ask(`/media/full/${token}/dawn/film.webm`)).toBe(403);
    expect(await ask(plain, `media_link=${token}`)).toBe(403);
    expect(await ask(await link("full/dawn/film.webm", byFormerKey))).toBe(403);
    expect(await ask(plain, await cookie(byFormerKey))).toBe(403);
  });
});

test("a signature opens no hidden file, no link out of the files, and no link into another folder", async () => {
  await withNginx(false, async (ask) => {
    const inFull = async (file: string) => (await link("full/x.webm")).replace("x.webm", file);
    const inTeasers = async (file: string) => (await link("teasers/x.webm")).replace("x.webm", file);
    for (const path of [
      await inFull(".htpasswd"),
      await inFull(".git/config"),
      await inFull("%2ehtpasswd"),
      await inFull("out.txt"),
      await inTeasers("film.webm"),
      await inTeasers("vip/dawn/film.webm"),
      await inTeasers("up/full/dawn/film.webm"),
    ]) {
      expect.soft([403, 404], path).toContain(await ask(path));
    }
    for (const file of [".htpasswd", ".git/config", "out.txt"]) {
      expect.soft(await ask(`/media/full/${file}`, await cookie()), file).toBe(403);
    }
  });
});

test("nginx serves what was signed and nothing else, also while keys are changed", async () => {
  await withNginx(true, async (ask) => {
    for (const file of files) expect.soft(await ask(await link(file)), file).toBe(file);
    const film = await link("full/dawn/film.webm");
    const teaser = await link("teasers/dawn.webm");
    const token = film.split("/").at(-2) ?? "";
    const until = token.split(".")[1] ?? "";
    const asked: [string, string, string | number][] = [
      ["a segment, relative to its playlist", film.replace("film.webm", "720p/1.ts"), "full/dawn/720p/1.ts"],
      ["the former key by its id", await link("full/dawn/film.webm", byFormerKey), "full/dawn/film.webm"],
      ["an unknown key id", await link("full/dawn/film.webm", unknownKey), 403],
      ["without a token", "/media/full/dawn/film.webm", 403],
      ["after its end", await link("full/dawn/film.webm", earlier), 410],
      ["with a later end", film.replace(until, String(Number(until) + 3600)), 403],
      [
        "tampered",
        film.replace(
          token,
          token.replace(/^./, (first) => (first === "A" ? "B" : "A")),
        ),
        403,
      ],
      ["the folder above", `/media/full/${token}/dawn/film.webm`, 403],
      ["another tier", teaser.replace("teasers", "full/dawn").replace("dawn.webm", "film.webm"), 403],
      ["another tier by dots", teaser.replace("dawn.webm", "../../full/dawn/film.webm"), 403],
      ["another tier by encoded dots", teaser.replace("dawn.webm", "%2e%2e/%2e%2e/full/dawn/film.webm"), 403],
      ["out of the files", teaser.replace("dawn.webm", "../../../nginx.conf"), 403],
      ["a list of the folder", film.replace("film.webm", ""), 403],
    ];
    for (const [what, path, answer] of asked) expect.soft(await ask(path), what).toBe(answer);

    expect.soft(await ask(plain, await cookie())).toBe("full/dawn/film.webm");
    expect.soft(await ask("/media/full/dawn/720p/1.ts", await cookie())).toBe("full/dawn/720p/1.ts");
    expect.soft(await ask(plain, await cookie(byFormerKey)), "the former key").toBe("full/dawn/film.webm");
    expect.soft(await ask(plain, await cookie(unknownKey)), "an unknown key").toBe(403);
    expect.soft(await ask(plain, await cookie(earlier)), "after its end").toBe(410);
    expect.soft(await ask("/media/teasers/dawn.webm", await cookie()), "another tier").toBe(403);
    expect.soft(await ask("/media/full/../teasers/dawn.webm", await cookie()), "by dots").toBe(403);
  });
});
