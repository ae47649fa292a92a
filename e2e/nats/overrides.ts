// A small way to change any JSON object on its way out: lay values over it, then take names away.
import { z } from "zod";

export const overrideShape = {
  /** Values laid over the object. */
  set: z.record(z.string(), z.unknown()).optional(),
  /** Names taken away. */
  remove: z.array(z.string()).optional(),
};

export const overrideSchema = z.strictObject(overrideShape);

/** Values to lay over a JSON object (`set`) and names to take away from it (`remove`). */
export type Override = z.infer<typeof overrideSchema>;

/** A copy of `object` with the override applied; without one, a plain copy. */
export function overridden(object: Record<string, unknown>, override: Override | undefined): Record<string, unknown> {
  const result = { ...object, ...override?.set };
  for (const name of override?.remove ?? []) delete result[name];
  return result;
}
