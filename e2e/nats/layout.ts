// The layout and style of the look-alike's pages, and a template tag that escapes inserted values.

/** HTML that is safe to send. */
export interface Html {
  readonly html: string;
}

type Value = string | number | Html | readonly Html[];

/** Escapes &, <, >, " and ' for HTML. */
export function escapeHtml(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}

/** Template tag for HTML: escapes strings and numbers, and inserts Html values unchanged. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  const put = (value: Value | undefined): string => {
    if (value === undefined) return "";
    if (typeof value === "string" || typeof value === "number") return escapeHtml(String(value));
    return "html" in value ? value.html : value.map((each) => each.html).join("");
  };
  return { html: strings.map((string, index) => string + put(values[index])).join("") };
}

/** Renders hidden inputs for a form. */
export function hidden(fields: Record<string, string>): Html[] {
  return Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
}

/** Renders a page. `wide` gives it more width; `head` adds elements to the head. */
export function page(title: string, body: Html, options: { wide?: boolean; head?: Html } = {}): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${title} · NATS look-alike</title>
<style>${style}</style>
${options.head ?? ""}
</head>
<body>
<header><span class="mark" aria-hidden="true"></span><span>NATS <span class="quiet">look-alike</span></span></header>
<main class="${options.wide ? "wide" : "narrow"}">
${body}
</main>
<footer>An approximation of NATS for demos and tests, built from public documents. Not made or approved by Too Much Media.</footer>
</body>
</html>
`;
}

const style: Html = {
  html: `
:root { color-scheme: light dark; --back: light-dark(#eef1f4, #14181d); --card: light-dark(#fff, #1d232a); --text: light-dark(#1b232c, #e6eaef);
  --quiet: light-dark(#55616e, #9aa7b4); --line: light-dark(#d3dae1, #37414c); --accent: light-dark(#1f5f8b, #7cc0ee); --on-accent: light-dark(#fff, #0d1a24);
  --bad: light-dark(#a3231b, #ff9d94); --bad-back: light-dark(#fdeceb, #3a1f1d); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header { display: flex; align-items: center; gap: .6rem; padding: .9rem 1.25rem; background: var(--card); border-bottom: 1px solid var(--line); font-weight: 650; letter-spacing: .04em; }
.mark { width: .8rem; height: .8rem; border-radius: 2px; background: var(--accent); transform: rotate(45deg); }
main { flex: 1; width: 100%; margin: 0 auto; padding: 1.5rem 1rem 2rem; }
main.narrow { max-width: 27rem; }
main.wide { max-width: 62rem; }
footer { padding: 1rem 1.25rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .8125rem; text-align: center; }
section, .card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1.25rem; margin: 0 0 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.0625rem; line-height: 1.3; margin: 0 0 .75rem; }
p { margin: 0 0 .75rem; }
p:last-child { margin-bottom: 0; }
a { color: var(--accent); }
label { display: block; font-weight: 600; margin: 0 0 .25rem; }
input { width: 100%; min-height: 2.75rem; font: inherit; color: inherit; background: light-dark(#fff, #14181d); border: 1px solid var(--quiet); border-radius: 6px; padding: .45rem .7rem; margin: 0 0 1rem; }
button { min-height: 2.75rem; font: inherit; font-weight: 600; border: 1px solid var(--line); border-radius: 6px; padding: .45rem .9rem; color: inherit; background: var(--back); cursor: pointer; }
button:hover { border-color: var(--accent); }
button.main { width: 100%; color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.quiet, small { color: var(--quiet); font-weight: 400; }
small { font-size: .875rem; }
.alert { color: var(--bad); background: var(--bad-back); border: 1px solid currentcolor; border-radius: 6px; padding: .6rem .8rem; }
ul.plain { list-style: none; margin: 0; padding: 0; }
ul.members li { display: flex; align-items: center; gap: .9rem; padding: .35rem 0; }
ul.members form { flex: none; width: 7.5rem; }
ul.members button { width: 100%; }
ul.rows > li { padding: .9rem 0; border-top: 1px solid var(--line); }
ul.rows > li:first-child { border-top: 0; padding-top: 0; }
.buttons { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .5rem; }
.buttons button { min-height: 2.25rem; padding: .25rem .7rem; font-weight: 500; font-size: .9375rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; min-width: 34rem; font-size: .875rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); }
th { border-top: 0; color: var(--quiet); font-weight: 600; }
td.num { font-variant-numeric: tabular-nums; white-space: nowrap; }
summary { cursor: pointer; font-weight: 600; }
details > ul { margin-top: 1rem; }
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`,
};
