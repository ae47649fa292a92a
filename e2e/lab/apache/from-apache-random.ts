/** Makes random configurations that Apache starts with. The same seed makes the same one. */

/** The files that are asked for. */
export const randomPaths = [
  "/x.html",
  "/a/x.html",
  "/a/x.mp4",
  "/a/b/x.html",
  "/a/b/extra.html",
  "/a/b/c/x.html",
  "/ab/x.html",
  "/films/x.html",
  "/films/hd/x.mp4",
  "/other/x.html",
];

const heads = [
  "Directory /",
  "Directory /srv",
  "Directory /srv/site",
  "Directory /srv/site/a",
  "Directory /srv/site/a/b",
  "Directory /srv/site/a/b/c",
  "Directory /srv/films",
  "Directory /srv/films/hd/",
  "Directory /srv/*/a",
  'DirectoryMatch "^/srv/site/(a|other)/"',
  'DirectoryMatch "/b"',
  "Location /",
  "Location /a",
  "Location /a/b/",
  "Location /films",
  'LocationMatch "^/a/b(/|$)"',
  'LocationMatch "^/(a|films)/"',
  'LocationMatch "^/a"',
  'LocationMatch "\\.mp4$"',
  'LocationMatch "^/films/.*\\.mp4$"',
  "Files extra.html",
  'FilesMatch "\\.mp4$"',
  'If "%{REQUEST_URI} =~ /mp4/"',
];

const lines = [
  "valid-user",
  "claim trial:0",
  "claim trial:1",
  "claim username~^[f-t]",
  'claim "email~@example\\.test$" trial:1',
  "user fiona tom",
  "all granted",
  "all denied",
  "ip 203.0.113.9",
];

const rareLines = [
  ["Order allow,deny", "Allow from all"],
  ["Order deny,allow", "Deny from all"],
  ["Order deny,allow", "Deny from all", "Allow from 127.0.0.1"],
  ["Order deny,allow", "Deny from all", "Satisfy Any"],
  ["Satisfy Any"],
  ["OIDCUnAuthAction pass"],
  ["OIDCUnAuthAction 401"],
  ["AuthType None"],
  ["<Limit GET>", "Require claim trial:0", "</Limit>"],
  ["<Limit POST>", "Require claim trial:0", "</Limit>"],
  ["<LimitExcept POST>", "Require claim trial:0", "</LimitExcept>"],
  ["<Limit GET>", "Order deny,allow", "Deny from all", "</Limit>"],
];

/** Returns the lines of a configuration. */
export function randomConfiguration(seed: number): string[] {
  let state = (seed * 7_919 + 13) % 2_147_483_647;
  const below = (limit: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  const pick = <T>(from: readonly [T, ...T[]] | readonly T[]): T => from[below(from.length)] as T;

  const line = () => `Require ${pick(lines)}`;
  const several = (make: () => string[]) => Array.from({ length: 1 + below(3) }, make).flat();
  function group(depth: number): string[] {
    if (depth === 0 || below(2) === 0) return [line()];
    if (below(2) === 0) return ["<RequireAny>", ...several(() => group(depth - 1)), "</RequireAny>"];
    // Apache does not start if a RequireAll only refuses.
    const negatives = [
      [],
      [`Require not ${pick(lines.slice(1))}`],
      ["<RequireNone>", ...several(() => [line()]), "</RequireNone>"],
    ];
    return ["<RequireAll>", ...group(depth - 1), ...pick(negatives), "</RequireAll>"];
  }
  function section(): string[] {
    const head = pick(heads);
    const name = head.split(" ")[0];
    const type = below(4) === 0 ? [] : ["AuthType openid-connect"];
    const merging = below(6) === 0 ? [`AuthMerging ${pick(["And", "Or"])}`] : [];
    const requires = below(8) === 0 ? [] : several(() => group(2));
    const inner = name === "Directory" && below(5) === 0 ? ["<Files extra.html>", ...group(1), "</Files>"] : [];
    const rare = below(6) === 0 ? pick(rareLines) : [];
    return [`<${head}>`, ...type, ...merging, ...requires, ...rare, ...inner, `</${name}>`];
  }
  return ["Alias /films /srv/films", ...Array.from({ length: 2 + below(5) }, section).flat()];
}
