// Owns reading a YAML file of the catalog into one mapping, with the lines of its keys.
import { CORE_SCHEMA, load, YAMLException } from "js-yaml";
import type { Report } from "./report.ts";

/** One YAML mapping. */
export interface YamlFile {
  readonly values: Readonly<Record<string, unknown>>;
  /** The path with the line of a top-level key, where it is found. */
  at(key: string): string;
}

/** Parses `text`, the file `path`; reports and returns undefined when it is no mapping. */
export function parseMapping(path: string, text: string, report: Report): YamlFile | undefined {
  let values: unknown;
  try {
    values = load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    reportSyntax(path, text, error, report);
    return undefined;
  }
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    const found = values === null || values === undefined ? "an empty file" : JSON.stringify(values);
    report(
      path,
      `must be a mapping with \`description\` and \`version\`, not ${found}`,
      "write `key: value` lines",
    );
    return undefined;
  }
  const lines = text.split(/\r?\n/);
  const at = (key: string) => {
    const line = lines.findIndex(
      (text) => text.replace(/^["']|["']?\s*:.*$/g, "") === key && text.includes(":"),
    );
    return line < 0 ? path : `${path}:${line + 1}`;
  };
  return { values: values as Record<string, unknown>, at };
}

function reportSyntax(path: string, text: string, error: unknown, report: Report): void {
  if (!(error instanceof YAMLException)) throw error;
  // The one error without a place.
  const mark = error.mark as typeof error.mark | undefined;
  if (mark === undefined) {
    report(path, `must be YAML: ${error.reason}`, "leave one document, and remove the `---` between them");
    return;
  }
  const line = mark.line + 1;
  const source = (text.split(/\r?\n/)[mark.line] ?? "").trim();
  if (error.reason === "duplicated mapping key") {
    report(
      `${path}:${line}`,
      `must have each key only once, not a second "${source}"`,
      "remove one of the two",
    );
    return;
  }
  report(`${path}:${line}`, `must be YAML: ${error.reason}, at "${source}"`, "mend the line");
}
