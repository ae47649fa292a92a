// The sample's photos, by their addresses. Each is drawn as SVG, 320 by 213.
import type { PhotoSlug } from "../../app/(members)/members/(sample)/films";
import { bird, heron, owl, wader } from "./animals";
import { blend, dawn, day, dusk, evening, mix, night, sand, winter } from "./palette";
import {
  bank,
  cloud,
  disc,
  fall,
  glitter,
  hills,
  line,
  many,
  peaks,
  pine,
  reeds,
  shape,
  sky,
  stars,
  sun,
  water,
  wave,
  wood,
} from "./scenery";

/** Morning on a lake, with a rowing boat. */
const firstLight = () =>
  [
    sky(dawn, 120),
    sun(92, 88, 20, dawn.sun),
    hills(118, 30, 2.6, dawn.far),
    hills(124, 20, 0.2, dawn.mid),
    water(120, mix(dawn.skyLow, dawn.mid, 0.6)),
    glitter(92, 126, 62, 2, dawn.light),
    bank(170, 122, 120, dawn.light, 0.7),
    shape("M223 96V150H190Q214 126 223 96Z", dawn.light),
    shape("M227 104Q246 128 250 150H227Z", mix(dawn.light, dawn.sun, 0.35)),
    shape("M186 154H262Q256 168 244 168H204Q191 167 186 154Z", dawn.front),
    line("M194 175H258M206 181H242", dawn.front, 1.4, 0.4),
    hills(222, 20, 3.4, dawn.front),
    pine(300, 214, 128, dawn.front),
    pine(274, 218, 84, dawn.front),
    pine(322, 216, 96, dawn.front),
  ].join("");

/** A heron close by, in front of a pale sun. */
const heronAtDusk = () =>
  [
    sky(dusk, 150),
    sun(160, 104, 44, dusk.sun, 0.12),
    hills(152, 12, 1.5, dusk.far),
    water(150, mix(dusk.skyLow, dusk.mid, 0.88)),
    glitter(160, 156, 60, 1, dusk.light, 0.8),
    heron(178, 168, 86, 0, dusk.front, "#e0a052"),
    reeds({ from: 232, to: 322, count: 26, y: 200, height: 110, seed: 5, heads: true }, 2, dusk.front),
    reeds({ from: -4, to: 60, count: 18, y: 206, height: 70, seed: 15, heads: true }, 1, dusk.front),
    hills(218, 12, 4, dusk.front),
  ].join("");

/** A summit in the last sun, with the moon up. */
const summit = () => {
  const now = evening(0.4);
  return [
    sky(now, 160),
    stars(24, 70, 0, 0.7, now.light),
    disc(74, 44, 13, now.light),
    peaks(
      [
        [0, 150],
        [40, 118],
        [74, 140],
        [132, 96],
        [190, 34],
        [244, 112],
        [276, 92],
        [320, 138],
      ],
      mix(now.far, "#e58e66", 0.5),
      "#fbe3cf",
    ),
    peaks(
      [
        [0, 160],
        [56, 136],
        [98, 158],
        [150, 118],
        [206, 150],
        [262, 128],
        [320, 164],
      ],
      now.mid,
    ),
    bank(150, 156, 150, now.light, 0.4),
    bank(-20, 166, 130, now.light, 0.35),
    hills(186, 22, 5.5, now.near),
    wood(190, 26, 24, 3, now.front),
  ].join("");
};

/** An estuary at low tide: channels wind through the flats. */
const lowWater = () =>
  [
    sky(blend(day, dawn, 0.5), 90),
    cloud(190, 40, 80, day.light, 0.8),
    cloud(40, 60, 54, day.light, 0.7),
    hills(96, 14, 0.7, day.far),
    water(94, mix("#d9c79d", day.mid, 0.25)),
    shape(
      "M60 94H150C190 104 100 112 130 122S270 138 230 158S60 176 90 222H196C160 186 320 170 300 146S190 128 196 118S240 104 200 94Z",
      mix(day.skyTop, day.light, 0.3),
    ),
    shape("M0 118C30 116 60 124 78 134S40 150 0 146Z", mix(day.skyTop, day.light, 0.3)),
    many(6, 21, (next, index) =>
      line(`M${150 + index * 9} ${132 + next() * 20}h${18 + next() * 20}`, day.light, 1.2, 0.9),
    ),
    many(6, 4, (next, index) => wader(26 + index * 13 + next() * 6, 168 + next() * 22, 6 + next() * 2, day.front)),
    reeds({ from: 262, to: 322, count: 30, y: 204, height: 54, seed: 2 }, 1, day.front),
    hills(220, 10, 1, day.front),
  ].join("");

/** Grass leans in the wind on the dunes. */
const saltWind = () =>
  [
    sky(sand, 110),
    sun(222, 70, 20, sand.sun),
    water(104, sand.far),
    line("M20 112h40M84 118h30M150 110h26", sand.light, 1.2, 0.8),
    hills(128, 26, 2.1, mix(sand.mid, sand.light, 0.3)),
    hills(154, 34, 5.2, sand.mid),
    hills(184, 34, 0.9, sand.near),
    reeds({ from: 196, to: 262, count: 30, y: 158, height: 34, seed: 9 }, 1.8, "#6f7a48"),
    reeds({ from: 22, to: 96, count: 42, y: 182, height: 52, seed: 19 }, 1.8, "#59673f"),
    hills(214, 24, 3.6, sand.front),
    reeds({ from: 240, to: 316, count: 34, y: 206, height: 60, seed: 29 }, 1.8, "#3f4c33"),
  ].join("");

/** An owl on a branch in front of the full moon. */
const nightOfOwls = () =>
  [
    sky(night, 170),
    stars(70, 150, 0, 1, night.light),
    sun(206, 78, 46, night.sun, 0.07),
    hills(160, 22, 2.9, night.far),
    wood(166, 40, 22, 13, night.mid),
    wood(190, 56, 13, 27, night.near),
    shape(
      "M92 230C100 180 92 130 78 84L88 80C98 104 102 112 110 124C150 128 200 126 262 112L264 117C214 134 160 138 116 138C114 170 120 200 130 230Z",
      night.front,
    ),
    shape("M86 96L60 66L65 63L94 90ZM170 128L196 150L190 152L158 132Z", night.front),
    owl(206, 127, 42, night.front, "#eeb75a"),
    hills(220, 12, 1.1, night.front),
  ].join("");

/** The first snow falls on a clearing with a hut. */
const firstSnow = () =>
  [
    sky(winter, 130),
    hills(118, 30, 1.8, winter.far),
    wood(132, 38, 24, 6, mix(winter.far, winter.mid, 0.7)),
    hills(158, 20, 3.1, mix(winter.light, winter.far, 0.3)),
    shape("M196 158V136H246V158Z", winter.near),
    shape("M186 138L221 112L256 138Z", winter.light),
    shape("M214 158V144H226V158ZM234 143H241V150H234Z", "#f0b75f"),
    line("M238 122V112", winter.near, 4),
    ...[
      [22, 168, 78],
      [52, 176, 96],
      [86, 172, 58],
      [280, 172, 84],
      [304, 182, 112],
    ].map(([x = 0, y = 0, height = 0]) => pine(x, y, height, winter.near)),
    hills(188, 18, 0.4, winter.light),
    line("M221 160C220 176 176 184 168 214", mix(winter.light, winter.far, 0.5), 5),
    fall(110, 3, "#ffffff", 0.9, true),
  ].join("");

/** A lighthouse after sunset. */
const lighthouse = () => {
  const now = evening(0.62);
  return [
    sky(now, 140),
    stars(20, 60, 0, 0.6, now.light),
    shape("M214 66L-20 34V84L214 70Z", now.light, 0.28),
    shape("M214 66L340 52V88L214 70Z", now.light, 0.2),
    water(138, mix(now.skyLow, now.mid, 0.7)),
    line("M20 146h60M110 150h40M40 156h30", now.light, 1.2, 0.5),
    shape("M150 160C176 150 172 124 198 122S262 124 330 108V230H150Z", now.front),
    shape("M205 124L209 78H219L223 124Z", mix(now.light, "#ffffff", 0.4)),
    shape("M206.6 106L207.8 92H220.2L221.4 106Z", "#c5624a"),
    shape("M206 78H222V75H206ZM209 75V64H219V75ZM207 64L214 57L221 64Z", now.near),
    disc(214, 69.5, 4, "#ffe9b0"),
    ...[0, 1, 2].map((index) =>
      wave(
        164 + index * 17,
        4 + index * 1.5,
        60 + index * 14,
        index * 41 + 12,
        mix(now.near, now.front, index * 0.4),
        now.light,
      ),
    ),
    bird(96, 66, 13, 1, now.front),
    bird(120, 56, 9, 2.4, now.front),
    bird(132, 74, 8, 0.2, now.front),
  ].join("");
};

/** Every photo's drawing. A photo without one does not compile. */
export const photoScenes: Readonly<Record<PhotoSlug, () => string>> = {
  "first-light": firstLight,
  heron: heronAtDusk,
  summit,
  "low-water": lowWater,
  "salt-wind": saltWind,
  owls: nightOfOwls,
  "first-snow": firstSnow,
  lighthouse,
};
