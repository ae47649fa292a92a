/** The web app manifest: what a phone shows when the site is put on its home screen. */
import type { MetadataRoute } from "next";
import { brand } from "./theme/brand";
import { words } from "./theme/words";

export default function manifest(): MetadataRoute.Manifest {
  const color = brand.themeColor[brand.scheme === "dark" ? "dark" : "light"];
  return {
    name: brand.name,
    description: words().tour.description,
    start_url: "/members",
    display: "browser",
    background_color: color,
    theme_color: color,
    icons: [
      { src: "/brand/icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "/brand/touch-icon.png", sizes: "180x180", type: "image/png" },
    ],
  };
}
