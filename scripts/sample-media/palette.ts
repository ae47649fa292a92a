// The colours of the sample's drawings. They are fixed: a film cannot follow light and dark.

/** The colours of one hour: the sky from top to horizon, and the land from far to near. */
export interface Palette {
  skyTop: string;
  skyLow: string;
  sun: string;
  far: string;
  mid: string;
  near: string;
  front: string;
  /** Snow, foam, stars and glitter. */
  light: string;
}

function palette(colours: string): Palette {
  const [skyTop = "", skyLow = "", sun = "", far = "", mid = "", near = "", front = "", light = ""] =
    colours.split(" ");
  return { skyTop, skyLow, sun, far, mid, near, front, light };
}

/** Early morning, warm at the horizon. */
export const dawn = palette("#c3dbd8 #f7dcae #eaa955 #a9c3bb #6f9d97 #35716b #1a4442 #fbeaca");
/** A clear day. */
export const day = palette("#b4d3dc #ecf1e6 #f0c56c #93b6bc #5f9096 #2f686b #1a4245 #fbfaf3");
/** The sun is about to set. */
export const dusk = palette("#56788a #f4bd84 #f6b45a #9c8d94 #607884 #2d545b #143038 #fcdca6");
/** The sun has set. */
export const twilight = palette("#27445e #dba58c #f8c079 #8f8598 #54687b #274a5a #11303b #fbdcb4");
/** A clear night. */
export const night = palette("#0c1823 #2a4a55 #f1e7c4 #2f5159 #213f48 #142c34 #08151a #e3f1e6");
/** A grey morning. */
export const mist = palette("#c4d0cd #e3e6de #f4e4b8 #b3c2be #8aa5a0 #567f79 #28504b #f6f6ef");
/** Dunes by the sea: `far` is the water. */
export const sand = palette("#bcd8dd #f8ebcd #e9a34f #7fb0b1 #e6c990 #cfa86b #9c753d #fff8e6");
/** Snow under a pale sky. */
export const winter = palette("#bfcfda #f0f1ee #f5deb3 #b8c9d0 #8ca7b1 #527280 #29434e #ffffff");

const channels = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** Mixes two colours. `share` is that of the second, from 0 to 1. */
export function mix(one: string, other: string, share: number): string {
  const to = channels(other);
  const mixed = channels(one).map((value, index) => Math.round(value + ((to[index] ?? 0) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Mixes two palettes, colour by colour. */
export function blend(one: Palette, other: Palette, share: number): Palette {
  const of = (name: keyof Palette) => mix(one[name], other[name], share);
  return {
    skyTop: of("skyTop"),
    skyLow: of("skyLow"),
    sun: of("sun"),
    far: of("far"),
    mid: of("mid"),
    near: of("near"),
    front: of("front"),
    light: of("light"),
  };
}

/** The palette of an evening: `share` goes from 0, before sunset, to 1, at night. */
export function evening(share: number): Palette {
  return share < 0.5 ? blend(dusk, twilight, share * 2) : blend(twilight, night, share * 2 - 1);
}
