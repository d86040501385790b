// Owns what the package's Kptfile says about setters: the values that apply-setters is configured with.
import { isMap, type KubeObject, type ResourceList, resourceFile } from "../../sdk/index.ts";

/** A Kptfile that cannot be read; its message is the function's error. */
export class KptfileError extends Error {
  override readonly name = "KptfileError";
}

/**
 * The setters' values of every apply-setters in the root Kptfile's pipeline, later ones before earlier ones. None without
 * a Kptfile, and none at all where one of them has neither `configMap` nor a `configPath` that is among the resources.
 * Source: `FindSettersFromKptfile` in listsetters/list_setters.go of the public function, v0.1.0.
 * @throws {KptfileError} where the pipeline is not of the form that kpt takes.
 */
export function configuredSetters(list: ResourceList): ReadonlyMap<string, string> {
  const kptfile = list.items.find((object) => resourceFile(object)?.path === "Kptfile");
  const setters = new Map<string, string>();
  if (kptfile === undefined) return setters;
  for (const [index, step] of mutators(kptfile).entries()) {
    const { image, configMap, configPath } = step;
    if (typeof image !== "string" || !image.includes("apply-setters")) continue;
    const path = ["pipeline", "mutators", index, "configMap"];
    const isInline = configMap !== undefined && configMap !== null;
    const config = isInline
      ? kptfile
      : list.items.find((object) => resourceFile(object)?.path === configPath);
    if (config === undefined) return new Map();
    for (const [name, text] of texts(
      list,
      config,
      isInline ? path : ["data"],
      isInline ? configMap : config.data,
    )) {
      setters.set(name, text);
    }
  }
  return setters;
}

function mutators(kptfile: KubeObject): Record<string, unknown>[] {
  const pipeline: unknown = kptfile.pipeline ?? {};
  const steps: unknown = isMap(pipeline) ? (pipeline.mutators ?? []) : undefined;
  if (!Array.isArray(steps) || !steps.every(isMap)) {
    throw new KptfileError("unable to read Kptfile: `pipeline.mutators` must be a list of functions");
  }
  return steps;
}

/** The values as they are written; those that are no scalars count as empty. */
function texts(
  list: ResourceList,
  object: KubeObject,
  path: readonly (string | number)[],
  data: unknown,
): [string, string][] {
  if (data === undefined || data === null) return [];
  if (!isMap(data))
    throw new KptfileError(`unable to read setters: \`${path.join(".")}\` must be a map of strings`);
  return Object.entries(data).map(([name, value]) => {
    if (typeof value === "string") return [name, value];
    const isScalar = value !== null && typeof value !== "object";
    return [name, isScalar ? (list.source.scalar(object, [...path, name])?.text ?? String(value)) : ""];
  });
}
