/** `/media/…`: member files from MEDIA_DIR. */
import type { NextRequest } from "next/server";
import { serveMedia } from "@/lib/media/serve";
import { site } from "@/lib/site";

const answer = (request: NextRequest) => serveMedia(request, site());

export { answer as GET, answer as HEAD };
