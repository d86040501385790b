// Owns which resources a selector selects.
import {
  isMap,
  type KubeObject,
  type LabelSelector,
  LabelSelectorError,
  parseLabelSelector,
} from "../../sdk/index.ts";
import type { ResourceId, Selector, SourceSelector, TargetSelector } from "./config.ts";
import { ReplacementError } from "./error.ts";

/** Where kustomize notes what a resource was called before other transformers changed it. */
const PREVIOUS = "internal.config.kubernetes.io/previous";
const PREVIOUS_NAMES = `${PREVIOUS}Names`;

/**
 * The one resource that a source selects.
 * Source: `selectSourceNode` in api/filters/replacement/replacement.go of kustomize.
 * @throws {ReplacementError} where it is none, or several.
 */
export function selectSource(objects: readonly KubeObject[], source: SourceSelector): KubeObject {
  const [first, second] = objects.filter((object) => idsOf(object).some((id) => isSelected(id, source.id)));
  if (second !== undefined)
    throw new ReplacementError(`multiple matches for selector ${describeSource(source)}`);
  if (first === undefined) throw new ReplacementError(`nothing selected by ${describeSource(source)}`);
  return first;
}

/**
 * Tells whether a resource is a target. A reject list takes out what one of its ids matches, and what one of its
 * expressions matches, also where an entry has both and only one of them does.
 * Source: `applyReplacement`, `selectByAnnoAndLabel` and `containsRejectId`, likewise.
 * @throws {ReplacementError} for an expression that is no label selector.
 */
export function targetFilter({ select, reject }: TargetSelector): (object: KubeObject) => boolean {
  if (select === undefined) throw new ReplacementError("target must specify resources to select");
  const selected = expressions(select);
  const rejected = reject
    .filter((one) => one.labelSelector !== "" || one.annotationSelector !== "")
    .map(expressions);
  const rejectedIds = reject
    .map(({ id }) => id)
    .filter((id) => Object.values(id).some((part) => part !== ""));
  return (object) => {
    const ids = idsOf(object);
    if (!ids.some((id) => isSelected(id, select.id)) || !selected(object)) return false;
    if (rejected.some((matches) => matches(object))) return false;
    return !rejectedIds.some((one) => ids.some((id) => isSelected(id, one)));
  };
}

/** How messages name resources: `Deployment.v1.apps/web.default`, with `[noKind]` and so on for what is empty. */
export function describeId({ group, version, kind, name, namespace }: ResourceId): string {
  const type = `${kind || "[noKind]"}.${version || "[noVer]"}.${group || "[noGrp]"}`;
  return `${type}/${name || "[noName]"}.${namespace || "[noNs]"}`;
}

function describeSource({ id, fieldPath, options: { delimiter, index, create } }: SourceSelector): string {
  const options = delimiter === "" && !create ? "" : `${delimiter}(${index}), create=${create}`;
  return [describeId(id), fieldPath, options].filter((part) => part !== "").join(":");
}

function expressions({ labelSelector, annotationSelector }: Selector): (object: KubeObject) => boolean {
  const labels = parse(labelSelector);
  const annotations = parse(annotationSelector);
  return ({ metadata }) => annotations(mapOf(metadata?.annotations)) && labels(mapOf(metadata?.labels));
}

function parse(text: string): LabelSelector {
  try {
    return parseLabelSelector(text);
  } catch (error) {
    if (error instanceof LabelSelectorError) throw new ReplacementError(error.message);
    throw error;
  }
}

function mapOf(value: unknown): Record<string, unknown> {
  return isMap(value) ? value : {};
}

/** Any part of a selector may be empty; a namespace that a resource does not give is the default one, whatever its kind. */
function isSelected(id: ResourceId, by: ResourceId): boolean {
  return (
    (by.name === "" || by.name === id.name) &&
    (by.namespace === "" || (by.namespace || "default") === (id.namespace || "default")) &&
    (by.group === "" || by.group === id.group) &&
    (by.version === "" || by.version === id.version) &&
    (by.kind === "" || by.kind === id.kind)
  );
}

/** What a resource is, and what it was before. */
function idsOf(object: KubeObject): ResourceId[] {
  const apiVersion = text(object.apiVersion);
  const slash = apiVersion.indexOf("/");
  const type = { group: slash < 0 ? "" : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
  const metadata = mapOf(object.metadata);
  const now = {
    ...type,
    kind: text(object.kind),
    name: text(metadata.name),
    namespace: text(metadata.namespace),
  };
  const annotations = mapOf(metadata.annotations);
  if (annotations[PREVIOUS_NAMES] === undefined) return [now];
  const previous = (what: string) => text(annotations[PREVIOUS + what]).split(",");
  const [kinds, names, namespaces] = [previous("Kinds"), previous("Names"), previous("Namespaces")];
  if (names.length !== kinds.length || names.length !== namespaces.length) {
    throw new ReplacementError(
      "number of previous names, number of previous namespaces, number of previous kinds not equal",
    );
  }
  return [
    now,
    ...names.map((name, i) => ({ ...type, kind: kinds[i] ?? "", name, namespace: namespaces[i] ?? "" })),
  ];
}

function text(value: unknown): string {
  return value === undefined || value === null || typeof value === "object" ? "" : String(value);
}
