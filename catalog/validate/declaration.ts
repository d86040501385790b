// Owns the rules of function.yaml: which keys it has and what their values must be.
import type { ConfigKind, Declaration } from "../function.ts";
import { versionProblem } from "../version.ts";
import { readBudget } from "./budget.ts";
import { nearest, quoteNames } from "./nearest.ts";
import type { Report } from "./report.ts";
import { parseMapping, type YamlFile } from "./yaml.ts";

const knownKeys = ["description", "version", "config", "keywords", "idempotent", "budget"];
const configKeys = ["apiVersion", "kind", "description"];
/** Keys that a folder or a stack says, with what to do about them. */
const impliedKeys: Readonly<Record<string, string>> = {
  name: "remove it: the folder's name is the function's name",
  image: "remove it: the stack's `imagePrefix` and the folder's name say the image",
};

/**
 * Reads the text of a function.yaml.
 *
 * @returns what it declares, or undefined after a report
 */
export function readDeclaration(path: string, text: string, report: Report): Declaration | undefined {
  let failed = false;
  const refuse: Report = (...problem) => {
    failed = true;
    report(...problem);
  };
  const file = parseMapping(path, text, refuse);
  if (file === undefined) return undefined;
  refuseUnknown(file, path, refuse);
  const declaration: Declaration = {
    description: readDescription(file, path, refuse),
    version: readVersion(file, path, refuse),
    config: readConfig(file, refuse),
    keywords: readKeywords(file, refuse),
    idempotent: readIdempotent(file, refuse),
    budget: readBudget(file, refuse),
  };
  return failed ? undefined : declaration;
}

function refuseUnknown(file: YamlFile, path: string, refuse: Report): void {
  for (const key of Object.keys(file.values).filter((key) => !knownKeys.includes(key))) {
    const meant = nearest(key, knownKeys);
    const cure = impliedKeys[key] ?? (meant === undefined ? "remove it" : `write \`${meant}\``);
    refuse(file.at(key) ?? path, `must have only the keys ${quoteNames(knownKeys)}, not "${key}"`, cure);
  }
}

function readDescription(file: YamlFile, path: string, refuse: Report): string {
  const { description } = file.values;
  if (description === undefined) {
    refuse(path, "must have a `description`", "add one line that says what the function does");
  } else if (
    typeof description !== "string" ||
    description.trim() === "" ||
    description.trim().includes("\n")
  ) {
    refuse(
      file.at("description"),
      `\`description\` must be one line of text, not ${show(description)}`,
      "write one line that says what it does",
    );
  }
  return typeof description === "string" ? description.trim() : "";
}

function readVersion(file: YamlFile, path: string, refuse: Report): string {
  const { version } = file.values;
  if (version === undefined) {
    refuse(
      path,
      "must have a `version`",
      'add a release such as "v0.1.0", or a plain tag such as "unstable"',
    );
    return "";
  }
  if (typeof version !== "string") {
    refuse(
      file.at("version"),
      `\`version\` must be text, not ${show(version)}`,
      'write a release such as "v1.0.0"',
    );
    return "";
  }
  const problem = versionProblem(version);
  if (problem !== undefined) refuse(file.at("version"), problem.must, problem.cure);
  return version;
}

function readConfig(file: YamlFile, refuse: Report): readonly ConfigKind[] {
  const { config } = file.values;
  const at = file.at("config");
  if (config === undefined) return [];
  if (!Array.isArray(config)) {
    refuse(
      at,
      `\`config\` must be a list of kinds, not ${show(config)}`,
      "write `- apiVersion: ...` and `kind: ...`",
    );
    return [];
  }
  for (const kind of config) refuseConfigKind(kind, at, refuse);
  const named = config.filter((kind) => kind?.apiVersion !== undefined && kind.kind !== undefined);
  const names = named.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
  for (const name of duplicates(names)) {
    refuse(at, `\`config\` must name each kind once, not "${name}" again`, "remove one of the two");
  }
  return config as ConfigKind[];
}

function refuseConfigKind(kind: unknown, at: string, refuse: Report): void {
  if (typeof kind !== "object" || kind === null || Array.isArray(kind)) {
    const cure = "write `- apiVersion: ...` and `kind: ...`";
    refuse(at, `an entry of \`config\` must have an \`apiVersion\` and a \`kind\`, not ${show(kind)}`, cure);
    return;
  }
  const { apiVersion, kind: name, description } = kind as Record<string, unknown>;
  if (typeof apiVersion !== "string" || !/^([a-z0-9.-]+\/)?v[a-z0-9]+$/.test(apiVersion)) {
    const cure = 'write a version such as "v1" or "fn.kpt.dev/v1alpha1"';
    refuse(at, `\`apiVersion\` in \`config\` must be [group/]version, not ${show(apiVersion)}`, cure);
  }
  if (typeof name !== "string" || !/^[A-Z][A-Za-z0-9]*$/.test(name)) {
    refuse(
      at,
      `\`kind\` in \`config\` must be a kind, not ${show(name)}`,
      'write a kind such as "ConfigMap"',
    );
  }
  if (description !== undefined && (typeof description !== "string" || description.trim().includes("\n"))) {
    refuse(
      at,
      `\`description\` in \`config\` must be one line of text, not ${show(description)}`,
      "write one line that says what it carries",
    );
  }
  for (const key of Object.keys(kind).filter((key) => !configKeys.includes(key))) {
    const meant = nearest(key, configKeys);
    const cure = meant === undefined ? "remove it" : `write \`${meant}\``;
    refuse(
      at,
      `an entry of \`config\` must have only the keys ${quoteNames(configKeys)}, not "${key}"`,
      cure,
    );
  }
}

function readKeywords(file: YamlFile, refuse: Report): readonly string[] {
  const { keywords } = file.values;
  const at = file.at("keywords");
  if (keywords === undefined) return [];
  if (!Array.isArray(keywords) || keywords.some((word) => typeof word !== "string" || word.trim() === "")) {
    refuse(at, `\`keywords\` must be a list of words, not ${show(keywords)}`, "write `[word, word]`");
    return [];
  }
  for (const word of duplicates(keywords)) {
    refuse(at, `\`keywords\` must have each word once, not "${word}" again`, "remove one of the two");
  }
  return keywords;
}

function readIdempotent(file: YamlFile, refuse: Report): boolean {
  const { idempotent } = file.values;
  if (idempotent === undefined || typeof idempotent === "boolean") return idempotent ?? true;
  refuse(
    file.at("idempotent"),
    `\`idempotent\` must be true or false, not ${show(idempotent)}`,
    "write true or false",
  );
  return true;
}

function duplicates(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

/** A value as a user recognises it, in double quotes. */
function show(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : `"${JSON.stringify(value) ?? "nothing"}"`;
}
