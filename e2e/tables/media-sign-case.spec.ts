/** Signed links where the web server's file system ignores case. */
import { expect, test } from "@playwright/test";
import { defineGates } from "../../lib/access/table";
import { mediaCookiesFor, mediaLinkFor } from "../../lib/media/signed-links/links";
import { hasSingleGate } from "../../lib/media/signed-links/single-gate";
import { kinds, signingWith, trial } from "./media-sign-support";
import { siteWith } from "./support";

test("a trial member gets no signature for a full member's folder in other letters", () => {
  for (const kind of kinds) {
    const here = siteWith({ env: signingWith(kind) });
    for (const path of ["/media/Full/dawn.webm", "/media/FULL/a/b.webm", "/media/ｆull/x.webm", "/media/fuLL/x.webm"]) {
      expect(mediaLinkFor(path, trial, here), path).toMatchObject({ kind: "link", expires: null });
    }
  }
  expect(() => mediaCookiesFor("/media/Full", trial, siteWith({ env: signingWith("nginx") }))).toThrow();
  const inner = defineGates({ public: ["/media/X/secret/**"], gates: {} });
  const single = (folder: string) => hasSingleGate(inner, folder);
  expect(["/media/x/", "/media/X/Secret/", "/media/X/secret/", "/media/y/"].map(single)).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
