/** npm run from-apache: how it reads files, what it refuses to read, and where it stops. */
import { expect, test } from "@playwright/test";
import { everyNode, refusalIn } from "../../scripts/from-apache/model";
import { parse, wordsIn } from "../../scripts/from-apache/parse";
import { readConfiguration } from "../../scripts/from-apache/read";
import { diskOf } from "./from-apache";

/** Returns directives and sections as short lines: `<directory /a>`, `require valid-user`. */
function outline(nodes: ReturnType<typeof parse>): string[] {
  return [...everyNode(nodes)].map(({ kind, name, raw }) =>
    kind === "section" ? `<${name} ${raw}>` : `${name} ${raw}`,
  );
}

/** Returns what was refused, as `file:line expected …`, or undefined. */
function refusal(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    const found = refusalIn(error);
    if (!found) throw error;
    return `${found.at ? `${found.at.file}:${found.at.line} ` : ""}${found.expected}`;
  }
  return undefined;
}

const texts: [name: string, text: string, expected: string[]][] = [
  ["Windows line ends", "A b\r\n<If x>\r\nC\r\n</If>\r\n", ["a b", "<if x>", "c "]],
  ["a byte order mark", "\uFEFFA b", ["a b"]],
  ["a continued line", "A b \\\n  c", ["a b   c"]],
  ["a continued line with Windows line ends", "A b \\\r\n  c", ["a b   c"]],
  ["a backslash before a blank continues nothing", "A b \\ \nC", ["a b \\", "c "]],
  ["comments, also continued ones", "# A \\\nB\n  # C\nD", ["d "]],
  ["a hash inside a line is no comment", "A b # c", ["a b # c"]],
  ["names in odd case", "<VIRTUALHOST *:80>\noIdCsCoPe x\n</virtualHost>", ["<virtualhost *:80>", "oidcscope x"]],
  ["a > inside a section's argument", '<If "%{X} -gt 3 && a>b">\n</If>', ['<if "%{X} -gt 3 && a>b">']],
];
for (const [name, text, expected] of texts) {
  test(`reads ${name}`, () => expect(outline(parse(text, "f"))).toEqual(expected));
}

const broken: [text: string, expected: string][] = [
  ["<Directory /a>", "f:1 expected </Directory> before the end of the file"],
  ["\n<Directory /a>\n<Files b>\n</Directory>", "f:4 expected </Files> for the section that line 3 opens"],
  ["</Directory>", "f:1 expected no closing tag, because no section is open"],
  ["<Directory /a", 'f:1 expected a section like <Directory "/srv/site"> or </Directory>, closed by >'],
  ["a\0b", "f:1 expected text; the file has a zero byte"],
  ["<If x>\n".repeat(65), "f:65 expected at most 64 sections in one another"],
];
for (const [text, expected] of broken) {
  test(`refuses with file and line: ${expected}`, () => expect(refusal(() => parse(text, "f"))).toBe(expected));
}

const words: [raw: string, expected: string[] | null][] = [
  ["a  b\tc", ["a", "b", "c"]],
  ['"a b" c', ["a b", "c"]],
  ["'a \"b' c", ['a "b', "c"]],
  ['"a \\"b\\" \\\\ \\d"', ['a "b" \\ \\d']],
  ["a\\\\b \\d", ["a\\b", "\\d"]],
  ['""', [""]],
  ['"a', null],
  ["", []],
];
for (const [raw, expected] of words) {
  test(`splits ${JSON.stringify(raw)} into words`, () => expect(wordsIn(raw)).toEqual(expected));
}

const main = "/etc/apache2/apache2.conf";

/** Reads the main file with others beside it. */
function read(
  text: string,
  others: Record<string, string> = {},
  options: Parameters<typeof readConfiguration>[2] = {},
) {
  return readConfiguration([main], diskOf({ [main]: text, ...others }), options);
}

test("follows Include by a relative path, a wildcard in any part, and a folder with all below it", () => {
  const others = {
    "/etc/apache2/one.conf": "One",
    "/etc/apache2/sites/b/x.conf": "Bee",
    "/etc/apache2/sites/a/x.conf": "Ay",
    "/etc/apache2/sites/a/.hidden.conf": "Hidden",
    "/etc/apache2/all/z": "Zed",
    "/etc/apache2/all/deep/y": "Why",
  };
  const { nodes, findings } = read(
    "Include one.conf\nIncludeOptional /etc/apache2/sites/*/*.conf\nInclude all/",
    others,
  );
  expect(nodes.map(({ name, at }) => `${name} ${at.file}:${at.line}`)).toEqual([
    "one one.conf:1",
    "ay sites/a/x.conf:1",
    "bee sites/b/x.conf:1",
    "why all/deep/y:1",
    "zed all/z:1",
  ]);
  expect(findings).toEqual([]);
});

test("an Include in a section belongs to it", () => {
  const { nodes } = read("<VirtualHost *:80>\nInclude one.conf\n</VirtualHost>", { "/etc/apache2/one.conf": "One" });
  expect(outline(nodes)).toEqual(["<virtualhost *:80>", "one "]);
});

test("a file outside the folder is not read, and the report says so", () => {
  const others = { "/etc/ssl/options.conf": "Secret", "/etc/apache2x/y.conf": "Secret" };
  const { nodes, findings } = read(
    "A\nInclude /etc/ssl/options.conf\nInclude ../apache2x/*.conf\nInclude /gone.conf",
    others,
  );
  expect(outline(nodes)).toEqual(["a "]);
  expect(findings.map(({ kind, what, at }) => [kind, what, at?.line])).toEqual([
    ["decide", "Include /etc/ssl/options.conf", 2],
    ["decide", "Include /etc/apache2x/y.conf", 3],
    ["decide", "Include /gone.conf", 4],
  ]);
});

test("a symbolic link that leads outside is not followed; one that stays inside is", () => {
  const files = {
    [main]: "Include enabled/*.conf",
    "/etc/apache2/enabled/in.conf": "In",
    "/etc/apache2/enabled/out.conf": "Out",
  };
  const disk = { ...diskOf(files), real: (path: string) => (path.endsWith("out.conf") ? "/etc/shadow" : path) };
  const { nodes, findings } = readConfiguration([main], disk);
  expect(outline(nodes)).toEqual(["in "]);
  expect(findings).toHaveLength(1);
});

test("--root widens the folder, and ServerRoot does if the file lies in it", () => {
  const others = { "/etc/other/x.conf": "Ex" };
  expect(outline(read("Include /etc/other/x.conf", others, { root: "/etc" }).nodes)).toEqual(["ex "]);
  expect(outline(read("ServerRoot /etc\nInclude other/x.conf", others).nodes)).toEqual(["serverroot /etc", "ex "]);
  expect(
    outline(read("ServerRoot /opt/apache\nInclude other/x.conf", { "/etc/apache2/other/x.conf": "Copy" }).nodes),
  ).toEqual(["serverroot /opt/apache", "copy "]);
});

test("a missing Include is refused, a missing IncludeOptional is not", () => {
  for (const path of ["gone.conf", "x-*.conf", "gone/*/x.conf"]) {
    const expected = `apache2.conf:2 expected a file to include; no file matches ${path}`;
    expect(refusal(() => read(`A\nInclude ${path}`))).toBe(expected);
    expect(refusal(() => read(`A\nIncludeOptional ${path}`))).toBeUndefined();
  }
  // Apache may never read this line.
  expect(refusal(() => read("<IfDefine X>\nInclude gone.conf\n</IfDefine>"))).toBeUndefined();
});

test("reading ends at each bound, with file and line", () => {
  const at = "/etc/apache2";
  expect(refusal(() => read("Include apache2.conf"))).toBe(
    "apache2.conf:1 expected at most 16 includes in one another",
  );
  const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`${at}/many/${index}`, "A"]));
  expect(refusal(() => read("Include many", many))).toBe("apache2.conf:1 expected at most 500 files in all");
  const big = { [`${at}/big`]: "#".repeat(5_000_001) };
  expect(refusal(() => read("Include big", big))).toBe("apache2.conf:1 expected at most 5000000 bytes in all");
  expect(refusal(() => read("A\n".repeat(10_001)))).toBe("apache2.conf:10001 expected at most 10000 nodes in all");
});

test("Define, UnDefine and their names in braces count from their line on; unknown names stay", () => {
  const text = braced("A @X@\nDefine X one\nB @X@/@Y@\n<If @X@>\n</If>\nUnDefine X\nD @X@");
  const expected = ["a @X@", "b one/@Y@", "<if one>", "d @X@"].map(braced);
  expect(outline(read(text).nodes).filter((line) => !/define/.test(line))).toEqual(expected);
  expect(outline(read(braced("A @X@"), {}, { defines: new Map([["X", "given"]]) }).nodes)).toEqual(["a given"]);
});

/** Writes `@NAME@` as Apache does, with a dollar and braces. */
function braced(text: string): string {
  return text.replace(/@(\w+)@/g, "\x24{$1}");
}

const conditions: [section: string, holds: boolean, findings: number][] = [
  ["IfDefine SSL", true, 0],
  ["IfDefine !SSL", false, 0],
  ["IfDefine Other", false, 1],
  ["IfDefine !Other", true, 1],
  ["IfModule mod_auth_openidc.c", true, 0],
  ["IfModule auth_openidc_module", true, 0],
  ["IfModule !mod_auth_openidc.c", false, 0],
  ["IfModule !mod_authz_core.c", false, 0],
  ["IfModule mod_geoip.c", true, 1],
  ["IfModule !mod_geoip.c", false, 1],
  ["IfModule loaded_module", true, 0],
  ["IfVersion >= 2.4", true, 0],
  ["IfVersion >= 2.4.50", true, 1],
  ["IfVersion < 2.4", false, 0],
  ["IfVersion !< 2.4.10", true, 1],
  ["IfVersion !< 2.4", true, 0],
  ["IfVersion = 2.2", false, 0],
];
for (const [section, holds, count] of conditions) {
  test(`<${section}> is ${holds ? "read" : "left out"}${count > 0 ? ", and the report says so" : ""}`, () => {
    const name = section.split(" ")[0];
    const { nodes, findings } = read(
      `Define SSL\nLoadModule loaded_module x.so\n<${section}>\nRequire all denied\n</${name}>`,
    );
    expect(outline(nodes).includes("require all denied")).toBe(holds);
    expect(findings.map(({ kind, at }) => [kind, at?.line])).toEqual(
      Array.from({ length: count }, () => ["decide", 3]),
    );
  });
}

test("macros and sections of unknown kind are reported if they could decide something", () => {
  const text = "<Macro Host $name>\nA\n</Macro>\nUse Host x\n<Perl>\nB\n</Perl>\n<Odd>\nRequire all denied\n</Odd>";
  expect(read(text).findings.map(({ kind, what, at }) => [kind, what, at?.line])).toEqual([
    ["decide", "<Macro>", 1],
    ["decide", "Use", 4],
    ["decide", "<Odd>", 8],
  ]);
});

test("nothing in a macro or in a section of unknown kind is read, whatever it looks like", () => {
  const macro = "<Macro Host $name>\n<$name /x>\n<Macro Inner>\nOIDCClientID 1\n</Macro>\n</Location>\n</Macro>";
  expect(outline(read(`${macro}\n<Odd>\nOIDCClientID 2\n</Odd>\nB`).nodes)).toEqual(["b "]);
});

test("a virtual host in another section, and a condition without a name, are refused with file and line", () => {
  const nested = "<VirtualHost *:443>\n<VirtualHost *:444>\n</VirtualHost>\n</VirtualHost>";
  expect(refusal(() => read(nested))).toBe("apache2.conf:2 expected <VirtualHost> outside of every other section");
  for (const name of ["IfDefine", "IfModule", "IfVersion"])
    expect(refusal(() => read(`<${name}>\n</${name}>`))).toBe(`apache2.conf:1 expected a name in <${name}>`);
});

test("a condition around lines that decide nothing is not reported", () => {
  expect(read("<IfModule mod_geoip.c>\nGeoIPEnable On\n</IfModule>").findings).toEqual([]);
});
