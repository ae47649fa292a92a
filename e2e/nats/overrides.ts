// Overrides change a JSON object before it is sent: they set fields, remove some, repeat others.
import { z } from "zod";

export const overrideShape = {
  /** Fields to add or replace. */
  set: z.record(z.string(), z.unknown()).optional(),
  /** Names of fields to remove. */
  remove: z.array(z.string()).optional(),
};

/** For what is sent as JSON. */
export const jsonOverrideShape = {
  ...overrideShape,
  /** Fields that come before all others, so that a name can come twice. */
  earlier: z.record(z.string(), z.unknown()).optional(),
};

export const overrideSchema = z.strictObject(overrideShape);

/** Changes to a JSON object: fields to add or replace (`set`) and fields to remove (`remove`). */
export type Override = z.infer<typeof overrideSchema>;

/** Changes to a JSON object in which a name can come twice. */
export type JsonOverride = z.infer<z.ZodObject<typeof jsonOverrideShape>>;

/** Returns a copy of `object` with the override applied. */
export function overridden(object: Record<string, unknown>, override: Override | undefined): Record<string, unknown> {
  const result = { ...object, ...override?.set };
  for (const name of override?.remove ?? []) delete result[name];
  return result;
}

/** Returns an object with the override applied as JSON. It must have a field. */
export function jsonText(object: Record<string, unknown>, override: JsonOverride | undefined): string {
  const earlier = Object.entries(override?.earlier ?? {});
  const fields = earlier.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},`);
  return `{${fields.join("")}${JSON.stringify(overridden(object, override)).slice(1)}`;
}
