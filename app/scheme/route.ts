/** `/scheme`: keeps a member's choice between light and dark. */
import type { NextRequest } from "next/server";
import { chooseScheme } from "@/lib/answers/scheme";
import { site } from "@/lib/site";

export const POST = (request: NextRequest) => chooseScheme(request, site());
