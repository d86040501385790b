// Owns turning data of any kind into text, where a name or a version is expected and anything may stand.

/**
 * Scalars as JavaScript prints them, a list as its items with commas between them, a map as `[object Object]`. Unlike `String`, it
 * takes maps whose keys JavaScript gives a meaning: `{toString: a}`.
 */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((item) => textOf(item ?? "")).join(",");
  return typeof value === "object" && value !== null ? "[object Object]" : String(value);
}
