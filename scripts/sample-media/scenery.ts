// What the drawings are built of, as SVG. They are 320 units wide, as in public/brand/scenes.svg.
// Each function returns the same text for the same arguments, so every run draws the same films.
import type { Palette } from "./palette";

/**
 * Draws one moment of a film as SVG, 320 by 180, at `seconds` from its start. `progress` goes
 * from 0 to 1 while the film plays.
 */
export type Scene = (seconds: number, progress: number) => string;

/** Far below the edge of each picture, so that land has no lower end. */
const below = 230;

/**
 * Returns a function that yields numbers from 0 to 1, the same ones for the same seed: a linear
 * congruential generator with the constants of Numerical Recipes.
 */
function random(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Eases from 0 to 1 while `value` goes from `from` to `to`. */
export function ease(value: number, from = 0, to = 1): number {
  const share = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return share * share * (3 - 2 * share);
}

/** Makes `count` pieces from numbers of one seed. */
export function many(count: number, seed: number, piece: (next: () => number, index: number) => string): string {
  const next = random(seed);
  return Array.from({ length: count }, (_, index) => piece(next, index)).join("");
}

const fixed = (value: number) => Number(value.toFixed(2));

/** Fills a shape. */
export function shape(d: string, fill: string, opacity = 1): string {
  return `<path d="${d}" fill="${fill}" opacity="${fixed(opacity)}"/>`;
}

/** Draws a line with round ends. */
export function line(d: string, stroke: string, width = 1, opacity = 1, more = ""): string {
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${fixed(width)}" stroke-linecap="round" stroke-linejoin="round" opacity="${fixed(opacity)}" ${more}/>`;
}

/** Draws a circle. */
export function disc(x: number, y: number, radius: number, fill: string, opacity = 1): string {
  return `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="${fixed(radius)}" fill="${fill}" opacity="${fixed(opacity)}"/>`;
}

/** Draws the sky down to `horizon`. */
export function sky({ skyTop, skyLow }: Palette, horizon = 130): string {
  return `<linearGradient id="sky" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2="${horizon}"><stop stop-color="${skyTop}"/><stop offset="1" stop-color="${skyLow}"/></linearGradient><path d="M0 0H320V${below}H0Z" fill="url(#sky)"/>`;
}

/** Draws a sun or a full moon with its halo. */
export function sun(x: number, y: number, radius: number, colour: string, halo = 0.16): string {
  return disc(x, y, radius * 2.1, colour, halo) + disc(x, y, radius * 1.5, colour, halo) + disc(x, y, radius, colour);
}

/** Draws soft hills. `rise` is their height above `y`. */
export function hills(y: number, rise: number, seed: number, colour: string): string {
  const height = (x: number) => y - rise * (0.5 + 0.3 * Math.sin(x / 44 + seed) + 0.2 * Math.sin(x / 19 + seed * 2.3));
  const points = Array.from({ length: 81 }, (_, index) => `${index * 4} ${fixed(height(index * 4))}`);
  return shape(`M0 ${below}L${points.join("L")}L320 ${below}Z`, colour);
}

/** Draws mountains along corners "x y", and snow on the summits named by their index. */
export function peaks(corners: readonly (readonly [number, number])[], colour: string, snow?: string): string {
  const range = shape(`M0 ${below}L${corners.map(([x, y]) => `${x} ${y}`).join("L")}L320 ${below}Z`, colour);
  if (!snow) return range;
  const caps = corners.map(([x, y], index) => {
    const [left, right] = [corners[index - 1], corners[index + 1]];
    if (!left || !right || left[1] <= y || right[1] <= y) return "";
    const down = Math.min(left[1], right[1]) - y;
    const at = ([toX, toY]: readonly [number, number], drop: number) =>
      `${fixed(x + ((toX - x) * drop) / (toY - y))} ${fixed(y + drop)}`;
    const [long, short] = [down * 0.55, down * 0.4];
    return shape(
      `M${x} ${y}L${at(right, long)}l-5 -4l-4 5l-5 -6L${fixed(x)} ${fixed(y + short)}l-4 5l-4 -6l-3 4L${at(left, short)}Z`,
      snow,
    );
  });
  return range + caps.join("");
}

/** Draws a pine that stands at x, y. */
export function pine(x: number, y: number, height: number, colour: string): string {
  const tier = (top: number, bottom: number, width: number) =>
    `M${fixed(x)} ${fixed(y - height * top)}L${fixed(x + height * width)} ${fixed(y - height * bottom)}H${fixed(x - height * width)}Z`;
  return shape(`${tier(1, 0.6, 0.13)}${tier(0.76, 0.33, 0.19)}${tier(0.5, 0, 0.25)}`, colour);
}

/** Draws a wood along `y`, from `from` to `to`, with ground below it. */
export function wood(y: number, height: number, count: number, seed: number, colour: string): string {
  const trees = many(count, seed, (next, index) =>
    pine(((index + next() * 0.8) * 330) / count, y + 3, height * (0.65 + next() * 0.5), colour),
  );
  return trees + shape(`M0 ${y}H320V${below}H0Z`, colour);
}

/** Draws water below `y`. */
export function water(y: number, colour: string): string {
  return shape(`M0 ${y}H320V${below}H0Z`, colour);
}

/** Draws light on water: short strokes below `y` that come and go. `seconds` is the time. */
export function glitter(x: number, y: number, depth: number, seconds: number, colour: string, opacity = 1): string {
  return many(Math.round(depth / 4.5), 7, (next, index) => {
    const spread = 5 + index * 1.6;
    const shift = (next() - 0.5) * spread * 1.4;
    const half = spread * (0.35 + next() * 0.5) * (0.75 + 0.25 * Math.sin(seconds * (1 + next()) + index));
    const at = fixed(y + index * 4.5);
    return line(
      `M${fixed(x + shift - half)} ${at}H${fixed(x + shift + half)}`,
      colour,
      1.6,
      opacity * (0.9 - index * 0.04),
    );
  });
}

/** Draws a wave that fills all below it. `phase` moves it sideways. */
export function wave(y: number, rise: number, length: number, phase: number, colour: string, foam?: string): string {
  const height = (x: number) => y - rise * Math.abs(Math.sin(((x + phase) * Math.PI) / length)) ** 1.6;
  const crest = Array.from({ length: 81 }, (_, index) => `${index * 4} ${fixed(height(index * 4))}`).join("L");
  return shape(`M0 ${below}L${crest}L320 ${below}Z`, colour) + (foam ? line(`M${crest}`, foam, 1.1, 0.7) : "");
}

/** Draws reeds or grass from `from` to `to`, which sway. With `heads` they are bulrushes. */
export function reeds(
  {
    from,
    to,
    count,
    y,
    height,
    seed,
    heads = false,
  }: { from: number; to: number; count: number; y: number; height: number; seed: number; heads?: boolean },
  seconds: number,
  colour: string,
): string {
  return many(count, seed, (next) => {
    const x = from + next() * (to - from);
    const tall = height * (0.55 + next() * 0.45);
    const sway = tall * (0.06 + 0.07 * Math.sin(seconds * 0.9 + x / 26) + (next() - 0.5) * 0.22);
    const tip = `${fixed(x + sway)} ${fixed(y - tall)}`;
    const stalk = line(`M${fixed(x)} ${y}Q${fixed(x)} ${fixed(y - tall * 0.6)} ${tip}`, colour, 1.5);
    return heads && next() > 0.45 ? stalk + line(`M${tip}l${fixed(-sway * 0.12)} 9`, colour, 3.6) : stalk;
  });
}

/** Draws stars above `depth`; some twinkle. */
export function stars(count: number, depth: number, seconds: number, opacity: number, colour: string): string {
  if (opacity <= 0) return "";
  return many(count, 11, (next) => {
    const [x, y, radius, pace] = [next() * 320, next() ** 1.4 * depth, 0.35 + next() * 0.55, next() * 6];
    return disc(x, y, radius, colour, opacity * (0.75 + 0.25 * Math.sin(seconds * 1.3 + pace)));
  });
}

/** Draws a cloud that begins at x and lies on y. */
export function cloud(x: number, y: number, width: number, colour: string, opacity: number): string {
  const puff = (at: number, radius: number) => {
    const [centre, half] = [x + width * at, width * radius];
    return shape(`M${fixed(centre - half)} ${y}a${half} ${half} 0 0 1 ${fixed(2 * half)} 0Z`, colour);
  };
  const base = line(`M${fixed(x + 3)} ${fixed(y)}h${fixed(width - 6)}`, colour, 6);
  return `<g opacity="${fixed(opacity)}">${base}${puff(0.36, 0.15)}${puff(0.6, 0.11)}</g>`;
}

/** Draws a bank of mist. */
export function bank(x: number, y: number, width: number, colour: string, opacity: number): string {
  const veil = (dx: number, dy: number, length: number, height: number) =>
    `<ellipse cx="${fixed(x + width / 2 + dx)}" cy="${fixed(y + dy)}" rx="${fixed(length / 2)}" ry="${height}" fill="${colour}" opacity="${fixed(opacity * 0.6)}"/>`;
  return veil(0, 0, width, 5) + veil(width * 0.1, 3, width * 1.3, 4) + veil(-width * 0.12, -3, width * 0.6, 4);
}

/** Draws falling rain, or snow if `flakes`. It repeats without a seam. */
export function fall(count: number, seconds: number, colour: string, opacity: number, flakes = false): string {
  return many(count, 5, (next) => {
    const pace = flakes ? 9 + next() * 8 : 120 + next() * 50;
    const y = ((next() * 240 + seconds * pace) % 240) - 15;
    const x = ((next() * 360 + (flakes ? Math.sin(seconds + y / 20) * 5 : -y * 0.16)) % 360) - 5;
    return flakes
      ? disc(x, y, 0.7 + next() * 1.1, colour, opacity)
      : line(`M${fixed(x)} ${fixed(y)}l-1.6 9`, colour, 0.7, opacity * (0.4 + next() * 0.6));
  });
}
