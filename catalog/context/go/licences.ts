// Owns the licences of Go modules, which say theirs in files alone: the kind is told from the text.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../../problems.ts";
import { type Package, readTexts } from "../licences.ts";

/** What only the text of each licence says: https://spdx.org/licenses/ */
const kinds: Readonly<Record<string, RegExp>> = {
  "Apache-2.0": /apache license,?\s+version 2\.0|licensed under the apache license/i,
  MIT: /permission is hereby granted, free of charge/i,
  ISC: /permission to use, copy, modify, and(?:\/or)? distribute this software/i,
  "MPL-2.0": /mozilla public license,?\s+(?:version|v\.?) ?2\.0/i,
  "CC0-1.0": /creative commons legal code\s+cc0 1\.0/i,
};
const bsd = /redistribution and use in source and binary forms/i;
/** The third clause of BSD. */
const notEndorsed = /be used to endorse or promote/i;

/** A module that is compiled into a program. */
export interface UsedModule {
  readonly path: string;
  readonly version: string;
  /** Folder of its source. */
  readonly folder: string;
}

/** SPDX expression of a licence text; undefined where it is of no known kind. */
export function licenceOf(text: string): string | undefined {
  const flat = text.replace(/\s+/g, " ");
  const found = Object.entries(kinds).filter(([, pattern]) => pattern.test(flat));
  const names = found.map(([name]) => name);
  if (bsd.test(flat)) names.push(notEndorsed.test(flat) ? "BSD-3-Clause" : "BSD-2-Clause");
  return names.length === 0 ? undefined : names.sort().join(" AND ");
}

/** Modules as packages with their licences, or a problem of `function` for each that does not say one. */
export function readModules(
  folder: string,
  modules: readonly UsedModule[],
): { readonly packages: readonly Package[]; readonly problems: readonly Problem[] } {
  const packages: Package[] = [];
  const problems: Problem[] = [];
  for (const { path, version, folder: source } of modules) {
    const texts = readTexts(source);
    const licence = licenceOf(texts.join("\n"));
    if (licence !== undefined) {
      packages.push({ title: `${path} ${version}`, licence, texts });
      continue;
    }
    const must = `must use only modules that say a licence of a known kind, since their code would ship, not "${path}"`;
    const cure = "use another module, or teach catalog/context/go/licences.ts its licence";
    problems.push({ path: `${folder}/go.mod`, must, cure });
  }
  return { packages, problems };
}

/** Go's standard library, whose licence does not lie beside it in every distribution of Go. */
export function standardLibrary(version: string): Package {
  const text = readFileSync(join(import.meta.dirname, "LICENSE-go"), "utf8");
  return { title: `The Go standard library ${version}`, licence: "BSD-3-Clause", texts: [text] };
}
