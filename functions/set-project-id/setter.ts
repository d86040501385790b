// Owns the project ID as a setter: where the functions of a Kptfile take their setters from.
import { isMap, type KubeObject, PATH_ANNOTATIONS, textOf } from "../../sdk/index.ts";

/** The setter, and the key of the functionConfig that gives its value. */
export const SETTER = "project-id";

/** The function that a Kptfile gets where it has none that applies setters. Source: main.go of the public function. */
const APPLY_SETTERS = "gcr.io/kpt-fn/apply-setters:v0.2";

/** A Kptfile whose setter cannot be set; its message is the function's error. */
export class KptfileError extends Error {
  override readonly name = "KptfileError";
  readonly kptfile: KubeObject;

  constructor(kptfile: KubeObject, message: string) {
    super(message);
    this.kptfile = kptfile;
  }
}

/**
 * Sets the setter where the first apply-setters of the pipeline takes its setters from, unless it has a value there. Without
 * such a function, the pipeline gets one.
 * Source: `setSettersOnKptfile` in main.go of the public function.
 * @throws {KptfileError} where that function has no functionConfig, or its file is not there.
 */
export function setSetter(items: readonly KubeObject[], kptfile: KubeObject, project: string): void {
  const pipeline = mapIn(kptfile, kptfile, "pipeline") ?? {};
  const mutators: unknown = pipeline.mutators ?? [];
  if (!Array.isArray(mutators)) throw invalid(kptfile, "`pipeline.mutators` must be a list");
  const applySetters = mutators.find((fn) => isMap(fn) && textOf(fn.image ?? "").includes("apply-setters"));
  if (applySetters === undefined) {
    mutators.push({ image: APPLY_SETTERS, configMap: { [SETTER]: project } });
    pipeline.mutators = mutators;
    kptfile.pipeline = pipeline;
    return;
  }
  setUnset(settersOf(items, kptfile, applySetters), project);
}

/** The map of setters that a function is configured with. */
function settersOf(
  items: readonly KubeObject[],
  kptfile: KubeObject,
  fn: Record<string, unknown>,
): Record<string, unknown> {
  const configMap = mapIn(kptfile, fn, "configMap");
  if (configMap !== undefined) return configMap;
  if (typeof fn.configPath !== "string" || fn.configPath === "") {
    throw updating(
      kptfile,
      "unable to find `ConfigMap` or `configPath` as the `functionConfig` for apply-setters",
    );
  }
  const path = besides(kptfile, fn.configPath);
  const file = items.find((item) => pathOf(item) === path);
  if (file === undefined) {
    throw updating(
      kptfile,
      `failed to find setter file: file ${fn.configPath} doesn't exist, please ensure the file specified in "configPath" exists and retry`,
    );
  }
  const data: unknown = file.data ?? {};
  if (!isMap(data)) throw updating(kptfile, `\`data\` of setter file ${fn.configPath} must be a map`);
  file.data = data;
  return data;
}

function setUnset(setters: Record<string, unknown>, project: string): void {
  if ((setters[SETTER] ?? "") === "") setters[SETTER] = project;
}

/** A path that is relative to the package of a Kptfile, relative to the outermost package, as annotations have it. */
function besides(kptfile: KubeObject, path: string): string {
  const folder = (pathOf(kptfile) ?? "").replace(/[^/]*$/, "");
  const steps: string[] = [];
  for (const step of `${folder}${path}`.split("/")) {
    if (step === ".." && steps.length > 0) steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}

function pathOf({ metadata }: KubeObject): string | undefined {
  const annotations: unknown = isMap(metadata) ? metadata.annotations : undefined;
  if (!isMap(annotations)) return undefined;
  const path = PATH_ANNOTATIONS.map((name) => annotations[name]).find((value) => typeof value === "string");
  return path as string | undefined;
}

function mapIn(
  kptfile: KubeObject,
  map: Record<string, unknown>,
  key: string,
): Record<string, unknown> | undefined {
  const value: unknown = map[key] ?? undefined;
  if (value !== undefined && !isMap(value)) throw invalid(kptfile, `\`${key}\` must be a map`);
  return value;
}

function invalid(kptfile: KubeObject, problem: string): KptfileError {
  return new KptfileError(
    kptfile,
    `failed to find Kptfile: failed to read Kptfile: invalid 'v1' Kptfile: ${problem}`,
  );
}

function updating(kptfile: KubeObject, problem: string): KptfileError {
  return new KptfileError(kptfile, `error updating Kptfile: ${problem}`);
}
