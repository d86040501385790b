// Owns what a report tells of one function beyond its row: digests, tags, base, and how it is run.
import type { Report, ReportedFunction } from "./model.ts";
import { code, fence } from "./text.ts";

/** A section that opens on a click; empty for a function of which there is no more to tell. */
export function details(fn: ReportedFunction, of: Report["of"]): string {
  const lines = [...digests(fn, of), ...tags(fn), ...platforms(fn), ...base(fn)];
  if (lines.length === 0) return "";
  const summary = fn.version === undefined ? fn.name : `${fn.name} ${fn.version}`;
  const isPublished = of === "update" && fn.change !== "removed";
  const use = isPublished ? usage(fn) : [];
  return ["<details>", `<summary>${summary}</summary>`, "", ...lines, "", ...use, "</details>"].join("\n");
}

function digests({ change, digest, digestBefore }: ReportedFunction, of: Report["of"]): readonly string[] {
  const now = of === "preview" && change !== "removed" ? "digest that `up` publishes" : "digest";
  return [
    ...(digest === undefined ? [] : [`- ${now}: ${code(digest)}`]),
    ...(digestBefore === undefined || digestBefore === digest ? [] : [`- before: ${code(digestBefore)}`]),
  ];
}

function tags({ change, tags }: ReportedFunction): readonly string[] {
  if (tags.length === 0) return [];
  return [`- ${change === "removed" ? "tags that stay" : "tags"}: ${tags.map(code).join(", ")}`];
}

function platforms({ platforms }: ReportedFunction): readonly string[] {
  return Object.entries(platforms).map(([platform, { digest, size }]) => {
    const bytes = `${size.toLocaleString("en-US")} bytes`;
    return `- ${platform}: ${digest === undefined ? bytes : `${code(digest)}, ${bytes}`}`;
  });
}

function base({ base }: ReportedFunction): readonly string[] {
  return base === undefined ? [] : [`- base: ${code(`${base.name}@${base.digest}`)}`];
}

/** How kpt runs the function: by tag, and by digest, which never changes. */
function usage({ image, tags, digest }: ReportedFunction): readonly string[] {
  const [tag] = tags;
  if (image === undefined || tag === undefined) return [];
  const references = [`${image}:${tag}`, ...(digest === undefined ? [] : [`${image}@${digest}`])];
  return [fence(references.map((one) => `kpt fn eval PACKAGE --image ${one}`).join("\n"), "sh"), ""];
}
