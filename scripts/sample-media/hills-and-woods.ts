// The scenes of the films in the mountains and the forest.
import { blend, dawn, day, mist, mix } from "./palette";
import { bank, cloud, ease, fall, hills, line, peaks, pine, type Scene, shape, sky, sun, wood } from "./scenery";

/** Meltwater runs out of a high valley, and clouds pass over it. */
export const snowmelt: Scene = (seconds, progress) => {
  const now = blend(dawn, day, ease(progress, 0, 0.8));
  const stream = "M150 112C160 120 128 124 140 132S206 142 190 152S118 162 132 190";
  return [
    sky(now, 110),
    sun(64 + 26 * progress, 62 - 20 * progress, 12, now.sun),
    cloud(20 + seconds * 4, 34, 54, now.light, 0.85),
    peaks(
      [
        [0, 104],
        [36, 74],
        [64, 94],
        [104, 56],
        [128, 78],
        [176, 26],
        [226, 84],
        [262, 60],
        [320, 104],
      ],
      now.far,
      now.light,
    ),
    cloud(214 + seconds * 2.5, 66, 60, now.light, 0.85),
    peaks(
      [
        [0, 122],
        [58, 92],
        [104, 116],
        [150, 104],
        [208, 118],
        [272, 86],
        [320, 112],
      ],
      now.mid,
    ),
    hills(126, 14, 0.4, mix(now.mid, now.near, 0.6)),
    wood(122, 16, 34, 9, mix(now.mid, now.near, 0.75)),
    shape(
      "M146 110h9C166 122 136 124 148 131S220 142 204 153S146 164 158 200H98C100 166 174 158 176 151S120 142 128 132S156 122 146 110Z",
      mix(now.light, now.far, 0.25),
    ),
    line(stream, now.light, 2, 0.9, `stroke-dasharray="7 13 3 9" stroke-dashoffset="${(-seconds * 16).toFixed(2)}"`),
    line(
      stream,
      now.light,
      1.2,
      0.8,
      `stroke-dasharray="4 21" stroke-dashoffset="${(-seconds * 22).toFixed(2)}" transform="translate(8 2)"`,
    ),
    shape("M0 142C50 138 92 158 100 200H0ZM320 136C262 138 214 160 204 200H320Z", now.near),
    ...[
      [10, 150, 46],
      [30, 158, 58],
      [58, 160, 40],
      [82, 172, 34],
      [300, 152, 54],
      [272, 160, 44],
      [246, 170, 36],
      [318, 166, 60],
    ].map(([x = 0, y = 0, height = 0]) => pine(x, y, height, now.front)),
  ].join("");
};

/** Rain falls on a forest and ends. The sun comes through. */
export const rainInThePines: Scene = (seconds, progress) => {
  const clear = ease(progress, 0.45, 0.95);
  const now = blend(mist, dawn, clear * 0.75);
  return [
    sky(now, 120),
    sun(216, 50, 14, now.sun, 0.16 * clear),
    shape("M0 0H320V110H0Z", now.skyLow, 0.85 * (1 - clear)),
    hills(96, 22, 0.8, now.far),
    wood(104, 26, 26, 2, mix(now.far, now.mid, 0.5)),
    bank(-40 + seconds * 4, 92, 120, now.light, 0.5 * (1 - clear * 0.6)),
    bank(180 + seconds * 2.4, 104, 110, now.light, 0.5 * (1 - clear * 0.6)),
    wood(128, 44, 17, 14, now.mid),
    bank(60 - seconds * 2, 126, 150, now.light, 0.34 * (1 - clear * 0.5)),
    fall(70, seconds, now.light, 0.8 * (1 - ease(progress, 0.4, 0.8))),
    wood(156, 70, 11, 23, now.near),
    ...[
      [4, 190, 128],
      [40, 196, 104],
      [290, 192, 132],
      [322, 190, 96],
      [258, 200, 84],
    ].map(([x = 0, y = 0, height = 0]) => pine(x, y, height, now.front)),
    hills(180, 10, 2.8, now.front),
    fall(40, seconds + 3, now.light, 0.9 * (1 - ease(progress, 0.4, 0.75))),
  ].join("");
};
