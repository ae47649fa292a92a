/** A folder with a web server's own files, legacy PHP pages and members' files. */
import { readFileSync } from "node:fs";
import { mkdir, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../fixtures/product";
import { openFolder } from "./servers";

/** The headers of an `<img>` in a page. */
export const image = {
  "sec-fetch-mode": "no-cors",
  "sec-fetch-dest": "image",
  "sec-fetch-user": "",
  accept: "image/*",
} as const;

/** Returns what Next's second address of a page or handler begins with. */
export function dataRoot(): string {
  return `/_next/data/${readFileSync(join(root, ".next/BUILD_ID"), "utf8").trim()}`;
}

const aYearAgo = new Date(Date.now() - 365 * 86_400_000);

const echoedByPhp = [
  "REMOTE_USER",
  "OIDC_CLAIM_trial",
  "OIDC_CLAIM_username",
  "HTTP_OIDC_CLAIM_TRIAL",
  "HTTP_X_REMOTE_USER",
];

/** Makes the folder: archive/ of the server itself, legacy/ for PHP, media/ for the product. */
export async function siteFolder(): Promise<string> {
  const folder = await openFolder();
  for (const name of ["archive", "legacy", "media/full"]) await mkdir(join(folder, name), { recursive: true });
  for (const [file, content] of [
    ["secret.txt", "secret-bytes"],
    ["archive/photo.jpg", "photo-bytes-0123456789"],
    ["archive/sub/index.html", "<p>folder-bytes"],
    ["archive/.htpasswd", "secret-bytes"],
    ["archive/.git/config", "secret-bytes"],
    ["archive/old.php", "<?php $password = 'secret-bytes';"],
    ["archive/old.phtml", "<?php $password = 'secret-bytes';"],
    ["media/teaser.webm", "teaser-bytes-0123456789"],
    ["media/at dawn, é+1.jpg", "dawn-bytes"],
    ["media/note.html", "<p>note-bytes"],
    ["media/full/film.webm", "film-bytes-0123456789"],
    [
      "legacy/page.php",
      `<?php echo json_encode(array_intersect_key($_SERVER, array_flip(['${echoedByPhp.join("', '")}'])));`,
    ],
    ["legacy/all.php", "<?php echo json_encode($_SERVER);"],
    ["legacy/gone.php", "<?php http_response_code(404); echo $_SERVER['REMOTE_USER'];"],
    ["legacy/public.php", "<?php header('Cache-Control: public, max-age=600'); echo $_SERVER['REMOTE_USER'];"],
    ["legacy/body.php", "<?php echo file_get_contents('php://input');"],
    ["legacy/upload.jpg", "<?php echo 'RAN';"],
  ] as const) {
    await mkdir(join(folder, file, ".."), { recursive: true });
    await writeFile(join(folder, file), content);
    // Caches keep an answer without Cache-Control for a tenth of the file's age.
    await utimes(join(folder, file), aYearAgo, aYearAgo);
  }
  await symlink("../secret.txt", join(folder, "archive/out.txt"));
  return folder;
}
