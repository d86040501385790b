// Owns the Service resources that a ProjectServiceSet gives.
import { posix } from "node:path";
import {
  isBookkeeping,
  type KubeObject,
  LOCAL_CONFIG,
  PATH_ANNOTATIONS,
  resourceFile,
} from "../../sdk/index.ts";
import { OWNER_KIND, type ServiceSet, ServiceSetError } from "./service-set.ts";

/** Annotation of a generated resource that tells which resource gave it. */
export const OWNER = "blueprints.cloud.google.com/ownerReference";

/** A resource that is to be there, and the file that it goes to. */
export interface Generated {
  readonly object: KubeObject;
  readonly file: string;
}

/** What the owner reference of the resources from a ProjectServiceSet says. */
export function ownerReference(set: ServiceSet): string {
  return posix.join(OWNER_KIND, set.name);
}

/** The path annotations, old and new, that are in use among the resources, so that new ones get the same. */
export function pathAnnotations(objects: readonly KubeObject[]): readonly string[] {
  const hasPath = (name: string) =>
    objects.some(({ metadata }) => metadata?.annotations?.[name] !== undefined);
  return PATH_ANNOTATIONS.filter(hasPath);
}

/**
 * The services of a ProjectServiceSet, in its order. They get its annotations (but not those that say where it is stored, and that
 * it is local), its namespace and its project, and a file each in its folder, under its namespace.
 * Source: `getServiceRNodes` and `createServicesList` in gcpservices/ of the public function.
 * @throws {ServiceSetError} where there are none, or one is not at least `a.b.c`.
 */
export function servicesOf(set: ServiceSet, owner: KubeObject, pathNames: readonly string[]): Generated[] {
  if (set.services.length === 0) {
    throw new ServiceSetError("at least one service must be specified under `spec.services[]`");
  }
  const annotations = Object.entries(set.annotations).filter(
    ([name]) => !isBookkeeping(name) && name !== LOCAL_CONFIG && name !== OWNER,
  );
  const folder = posix.dirname(resourceFile(owner)?.path ?? "");
  return set.services.map((service) => {
    const [short = "", ...others] = service.split(".");
    if (others.length < 2) throw new ServiceSetError(`invalid service specified: ${service}`);
    const name = `${set.name}-${short}`;
    const file = posix.join(folder, set.namespace, `service_${name}.yaml`);
    const object: KubeObject = {
      apiVersion: "serviceusage.cnrm.cloud.google.com/v1beta1",
      kind: "Service",
      metadata: {
        name,
        annotations: Object.fromEntries([
          ...annotations,
          [OWNER, ownerReference(set)],
          ...pathNames.map((annotation) => [annotation, file]),
        ]),
        ...(set.namespace === "" ? {} : { namespace: set.namespace }),
      },
      spec: {
        resourceID: service,
        ...(set.projectID === "" ? {} : { projectRef: { external: set.projectID } }),
      },
    };
    return { object, file };
  });
}
