// Owns the Folder resource of one folder: its name, and how it refers to what it is in.
import type { KubeObject } from "../../sdk/index.ts";

const GROUP = "resourcemanager.cnrm.cloud.google.com";
const DEPENDS_ON = "config.kubernetes.io/depends-on";

/** What the folders of one hierarchy have in common. */
export interface Common {
  /** The organization or folder that the top folders are in. */
  readonly parent: { readonly kind: "Organization" | "Folder"; readonly external: string };
  readonly annotations: Readonly<Record<string, string>>;
  readonly namespace: string | undefined;
  /** Whether a folder refers to what it is in by fields of its spec, as of v1alpha3; before by annotations. */
  readonly nativeRefs: boolean;
}

/**
 * The resource of a folder; `path` are the names of the folders that it is in, outermost first.
 * Source: `generateManifest` in src/generate_folders.ts of the public function.
 */
export function manifest(name: string, path: readonly string[], common: Common): KubeObject {
  const { nativeRefs, namespace } = common;
  const annotations = {
    ...common.annotations,
    ...(nativeRefs ? dependsOn(path, common) : reference(path, common)),
  };
  return {
    apiVersion: `${GROUP}/v1beta1`,
    kind: "Folder",
    metadata: {
      name: resourceName([...path, name].join(".")),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ...(namespace === undefined ? {} : { namespace }),
    },
    spec: { displayName: name, ...(nativeRefs ? nativeReference(path, common) : {}) },
  };
}

function nativeReference(path: readonly string[], { parent }: Common): Record<string, unknown> {
  if (path.length > 0) return { folderRef: { name: resourceName(path.join(".")) } };
  const { kind, external } = parent;
  return { [kind === "Organization" ? "organizationRef" : "folderRef"]: { external } };
}

/** A folder in another one waits for it; the reference needs a namespace (https://kpt.dev/reference/annotations/depends-on/). */
function dependsOn(path: readonly string[], { namespace }: Common): Record<string, string> {
  if (path.length === 0 || namespace === undefined) return {};
  return { [DEPENDS_ON]: `${GROUP}/namespaces/${namespace}/Folder/${resourceName(path.join("."))}` };
}

function reference(path: readonly string[], { parent }: Common): Record<string, string> {
  const isTop = path.length === 0;
  const name = isTop && parent.kind === "Organization" ? "organization-id" : "folder-ref";
  return { [`cnrm.cloud.google.com/${name}`]: resourceName(isTop ? parent.external : path.join(".")) };
}

/** A folder's name as a resource may have it: small letters, digits, dots and hyphens, the latter for spaces and underscores. */
function resourceName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[_ ]/g, "-")
    .replace(/[^a-z0-9.-]/g, "");
}
