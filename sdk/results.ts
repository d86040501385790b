// Owns how results are written: into the ResourceList, to standard error, and as the exit code.
import type { Result } from "./types.ts";

const ORDER = ["message", "severity", "resourceRef", "field", "file", "tags"];

/** A result with its fields in the order of the specification, others behind them: the same one where they are in that order. */
export function orderedResult(result: Result): Result {
  let last = 0;
  for (const key of Object.keys(result)) {
    const place = ORDER.indexOf(key);
    if (place < last && place >= 0) return inOrder(result);
    last = place < 0 ? ORDER.length : place;
  }
  return result;
}

function inOrder({ message, severity, resourceRef, field, file, tags, ...others }: Result): Result {
  return { message, severity, resourceRef, field, file, tags, ...others } as Result;
}

/** 1 when one of the results is an error, else 0. */
export function exitCodeOf(results: readonly Result[]): number {
  return results.some(isError) ? 1 : 0;
}

/**
 * One line for each error: `[error] v1/ConfigMap/namespace/name spec.field: message`.
 * Source: `Result.String` of the Go SDK, https://github.com/kptdev/krm-functions-sdk/blob/main/go/fn/result.go
 */
export function errorLines(results: readonly Result[]): string {
  return results
    .filter(isError)
    .map((result) => `${describe(result)}\n`)
    .join("");
}

function describe({ message, resourceRef: ref, field }: Result): string {
  const resource =
    ref === undefined ? [] : [ref.apiVersion, ref.kind, ref.namespace, ref.name].filter(Boolean);
  const parts = ["[error]", resource.join("/"), field?.path ?? ""].filter((part) => part !== "");
  return `${parts.join(" ")}: ${String(message)
    .trim()
    .replace(/\s*[\r\n]+\s*/g, " ")}`;
}

function isError(result: Result): boolean {
  return result.severity === "error";
}
