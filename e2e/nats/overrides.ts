// Overrides change a JSON object before it is sent: first they set fields, then they remove fields.
import { z } from "zod";

export const overrideShape = {
  /** Fields to add or replace. */
  set: z.record(z.string(), z.unknown()).optional(),
  /** Names of fields to remove. */
  remove: z.array(z.string()).optional(),
};

export const overrideSchema = z.strictObject(overrideShape);

/** Changes to a JSON object: fields to add or replace (`set`) and fields to remove (`remove`). */
export type Override = z.infer<typeof overrideSchema>;

/** Returns a copy of `object` with the override applied. */
export function overridden(object: Record<string, unknown>, override: Override | undefined): Record<string, unknown> {
  const result = { ...object, ...override?.set };
  for (const name of override?.remove ?? []) delete result[name];
  return result;
}
