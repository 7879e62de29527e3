import { MalformedError, UndersignedError } from "@undersigned/core/errors.ts";
import type { Context } from "hono";

/**
 * A posted form, field by field.
 * @throws MalformedError `malformed` when the body is no form, or not the one that it says it is
 */
export async function readFormData(c: Context): Promise<FormData> {
  try {
    return await c.req.formData();
  } catch (cause) {
    if (cause instanceof UndersignedError) throw cause;
    throw new MalformedError("malformed", "This form arrived broken. Please go back and send it again.", { cause });
  }
}

/** The fields of a posted form; of a field that comes twice, the last. Refuses as `readFormData`. */
export async function readForm(c: Context): Promise<Record<string, string | File>> {
  return Object.fromEntries(await readFormData(c));
}

/** The mailed token in a posted form, or "" where there is none: that opens nothing. */
export async function readPostedToken(c: Context): Promise<string> {
  const { token } = await readForm(c);
  return typeof token === "string" ? token : "";
}
