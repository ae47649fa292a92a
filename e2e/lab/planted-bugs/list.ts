/** All planted bugs, by the room that they are in. */
import type { Bug } from "./bug";
import { flow } from "./flow";
import { gate } from "./gate";
import { locks } from "./locks";
import { media } from "./media";
import { pages } from "./pages";
import { policy } from "./policy";
import { redis } from "./redis";
import { registry } from "./registry";
import { server } from "./server";
import { session } from "./session";
import { settings } from "./settings";
import { tokens } from "./tokens";

export const bugs: readonly Bug[] = [
  ...gate,
  ...locks,
  ...flow,
  ...tokens,
  ...session,
  ...media,
  ...registry,
  ...redis,
  ...policy,
  ...pages,
  ...settings,
  ...server,
];
