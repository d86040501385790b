// Owns putting generated services in the place of those of an earlier run, and telling what became of each.
import {
  INDEX_ANNOTATIONS,
  isMap,
  type KubeObject,
  PATH_ANNOTATIONS,
  type Result,
  renew,
  resourceFile,
  resourceRef,
} from "../../sdk/index.ts";
import { type Generated, OWNER } from "./generate.ts";
import { isServiceSet } from "./service-set.ts";

/** What one ProjectServiceSet gives. */
export interface Plan {
  /** What the owner reference says of its resources. */
  readonly owner: string;
  readonly services: readonly Generated[];
}

/**
 * The resources with the generated ones behind all others, and a result for each that came, went or was made again. A resource
 * of an earlier run is renewed in place, so that its comments stay.
 * Source: `Filter` and `getResults` in gcpservices/project_service_set.go of the public function, and the order of results in its main.go.
 */
export function replaceServices(
  items: readonly KubeObject[],
  plans: readonly Plan[],
): { items: KubeObject[]; results: Result[] } {
  const former = groupByOwner(items);
  const pruned = plans.map(({ owner }) => {
    const objects = former.get(owner) ?? [];
    former.delete(owner);
    return objects;
  });
  const gone = new Set(pruned.flat());
  const reusable = groupBy(gone, identity);
  const results = plans.flatMap(({ services }, index) => resultsOf(pruned[index] ?? [], services));
  const generated = plans.flatMap(({ services }) =>
    services.map(({ object, file }) => {
      const old = reusable.get(identity(object))?.shift();
      if (old === undefined) return object;
      if (resourceFile(old)?.path !== file) forgetPlace(old);
      renew(old, object);
      return old;
    }),
  );
  return { items: [...items.filter((item) => !gone.has(item)), ...generated], results: sorted(results) };
}

function groupByOwner(items: readonly KubeObject[]): Map<unknown, KubeObject[]> {
  const owned = items.filter(
    (item) => item.metadata?.annotations?.[OWNER] !== undefined && !isServiceSet(item),
  );
  return groupBy(owned, ({ metadata }) => metadata?.annotations?.[OWNER]);
}

function groupBy<K>(objects: Iterable<KubeObject>, key: (object: KubeObject) => K): Map<K, KubeObject[]> {
  const groups = new Map<K, KubeObject[]>();
  for (const object of objects) {
    const group = groups.get(key(object));
    if (group === undefined) groups.set(key(object), [object]);
    else group.push(object);
  }
  return groups;
}

/** Of several with the same name there is one result. */
function resultsOf(pruned: readonly KubeObject[], services: readonly Generated[]): Result[] {
  const results = new Map<string, Result>();
  for (const object of pruned) {
    results.set(identity(object), resultFor("pruned service", object, resourceFile(object)?.path));
  }
  for (const { object, file } of services) {
    const before = results.get(identity(object))?.message ?? "generated service";
    const message = before === "pruned service" ? "recreated service" : before;
    results.set(identity(object), resultFor(message, object, file));
  }
  return [...results.values()];
}

function resultFor(message: string, object: KubeObject, path: string | undefined): Result {
  const file = path === undefined ? {} : { file: { path } };
  return { message, severity: "info", resourceRef: resourceRef(object), ...file };
}

function sorted(results: readonly Result[]): Result[] {
  const key = ({ file, resourceRef: ref, message }: Result) =>
    [file?.path ?? "", ref?.apiVersion, ref?.kind, ref?.name, ref?.namespace ?? "", message].join("\0");
  const keyed = results.map((result) => ({ key: key(result), result }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ result }) => result);
}

function identity({ apiVersion, kind, metadata }: KubeObject): string {
  return JSON.stringify([apiVersion, kind, metadata?.namespace ?? "", metadata?.name]);
}

/** A resource that moves to another file has no place in that one yet. */
function forgetPlace({ metadata }: KubeObject): void {
  const annotations: unknown = metadata?.annotations;
  if (!isMap(annotations)) return;
  for (const name of [...PATH_ANNOTATIONS, ...INDEX_ANNOTATIONS]) delete annotations[name];
}
