/** All planted bugs, by the room that they are in. */
import type { Bug } from "./bug";
import { flow } from "./flow";
import { locks } from "./locks";
import { media } from "./media";
import { pages } from "./pages";
import { policy } from "./policy";
import { registry } from "./registry";
import { session } from "./session";
import { settings } from "./settings";
import { tokens } from "./tokens";

export const bugs: readonly Bug[] = [
  ...locks,
  ...flow,
  ...tokens,
  ...session,
  ...media,
  ...registry,
  ...policy,
  ...pages,
  ...settings,
];
