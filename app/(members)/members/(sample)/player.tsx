/** The player of a film's page. */
import { forbidden } from "next/navigation";
import type { Picture } from "@/app/parts/media-image";
import { MediaVideo } from "@/app/parts/media-video";
import { type Member, mediaLink, mediaUrl } from "@/lib/member";
import type { Clip } from "./films";

interface PlayerProps {
  clip: Clip;
  poster: Picture;
  /** Name of the player for screen readers. */
  label: string;
  member: Member;
}

/** Plays a film with a link made for the member. Answers 403 if the member may not see it. */
export async function Player({ clip, poster, label, member }: PlayerProps) {
  const link = mediaLink(clip.path, member);
  if (link.kind !== "link") forbidden();
  return (
    <MediaVideo
      path={clip.path}
      src={link.url}
      goodFor={link.expires === null ? undefined : link.expires - Math.floor(Date.now() / 1000)}
      poster={await mediaUrl(poster.path, member)}
      width={clip.width}
      height={clip.height}
      label={label}
    />
  );
}
