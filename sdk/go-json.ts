// Owns JSON in messages, as the public functions write it.

/**
 * A map of strings as Go's `json.Marshal` writes it: keys sorted, no spaces, `<`, `>`, `&` and the line separators escaped.
 * Source: https://pkg.go.dev/encoding/json#Marshal.
 */
export function goJson(strings: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(strings).sort(([a], [b]) => (a < b ? -1 : 1));
  const pairs = sorted.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return `{${pairs.join(",")}}`.replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
