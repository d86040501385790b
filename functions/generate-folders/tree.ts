// Owns the folders that a hierarchy describes, as a tree, in the forms of its versions.
import { isMap, type KubeObject, textOf } from "../../sdk/index.ts";
import { HierarchyError, specOf } from "./hierarchy.ts";

/** A folder. Lists of children may be shared, where a subtree is in several places. */
export interface Folder {
  readonly name: string;
  readonly children: readonly Folder[];
}

type Subtrees = Map<string, readonly Folder[]>;

/** How a folder takes its children from a subtree: `{$subtree: name}`. */
const SUBTREE = "$subtree";

/**
 * The top folders of a v1alpha1 hierarchy: every folder of a layer is in every folder of the layer above.
 * Source: `generateV1HierarchyTree` in src/generate_folders.ts of the public function.
 * @throws {HierarchyError} where a layer has no entry in `spec.config`.
 */
export function layeredFolders(hierarchy: KubeObject): readonly Folder[] {
  const { layers, config } = specOf(hierarchy);
  if (!Array.isArray(layers)) throw new HierarchyError("must have a list in `spec.layers`");
  const names: string[][] = [];
  for (const layer of layers.map(textOf)) {
    const folders = isMap(config) && Object.hasOwn(config, layer) ? (config[layer] ?? undefined) : undefined;
    if (folders === undefined) {
      const cure = `Either\n      add to spec.config.${layer} or remove it from spec.layers\n      `;
      throw new HierarchyError(`Layer "${layer}" has no corresponding entry config entry. ${cure}`, false);
    }
    if (!Array.isArray(folders)) throw new HierarchyError(`must have a list in \`spec.config.${layer}\``);
    names.push(folders.map(textOf));
    if (folders.length === 0) break;
  }
  return names.reduceRight<Folder[]>((children, layer) => layer.map((name) => ({ name, children })), []);
}

/**
 * The top folders of a hierarchy of a later version: `spec.config`, with the subtrees of `spec.subtrees` put in. A subtree may
 * use those above it.
 * Source: `generateHierarchyTree` and `addChild`, likewise. What is neither a string nor a map is passed over, as there.
 * @throws {HierarchyError} for a subtree that is not there, and for lists that are missing or in the place of a folder.
 */
export function nestedFolders(hierarchy: KubeObject): readonly Folder[] {
  const { config, subtrees: trees } = specOf(hierarchy);
  const subtrees: Subtrees = new Map();
  for (const [name, children] of Object.entries(isMap(trees) ? trees : {})) {
    subtrees.set(name, foldersIn(children ?? [], subtrees, `spec.subtrees.${name}`));
  }
  return foldersIn(config, subtrees, "spec.config");
}

function foldersIn(children: unknown, subtrees: Subtrees, path: string): Folder[] {
  if (!Array.isArray(children)) throw new HierarchyError(`must have a list in \`${path}\``);
  return children.flatMap((child, index) => folderIn(child, subtrees, `${path}[${index}]`));
}

/** Only the first key of a map is a folder. */
function folderIn(child: unknown, subtrees: Subtrees, path: string): Folder[] {
  if (typeof child === "string") return [{ name: child, children: [] }];
  if (Array.isArray(child)) throw new HierarchyError(`has a list in the place of a folder in \`${path}\``);
  const [first] = isMap(child) ? Object.entries(child) : [];
  if (first === undefined) return [];
  const [name, children] = first;
  if (Array.isArray(children)) return [{ name, children: foldersIn(children, subtrees, `${path}.${name}`) }];
  return [{ name, children: isMap(children) ? subtree(children[SUBTREE], subtrees) : [] }];
}

function subtree(name: unknown, subtrees: Subtrees): readonly Folder[] {
  const children = subtrees.get(textOf(name));
  if (children === undefined) throw new HierarchyError(`references non-existent subtree "${textOf(name)}"`);
  return children;
}
