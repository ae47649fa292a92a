/** Takes out of a span what must not leave the server: Next puts whole addresses into its own. */

/** The parts of an ended span that can hold text: `ReadableSpan` of OpenTelemetry. */
export interface EndedSpan {
  name: string;
  attributes: Record<string, unknown>;
  status: { code: number; message?: string | undefined };
  events: { name: string; attributes?: Record<string, unknown> | undefined }[];
}

/**
 * Cleans a span in place. Queries go: one can hold a code, and a return path can hold anything.
 * Messages of errors go, because they quote input. Types and stack frames stay.
 */
export function withoutSecrets(span: EndedSpan): void {
  span.name = withoutQueries(span.name);
  clean(span.attributes);
  for (const event of span.events) if (event.attributes) clean(event.attributes);
  if (span.status.message !== undefined) span.status.message = "";
}

function clean(attributes: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (/message$/.test(name)) delete attributes[name];
    else if (/stack/.test(name)) attributes[name] = framesOf(`${value}`);
    else if (typeof value === "string") attributes[name] = withoutQueries(value);
    else if (Array.isArray(value)) attributes[name] = value.map((each) => withoutQueries(`${each}`));
  }
}

function withoutQueries(text: string): string {
  return text.replace(/[?#]\S*/g, "");
}

/** The first lines of a stack repeat the message. */
function framesOf(stack: string): string {
  return (stack.match(/^\s+at .+$/gm) ?? []).join("\n");
}
