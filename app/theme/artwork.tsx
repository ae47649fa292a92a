/** Yours: the drawn landscapes, in the colours of tokens.css. Purely decorative. */
import type { ReactNode } from "react";

/** Names of the scenes. */
export type SceneName = "lake" | "ridge" | "reeds" | "shore" | "forest" | "dunes";

const far = "M0 104C26 92 50 80 82 96S128 58 154 72S206 110 238 88S296 84 320 94V180H0Z";
const near = "M0 128C40 112 76 118 112 126S196 104 232 118S292 128 320 116V180H0Z";

function pine(x: number, base: number, height: number): string {
  const half = height * 0.2;
  return `M${x} ${base - height}L${x + half} ${base}H${x - half}Z`;
}

function pines(base: number, trees: readonly (readonly [number, number])[]): string {
  return trees.map(([x, height]) => pine(x, base, height)).join("");
}

const scenes: Record<SceneName, ReactNode> = {
  lake: (
    <>
      <circle cx="206" cy="74" r="22" className="fill-glow" />
      <path d={far} className="fill-ridge-1" />
      <path d={near} className="fill-ridge-2" />
      <path d="M0 132H320V180H0Z" className="fill-ridge-3" />
      <path
        d="M182 139H230M190 147H222M176 157H236M196 166H216"
        className="stroke-glow stroke-2"
        strokeLinecap="round"
      />
      <path d="M0 156C40 150 74 160 104 180H0Z" className="fill-ridge-4" />
    </>
  ),
  ridge: (
    <>
      <circle cx="88" cy="70" r="15" className="fill-glow" />
      <path d="M0 124L46 88L78 106L146 48L204 100L236 80L320 128V180H0Z" className="fill-ridge-1" />
      <path d="M146 48L164 64L154 70L145 63L134 71L128 63Z" className="fill-snow" />
      <path d="M0 142L60 108L110 134L178 90L250 136L320 104V180H0Z" className="fill-ridge-2" />
      <path d="M0 160C60 136 120 150 176 152S270 138 320 146V180H0Z" className="fill-ridge-3" />
      <path d="M0 174C80 158 150 168 220 168S300 162 320 164V180H0Z" className="fill-ridge-4" />
    </>
  ),
  reeds: (
    <>
      <circle cx="236" cy="92" r="30" className="fill-glow" />
      <path d="M0 112C70 100 130 108 190 106S280 100 320 106V180H0Z" className="fill-ridge-1" />
      <path d="M0 126H320V180H0Z" className="fill-ridge-2" />
      <path d="M212 134H262M220 143H252M204 154H268" className="stroke-glow stroke-2" strokeLinecap="round" />
      <path
        d="M22 180Q26 120 18 78M38 180Q38 130 48 92M56 180Q52 140 58 104M74 180Q80 142 76 120M96 180Q92 152 100 132M292 180Q288 146 298 116M308 180Q312 138 304 96"
        className="fill-none stroke-ridge-4 stroke-3"
        strokeLinecap="round"
      />
      <path
        d="M18 80V62M48 94V76M58 106V91M304 98V80M298 118V104"
        className="stroke-ridge-4 stroke-6"
        strokeLinecap="round"
      />
      <path d="M0 168C60 160 130 172 200 170S290 164 320 168V180H0Z" className="fill-ridge-4" />
    </>
  ),
  shore: (
    <>
      <circle cx="70" cy="82" r="20" className="fill-glow" />
      <path d="M0 98H320V180H0Z" className="fill-ridge-1" />
      <path d="M172 124C196 112 200 74 236 72S292 66 320 54V124Z" className="fill-ridge-3" />
      <path
        d="M0 118C30 112 50 124 80 118S130 112 160 118S210 124 240 118S290 112 320 118V180H0Z"
        className="fill-ridge-2"
      />
      <path d="M0 138C36 132 62 146 98 138S170 132 206 140S276 146 320 134V180H0Z" className="fill-ridge-3" />
      <path d="M0 162C60 148 120 158 176 164S280 172 320 156V180H0Z" className="fill-ridge-4" />
    </>
  ),
  forest: (
    <>
      <circle cx="217" cy="64" r="15" className="fill-glow" />
      <path d="M0 112C60 96 110 104 170 100S280 92 320 100V180H0Z" className="fill-ridge-1" />
      <path
        d={`${pines(140, [
          [14, 58],
          [44, 74],
          [72, 54],
          [104, 82],
          [138, 62],
          [166, 76],
          [200, 56],
          [232, 70],
          [262, 52],
          [294, 78],
        ])}M0 138H320V180H0Z`}
        className="fill-ridge-2"
      />
      <path
        d={`${pines(164, [
          [2, 84],
          [34, 62],
          [66, 92],
          [96, 58],
          [186, 66],
          [218, 90],
          [250, 68],
          [280, 96],
          [312, 74],
        ])}M0 162H320V180H0Z`}
        className="fill-ridge-3"
      />
      <path d="M0 170C70 160 140 174 200 170S290 164 320 170V180H0Z" className="fill-ridge-4" />
    </>
  ),
  dunes: (
    <>
      <circle cx="160" cy="74" r="22" className="fill-glow" />
      <path d="M0 116C50 112 90 82 130 92S220 122 320 96V180H0Z" className="fill-ridge-1" />
      <path d="M0 132C80 138 140 104 196 112S280 132 320 128V180H0Z" className="fill-ridge-2" />
      <path d="M0 150C60 120 110 132 160 148S260 156 320 142V180H0Z" className="fill-ridge-3" />
      <path d="M0 168C90 172 150 148 214 156S290 168 320 166V180H0Z" className="fill-ridge-4" />
    </>
  ),
};

/** A decorative scene that fills its box; give the box its size by `className`. */
export function Scene({ name, className = "" }: { name: SceneName; className?: string }) {
  return (
    <svg
      viewBox="0 0 320 180"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      className={`block w-full bg-linear-to-b from-sky to-haze ${className}`}
    >
      {scenes[name]}
    </svg>
  );
}

/** The scene of each status page, by the page's name. Others show the lake. */
const statusScenes: Readonly<Record<string, SceneName>> = {
  trial: "ridge",
  expired: "shore",
  unknown: "reeds",
  forbidden: "dunes",
  "sign-in-failed": "shore",
  "sign-out": "dunes",
  "signed-out": "dunes",
  "timed-out": "reeds",
  unavailable: "shore",
  broken: "forest",
  missing: "dunes",
};

/** Draws the picture of a status page, chosen by the page's name. */
export function StatusArtwork({ page }: { page: string }) {
  return <Scene name={statusScenes[page] ?? "lake"} className="h-32 sm:h-44" />;
}
