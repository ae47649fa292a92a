/** A picture, by a signed or plain link if it is gated. Its size keeps the layout from shifting. */

import { mediaRoot } from "@/lib/addresses";
import { type Member, mediaUrl } from "@/lib/member";

/** A picture by its address, with its size in pixels. Below /media/ it is gated, else public. */
export type Picture = { path: string; width: number; height: number };

interface MediaImageProps {
  picture: Picture;
  /** What is seen; "" if the words beside it say the same. */
  alt: string;
  /** Needed if the picture is gated. */
  member?: Member | undefined;
  /** True for pictures further down a page. */
  lazy?: boolean;
  className?: string;
}

/**
 * The picture, in its own proportions unless `className` crops it. While it loads, its place has
 * the colour of a hint. Throws if the picture is gated and the member may not see it.
 */
export async function MediaImage({ picture, alt, member, lazy = false, className = "h-auto w-full" }: MediaImageProps) {
  // A signed link lives for minutes only, so such a picture cannot wait to be scrolled to.
  const src = await addressOf(picture.path, member);
  const loading = lazy && src.startsWith("/") ? "lazy" : "eager";
  return (
    // biome-ignore lint/performance/noImgElement: Next's optimiser carries no cookie.
    <img
      src={src}
      alt={alt}
      width={picture.width}
      height={picture.height}
      loading={loading}
      className={`bg-tint ${className}`}
    />
  );
}

async function addressOf(path: string, member: Member | undefined): Promise<string> {
  if (!path.startsWith(mediaRoot)) return path;
  if (!member) throw new Error(`A gated picture needs a member: ${path}`);
  return mediaUrl(path, member);
}
