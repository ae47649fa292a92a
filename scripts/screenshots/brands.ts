// Three re-brands of the site, as docs/theming.md shows them. Each is a few changed lines.

/** A line of app/theme/, and the line that takes its place. */
export type ChangedLine = readonly [file: string, from: string, to: string];

const brandFile = "app/theme/brand.ts";
const wordsFile = "app/theme/words/en.ts";
const tokensFile = "app/theme/tokens.css";

const shipped = {
  name: '  name: "Northmere",',
  help: '  help: "help@northmere.example",',
  scheme: '  scheme: "system",',
  title: '  title: "Slow films from wild water",',
  lead: '  lead: "A growing library of quiet nature films. No narrator, no hurry: only rivers, lakes and coasts, filmed with patience.",',
  paper: "  --paper: light-dark(#f6f4ee, #0f1719);",
  ink: "  --ink: light-dark(#1a2628, #e8ece7);",
  accent: "  --accent: light-dark(#1b5f5a, #8fd0c1);",
  glow: "  --glow: light-dark(#e2a350, #e9b773);",
  radius: "  --radius: 0.875rem;",
} as const;

const files: Record<keyof typeof shipped, string> = {
  ...{ name: brandFile, help: brandFile, scheme: brandFile, title: wordsFile, lead: wordsFile },
  ...{ paper: tokensFile, ink: tokensFile, accent: tokensFile, glow: tokensFile, radius: tokensFile },
};

function rebrand(changes: Partial<Record<keyof typeof shipped, string>>): ChangedLine[] {
  return (Object.keys(changes) as (keyof typeof shipped)[]).map((key) => [
    files[key],
    shipped[key],
    changes[key] ?? "",
  ]);
}

/** The re-brands by the name of their picture. */
export const brands: Readonly<Record<string, readonly ChangedLine[]>> = {
  harbour: rebrand({
    name: '  name: "Blue Harbour",',
    help: '  help: "box@blueharbour.example",',
    scheme: '  scheme: "dark",',
    title: '  title: "Jazz from the small room",',
    lead: '  lead: "Whole nights from a club by the water, filmed from the third table. No cuts between the songs.",',
    paper: "  --paper: light-dark(#f3f5fa, #0d1224);",
    ink: "  --ink: light-dark(#141a2e, #e9ecf7);",
    accent: "  --accent: light-dark(#26418f, #f0b45a);",
    glow: "  --glow: light-dark(#d98a2b, #ffcf7d);",
  }),
  carmine: rebrand({
    name: '  name: "Studio Carmine",',
    help: '  help: "desk@carmine.example",',
    title: '  title: "Portraits that take their time",',
    lead: '  lead: "One sitter, one light, one afternoon. Every series complete, and nothing retouched.",',
    paper: "  --paper: light-dark(#fbf5f3, #1a1013);",
    ink: "  --ink: light-dark(#2b1519, #f4e8e6);",
    accent: "  --accent: light-dark(#8e1f38, #f3a0ad);",
    glow: "  --glow: light-dark(#e08a6d, #eda58c);",
    radius: "  --radius: 0;",
  }),
  alp: rebrand({
    name: '  name: "Alp Hours",',
    help: '  help: "https://alphours.example/help",',
    title: '  title: "Train where the air is thin",',
    lead: '  lead: "Rides, runs and climbs in real length, filmed from the front. Put the screen before you, and go.",',
    paper: "  --paper: light-dark(#ffffff, #0b0f14);",
    ink: "  --ink: light-dark(#10202e, #e6eef5);",
    accent: "  --accent: light-dark(#0057b8, #6db6ff);",
    glow: "  --glow: light-dark(#ffb000, #ffc845);",
    radius: "  --radius: 1.5rem;",
  }),
};
