// Owns the error of a replacement that cannot be made.

/** A replacement that cannot be made; its message is the function's error. */
export class ReplacementError extends Error {
  override readonly name = "ReplacementError";
}
