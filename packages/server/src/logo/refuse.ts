import { RefusedError } from "@undersigned/core/errors.ts";

/** A logo that is not taken, in words for whoever chose it. */
export function refuseLogo(message: string, cause?: unknown): never {
  throw new RefusedError("invalid_field", message, { field: "logo", cause });
}

/** The picture is not what its first bytes say, or ends too soon. */
export function refuseBroken(cause?: unknown): never {
  return refuseLogo(
    "This picture is damaged: it could not be read to its end. Open it in a picture program, save it again as PNG, and try once more.",
    cause,
  );
}

/** Bytes stand behind the end of the picture: another file may be hidden in it. */
export function refuseMore(): never {
  return refuseLogo(
    "There is something else behind the picture in this file. Save it again as PNG in a picture program, and try once more.",
  );
}

/** A picture that moves. */
export function refuseMoving(): never {
  return refuseLogo("This picture moves. A logo stands still: please choose a picture of one frame.");
}
