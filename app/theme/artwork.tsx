/** Yours: the drawn landscapes of public/brand/scenes.svg, in the colours of tokens.css. */

/** Names of the drawings in the file. */
export type SceneName = "lake" | "ridge" | "reeds" | "shore" | "forest" | "dunes";

/** A decorative drawing that fills its box; give the box its size by `className`. */
export function Scene({ name, className = "" }: { name: SceneName; className?: string }) {
  return (
    <svg aria-hidden="true" className={`scene ${className}`}>
      <use href={`/brand/scenes.svg#${name}`} />
    </svg>
  );
}

/** The drawing of each status page, by the page's name. Others show the lake. */
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
