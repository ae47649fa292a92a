/** Reads the few fields that are needed from a form of NATS, and leaves the others unread. */

/** The fields that are read. The form has dozens more, the member's password among them. */
const fieldNames = ["action", "username", "new_username", "memberid"] as const;

/** What is known of a post. An absent field is "". */
export type PushForm = Record<(typeof fieldNames)[number], string>;

/** NATS posts about seventy fields. */
const maxFields = 500;

/** Longest encoded value that is read. A name of 64 letters takes 576 at most. */
const maxValueBytes = 1024;

const [ampersand, equals, plus, percent, space] = Array.from("&=+% ", (char) => char.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
  number,
];

/**
 * Reads a body of type application/x-www-form-urlencoded (WHATWG URL, section 5.1). Returns null if
 * it has more than 500 fields. Never throws. The other values never become a text: they are skipped
 * as bytes. A field that comes twice counts as it last came, as in PHP.
 */
export function readPushForm(body: Uint8Array): PushForm | null {
  const form: PushForm = { action: "", username: "", new_username: "", memberid: "" };
  let fields = 0;
  for (let start = 0; start < body.length; ) {
    if (++fields > maxFields) return null;
    const found = body.indexOf(ampersand, start);
    const end = found === -1 ? body.length : found;
    const field = body.subarray(start, end);
    const name = fieldNames.find((each) => isNamed(field, each));
    if (name) form[name] = textOf(field.subarray(name.length + 1));
    start = end + 1;
  }
  return form;
}

function isNamed(field: Uint8Array, name: string): boolean {
  if (field[name.length] !== equals) return false;
  for (let at = 0; at < name.length; at++) if (field[at] !== name.charCodeAt(at)) return false;
  return true;
}

/** Decodes a value. NATS's character set is unknown: what is not UTF-8 is read as Windows-1252. */
function textOf(value: Uint8Array): string {
  if (value.length > maxValueBytes) return "";
  const bytes = percentDecoded(value);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim();
  } catch {
    return new TextDecoder("windows-1252").decode(bytes).trim();
  }
}

/** Returns the bytes that `+` and `%41` stand for. A broken `%` stands for itself. */
function percentDecoded(value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(value.length);
  let length = 0;
  for (let at = 0; at < value.length; at++) {
    const byte = value[at] ?? 0;
    const digits = byte === percent ? String.fromCharCode(...value.subarray(at + 1, at + 3)) : "";
    const isEncoded = /^[0-9a-f]{2}$/i.test(digits);
    if (isEncoded) at += 2;
    bytes[length++] = isEncoded ? Number.parseInt(digits, 16) : byte === plus ? space : byte;
  }
  return bytes.subarray(0, length);
}
