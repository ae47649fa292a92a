// The scenes of the films by the water.
import { bird, heron } from "./animals";
import { blend, dawn, day, dusk, evening, mist, mix, night } from "./palette";
import {
  bank,
  cloud,
  ease,
  glitter,
  hills,
  line,
  pine,
  reeds,
  type Scene,
  shape,
  sky,
  stars,
  sun,
  water,
  wave,
  wood,
} from "./scenery";

/** The sun sets behind the hills across a lake, and the first stars come out. */
export const lastLight: Scene = (seconds, progress) => {
  const now = evening(0.9 * ease(progress, 0, 1));
  const sunY = 72 + 52 * progress;
  const shine = 1 - ease(progress, 0.35, 0.75);
  return [
    sky(now, 112),
    stars(46, 80, seconds, ease(progress, 0.5, 0.95), now.light),
    sun(206, sunY, 15, mix(dusk.sun, "#e8804f", progress), 0.16 * shine),
    hills(112, 26, 1.2, now.far),
    hills(118, 20, 3.9, now.mid),
    water(116, mix(now.skyLow, now.mid, 0.85)),
    glitter(206, 121, 46, seconds, now.light, 0.25 + 0.7 * shine),
    ...[0, 1, 2].map((index) =>
      bird(350 - seconds * 13 + index * 15, 52 + index * 6 - (index % 2) * 12, 9, seconds * 5 + index, now.front),
    ),
    hills(168, 16, 5.1, now.front),
    reeds({ from: 12, to: 92, count: 26, y: 176, height: 74, seed: 3, heads: true }, seconds, now.front),
    reeds({ from: 280, to: 318, count: 9, y: 182, height: 58, seed: 8, heads: true }, seconds, now.front),
  ].join("");
};

/** Mist lifts from a reed bed while a heron fishes. */
export const heronsHour: Scene = (seconds, progress) => {
  const now = blend(mist, dawn, ease(progress));
  const dip =
    ease(seconds, 6, 6.7) * (1 - ease(seconds, 8, 9)) + ease(seconds, 12, 12.5) * (1 - ease(seconds, 13.5, 15));
  const ring = (since: number) =>
    line(
      `M${142 - since * 7} 141a${since * 7} ${since * 1.7} 0 1 0 ${since * 14} 0a${since * 7} ${since * 1.7} 0 1 0 ${-since * 14} 0`,
      now.light,
      0.9,
      Math.max(0, 0.8 - since / 3.2),
    );
  return [
    sky(now, 112),
    sun(238, 96 - 26 * progress, 17, now.sun),
    hills(106, 16, 2.2, now.far),
    wood(106, 15, 30, 4, mix(now.far, now.mid, 0.55)),
    water(108, mix(now.skyLow, now.mid, 0.5)),
    glitter(238, 113, 40, seconds, now.light, 0.3 + 0.6 * progress),
    ...[0, 1, 2, 3].map((index) =>
      bank(
        -60 + index * 88 + seconds * (2 + index * 0.7),
        96 + (index % 2) * 17,
        110,
        now.light,
        0.9 * (1 - ease(progress, 0.1, 0.85)),
      ),
    ),
    reeds({ from: 196, to: 318, count: 34, y: 182, height: 78, seed: 6 }, seconds, now.mid),
    ...[6.7, 12.5].map((moment) => (seconds > moment ? ring(seconds - moment) : "")),
    heron(168, 132, 44, dip, now.front, "#d98e3f"),
    reeds({ from: -4, to: 96, count: 36, y: 182, height: 106, seed: 12, heads: true }, seconds, now.front),
    hills(178, 10, 0.6, now.front),
  ].join("");
};

/** The tide comes in below a headland. */
export const betweenTides: Scene = (seconds, progress) => {
  const now = blend(day, dawn, 0.35 + 0.5 * progress);
  const swell = (index: number) => Math.sin(seconds * 0.55 + index * 1.3) * (1.5 + index);
  const tide = 7 * progress;
  return [
    sky(now, 96),
    sun(84, 62 + 14 * progress, 16, now.sun),
    cloud(150 + seconds * 2.5, 34, 66, now.light, 0.7),
    cloud(-14 + seconds * 3.5, 50, 44, now.light, 0.6),
    water(92, now.far),
    glitter(84, 97, 20, seconds, now.light),
    shape("M178 116C206 108 204 62 236 58S296 54 330 40V120H178Z", now.near),
    shape("M226 61C258 50 290 58 330 40V50C290 66 262 58 222 68Z", mix(now.near, now.sun, 0.28)),
    ...[0, 1, 2, 3].map((index) =>
      wave(
        112 + index * 14 - tide + swell(index),
        3 + index * 1.6,
        58 + index * 12,
        seconds * (9 + index * 4) + index * 37,
        mix(now.mid, now.front, index * 0.24),
        now.light,
      ),
    ),
    shape(
      `M0 176C60 ${162 - swell(2)} 130 ${174 - swell(1)} 200 170S290 162 330 158V230H0Z`,
      mix("#e6c990", now.near, 0.12),
    ),
    ...[0, 1, 2].map((index) =>
      bird(
        40 + seconds * 10 + index * 26,
        44 + 8 * Math.sin(seconds * 0.4 + index * 2) - index * 7,
        12 - index * 2,
        seconds * 3.2 + index * 2,
        now.front,
      ),
    ),
  ].join("");
};

/** Cracks run across a frozen lake below northern lights. */
export const iceSinging: Scene = (seconds) => {
  const curtain = (shift: number, y: number, tall: number) => {
    const columns = Array.from({ length: 81 }, (_, index) => index * 4);
    const foot = (x: number) =>
      y + 13 * Math.sin(x / 52 + shift + seconds * 0.16) + 5 * Math.sin(x / 19 - seconds * 0.23);
    const top = (x: number) => foot(x) - tall * (0.75 + 0.25 * Math.sin(x / 34 - seconds * 0.3 + shift));
    const along = (edge: (x: number) => number, at: readonly number[]) =>
      at.map((x) => `${x} ${edge(x).toFixed(1)}`).join("L");
    return shape(
      `M${along(foot, columns)}L${along(top, columns.toReversed())}Z`,
      "url(#veil)",
      0.7 + 0.2 * Math.sin(seconds * 0.4 + shift),
    );
  };
  const crack = (d: string, starts: number) => {
    const glow = ease(seconds, starts, starts + 1) * (1 - ease(seconds, starts + 1.4, starts + 4));
    return line(d, night.light, 0.9, 0.3 + 0.7 * glow);
  };
  return [
    `<linearGradient id="veil" gradientUnits="userSpaceOnUse" x1="0" y1="16" x2="0" y2="86"><stop stop-color="#6fd0ae" stop-opacity="0"/><stop offset="1" stop-color="#8fe0b4" stop-opacity=".8"/></linearGradient>`,
    sky(night, 116),
    stars(70, 100, seconds, 1, night.light),
    curtain(0, 88, 56),
    curtain(2.4, 66, 44),
    curtain(4.1, 50, 30),
    shape("M266 22A11 11 0 1 1 262 42A13 13 0 0 0 266 22Z", night.sun),
    hills(112, 24, 4.4, night.far),
    wood(112, 12, 44, 17, night.mid),
    water(113, "#3d6a70"),
    shape("M0 113H320V121H0Z", "#5d9a8c", 0.5 + 0.2 * Math.sin(seconds * 0.5)),
    crack("M-4 150L52 140L96 144L150 128L214 131L262 122L324 124", 2),
    crack("M96 144L120 162L176 170L204 190M52 140L70 128L112 122", 6),
    crack("M150 128L190 146L248 150L330 166M248 150L262 176", 9.5),
    crack("M-4 172L38 164L70 180", 13),
    hills(182, 14, 1.9, night.front),
    ...[
      [14, 186, 60],
      [36, 190, 42],
      [306, 186, 70],
      [286, 192, 44],
    ].map(([x = 0, y = 0, height = 0]) => pine(x, y, height, night.front)),
  ].join("");
};
