// Owns cutting a YAML stream into its documents as text, by the lines that only a document marker can be.

const markerPattern = /^---(?:[ \t]+(.*))?$/;

/**
 * The documents of a stream, each the text between its markers. What can look different and mean the same comes out the
 * same: markers, line ends (line feeds, as kpt reads them), a byte order mark, a missing line feed at the end. What stands
 * behind a marker becomes the first line of its document. A document of only comments is left out, as kpt does.
 *
 * @throws Error when the stream has a directive such as `%YAML 1.2`, which cannot stand inside a list
 */
export function splitDocuments(stream: string): readonly string[] {
  const documents: string[][] = [[]];
  const lines = stream.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  if (lines.at(-1) === "") lines.pop();
  for (const [index, line] of lines.entries()) {
    const marker = markerPattern.exec(line);
    if (marker !== null) documents.push(marker[1] ? [marker[1]] : []);
    else if (/^\.\.\.\s*(#.*)?$/.test(line)) documents.push([]);
    else if (line.startsWith("%") && !documents.at(-1)?.some(isContent)) {
      throw new Error(
        `line ${index + 1} must not be a directive, since resources become items of a list, not "${line}"`,
      );
    } else documents.at(-1)?.push(line);
  }
  return documents.filter((lines) => lines.some(isContent)).map((lines) => `${lines.join("\n")}\n`);
}

/** The documents as one stream, `---` between them. */
export function joinDocuments(documents: readonly string[]): string {
  return documents.join("---\n");
}

/** Whether a line is more than a comment or nothing. */
export function isContent(line: string): boolean {
  return /^\s*[^\s#]/.test(line);
}
