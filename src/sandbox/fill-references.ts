// `$name` scalars of a body, replaced by the values of the cells they name.
import { CairnError } from "#errors/cairn-error.ts";

const REFERENCE = /^\$([A-Za-z_][\w]*)$/;

/**
 * @param takesAny a name may stand for any value: what it stands for is put in as it is
 * @throws CairnError when a referenced value is no number, text or boolean.
 */
export function fillReferences(
  body: unknown,
  values: Readonly<Record<string, unknown>>,
  takesAny = false,
): unknown {
  if (typeof body === "string") {
    const name = REFERENCE.exec(body)?.[1];
    if (name === undefined) return body;
    const value = values[name];
    if (takesAny && value !== undefined) return value;
    if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
    throw new CairnError(
      `$${name} must be a number, a text or true or false, got ${value === null ? "null" : typeof value}`,
      {
        code: "wrong-input",
        hint: `Point it at a control, or at a cell that defines ${name} as such a value.`,
      },
    );
  }
  if (Array.isArray(body)) return body.map((item) => fillReferences(item, values, takesAny));
  if (body === null || typeof body !== "object") return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, item]) => [key, fillReferences(item, values, takesAny)]),
  );
}
