// Owns which fields of a resource the given setters address, and in which order they are set.
import {
  isAddressed,
  isMap,
  type LineComment,
  type Path,
  type Setters,
  setterPattern,
} from "../../sdk/index.ts";

/** A field to set. */
export interface Target {
  readonly path: Path;
  readonly pattern: string;
  /** The field's line comment. */
  readonly comment: string;
  /** The field's value as data. */
  readonly value: unknown;
  /** Whether the field holds a list, which is set as a whole. */
  readonly isList: boolean;
}

interface Branch {
  readonly children: Map<string | number, Branch>;
  found?: { pattern: string; comment: string };
}

/**
 * The addressed fields, in the order of the public function, which that of its results follows: the lists among a map's
 * fields come before everything that is inside the map. Only scalars, and lists under a key, have setters; nothing
 * inside a list that is set as a whole is a target itself.
 * Source: walk.go and `visitMapping` of the public function.
 */
export function targetsIn(object: object, comments: readonly LineComment[], setters: Setters): Target[] {
  const root: Branch = { children: new Map() };
  for (const { path, text } of comments) {
    const pattern = setterPattern(text);
    if (pattern !== undefined && isAddressed(pattern, setters))
      branchAt(root, path).found = { pattern, comment: text };
  }
  const targets: Target[] = [];
  const walk = (value: unknown, branch: Branch, path: Path) => {
    const inside: (() => void)[] = [];
    for (const [step, child] of branch.children) {
      const inner = [...path, step];
      const held = at(value, step);
      if (child.found !== undefined && isMap(value) && Array.isArray(held)) {
        targets.push({ path: inner, value: held, ...child.found, isList: true });
      } else inside.push(() => walk(held, child, inner));
    }
    for (const enter of inside) enter();
    const isScalar = typeof value !== "object" || value === null;
    if (branch.found !== undefined && isScalar) targets.push({ path, value, ...branch.found, isList: false });
  };
  walk(object, root, []);
  return targets;
}

function branchAt(root: Branch, path: Path): Branch {
  let branch = root;
  for (const step of path) {
    const next = branch.children.get(step) ?? { children: new Map() };
    branch.children.set(step, next);
    branch = next;
  }
  return branch;
}

function at(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  return isMap(value) ? value[step] : undefined;
}
