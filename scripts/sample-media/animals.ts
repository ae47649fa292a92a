// The animals of the sample's drawings.
import { disc, line, shape } from "./scenery";

/** Draws a bird in the distance. `beat` is the moment of its wingbeat, in radians. */
export function bird(x: number, y: number, span: number, beat: number, colour: string): string {
  const lift = span * (0.32 + 0.16 * Math.sin(beat));
  const wing = (side: number) =>
    `Q${x + side * span * 0.25} ${y - lift * 1.5} ${x + side * span * 0.5} ${y - lift * 0.6}`;
  return line(`M${x} ${y}${wing(-1)}M${x} ${y}${wing(1)}`, colour, Math.max(0.8, span * 0.11));
}

/** Draws a heron that stands at x, y and looks left. `dip` from 0 to 1 lowers its head. */
export function heron(x: number, y: number, size: number, dip: number, body: string, beak: string): string {
  const at = (dx: number, dy: number) => `${x + dx * size} ${y + dy * size}`;
  const head = { x: -0.26 - dip * 0.3, y: -1.42 + dip * 0.95 };
  const ripple = (dx: number) =>
    line(`M${at(dx - 0.14, 0.25)}Q${at(dx, 0.29)} ${at(dx + 0.14, 0.25)}`, body, size * 0.02, 0.6);
  return [
    ripple(0.02),
    ripple(0.16),
    line(
      `M${at(0.05, -0.6)}L${at(0.02, 0.25)}M${at(0.16, -0.6)}L${at(0.2, -0.3)}L${at(0.16, 0.25)}`,
      body,
      size * 0.035,
    ),
    shape(
      `M${at(-0.2, -0.78)}Q${at(0.1, -1)} ${at(0.62, -0.42)}Q${at(0.2, -0.44)} ${at(0, -0.52)}Q${at(-0.2, -0.6)} ${at(-0.2, -0.78)}Z`,
      body,
    ),
    line(
      `M${at(-0.1, -0.72)}C${at(-0.42, -0.86)} ${at(0.02 - dip * 0.4, -1.14 + dip * 0.3)} ${at(head.x, head.y)}`,
      body,
      size * 0.085,
    ),
    shape(
      `M${at(head.x + 0.02, head.y - 0.03)}L${at(head.x - 0.42, head.y + 0.07 + dip * 0.2)}L${at(head.x, head.y + 0.05)}Z`,
      beak,
    ),
    disc(x + head.x * size, y + head.y * size, size * 0.065, body),
    line(
      `M${at(head.x, head.y - 0.04)}Q${at(head.x + 0.1, head.y - 0.05)} ${at(head.x + 0.2, head.y + 0.04)}`,
      body,
      size * 0.03,
    ),
  ].join("");
}

/** Draws an owl that sits at x, y. */
export function owl(x: number, y: number, size: number, body: string, eyes: string): string {
  const at = (dx: number, dy: number) => `${x + dx * size} ${y + dy * size}`;
  const eye = (side: number) =>
    disc(x + side * 0.17 * size, y - 0.98 * size, size * 0.13, eyes) +
    disc(x + side * 0.17 * size, y - 0.98 * size, size * 0.06, body);
  return [
    shape(
      `M${at(-0.4, -1.32)}Q${at(0, -1.1)} ${at(0.4, -1.32)}Q${at(0.56, -0.4)} ${at(0.2, 0)}Q${at(0, 0.1)} ${at(-0.2, 0)}Q${at(-0.56, -0.4)} ${at(-0.4, -1.32)}Z`,
      body,
    ),
    eye(-1),
    eye(1),
    shape(`M${at(-0.05, -0.88)}H${x + 0.05 * size}L${at(0, -0.76)}Z`, eyes),
  ].join("");
}

/** Draws a wader that stands at x, y and looks left. */
export function wader(x: number, y: number, size: number, colour: string): string {
  const at = (dx: number, dy: number) => `${x + dx * size} ${y + dy * size}`;
  return [
    shape(`M${at(-0.6, -0.9)}Q${at(0, -1.4)} ${at(0.8, -0.6)}Q${at(0, -0.3)} ${at(-0.6, -0.9)}Z`, colour),
    disc(x - 0.6 * size, y - 1.05 * size, size * 0.24, colour),
    line(
      `M${at(-0.7, -1)}L${at(-1.5, -0.7)}M${at(-0.1, -0.6)}L${at(-0.2, 0)}M${at(0.2, -0.6)}L${at(0.2, 0)}`,
      colour,
      size * 0.1,
    ),
  ].join("");
}
