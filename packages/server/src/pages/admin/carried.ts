import { z } from "zod";

/**
 * A form that arrived after its session had ended, kept in the page while its author signs in again. It goes to the
 * browser and back, so what comes back is untrusted: only a path of our own is taken, and the author presses a button
 * once more before anything is done.
 */
export type Carried = { readonly action: string; readonly fields: readonly (readonly [string, readonly string[]])[] };

const carriedForm = z.object({
  action: z.string().regex(/^\/admin(\/[A-Za-z0-9_/-]*)?$/),
  fields: z.array(z.tuple([z.string(), z.array(z.string())])),
});

export function formatCarried(carried: Carried): string {
  return JSON.stringify(carried);
}

/** What was carried, or undefined when there is nothing or it is not ours. */
export function parseCarried(source: string): Carried | undefined {
  try {
    return carriedForm.safeParse(JSON.parse(source)).data;
  } catch {
    return undefined;
  }
}
