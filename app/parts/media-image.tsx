/** A picture from MEDIA_DIR by a signed or plain link. Its size keeps the layout from shifting. */

import type { Member } from "@/lib/member";
import { mediaUrl } from "@/lib/member";

/**
 * A picture below MEDIA_DIR, by its address, with its size in pixels, so that the page keeps its
 * place free.
 */
export type Picture = { path: string; width: number; height: number };

interface MediaImageProps {
  picture: Picture;
  /** What is seen; "" if the words beside it say the same. */
  alt: string;
  member: Member;
  /** True for pictures further down a page. */
  lazy?: boolean;
  className?: string;
}

/** The picture, in its own proportions unless `className` crops it. */
export async function MediaImage({ picture, alt, member, lazy = false, className = "h-auto w-full" }: MediaImageProps) {
  // A signed link lives for minutes only, so such a picture cannot wait to be scrolled to.
  const src = await mediaUrl(picture.path, member);
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
