// Owns random changes of data, as functions make them, and which marks of the text they touch.
import type { Tape } from "./random-yaml.ts";

type Container = Record<string, unknown> | unknown[];

const VALUES: readonly unknown[] = [
  "new",
  "",
  "yes",
  "1.10",
  "null",
  "2001-01-01",
  "a: b",
  "a #b",
  " lead",
  "-",
  "- x",
  "{x}",
  "[",
  "it's",
  'say "x"',
  "line one\nline two\n",
  "no end\nof line",
  "  indented\nlines\n",
  "ends\n\n",
  "\n",
  "tab\there",
  "é 😀 \u2028",
  "0x1f",
  "1:30",
  "~",
  "<<",
  "a,b",
  "x".repeat(300),
  7,
  1.5,
  -1,
  1e21,
  true,
  false,
  null,
];

/** What was done. */
export interface Edits {
  /** Marks of the text (`t1`, `k2`) whose lines may have changed. */
  readonly touched: ReadonlySet<string>;
  /** Whether something was taken out, moved or replaced, with which comments may go. */
  readonly removed: boolean;
  readonly log: readonly string[];
}

/** Changes the data in place, a few times. */
export function randomEdits(root: Container, tape: Tape): Edits {
  const touched = new Set<string>();
  const log: string[] = [];
  let removed = false;
  const touch = (value: unknown): void => {
    for (const [mark] of (JSON.stringify(value) ?? "").matchAll(/\b[tk]\d+\b/g)) touched.add(mark);
  };
  const replace = (container: Container, key: string | number): void => {
    touch(Array.isArray(container) ? container[key as number] : { [key]: container[key as string] });
    removed = true;
  };
  for (let count = 1 + tape.below(4); count > 0; count--) {
    const [container, path] = descend(root, tape);
    const keys = Object.keys(container).filter((key) => key !== "keep");
    const key = keys[tape.below(Math.max(1, keys.length))] ?? "keep";
    const operation = tape.below(Array.isArray(container) ? 7 : 4);
    log.push(`${operation} ${path}/${key}`);
    if (operation === 0) {
      if (Array.isArray(container)) container.splice(tape.below(container.length + 1), 0, value(tape, 2));
      else container[`new${count}`] = value(tape, 2);
    } else if (keys.length > 0) {
      const at = Array.isArray(container) ? Number(key) : key;
      if (operation === 1) {
        replace(container, at);
        (container as Record<string | number, unknown>)[at] = value(tape, 2);
      } else if (operation === 2) {
        replace(container, at);
        if (Array.isArray(container)) container.splice(at as number, 1);
        else delete container[key];
      } else if (operation === 3) {
        replace(container, at);
        (container as Record<string | number, unknown>)[at] = descend(root, tape)[0] === root ? 1 : "copy";
      } else if (Array.isArray(container)) {
        touch(container);
        removed = true;
        if (operation === 4) container.reverse();
        else if (operation === 5) container.push(container.shift());
        else
          container.splice(0, container.length, ...container.filter((_, i) => i % 2 === 1), value(tape, 1));
      }
    }
    if (Object.keys(container).length === 0) touch(path); // `key:` becomes `key: {}`
  }
  return { touched, removed, log };
}

function descend(root: Container, tape: Tape): [Container, string] {
  let at = root;
  let path = "";
  for (;;) {
    const inner = Object.entries(at).filter(([, child]) => typeof child === "object" && child !== null);
    if (inner.length === 0 || tape.once(3)) return [at, path];
    const [key, child] = tape.pick(inner);
    path += `/${key}`;
    at = child as Container;
  }
}

function value(tape: Tape, depth: number): unknown {
  const kind = depth > 0 ? tape.below(8) : 0;
  if (kind === 6) return Array.from({ length: tape.below(3) }, () => value(tape, depth - 1));
  if (kind === 7) {
    const names = ["a", "b c", "yes", "1", "x/y.z"];
    return Object.fromEntries(
      Array.from({ length: tape.below(3) }, () => [tape.pick(names), value(tape, depth - 1)]),
    );
  }
  return tape.pick(VALUES);
}

/** The path of a random value. */
export function randomPath(root: Container, tape: Tape): (string | number)[] {
  const path: (string | number)[] = [];
  let at: unknown = root;
  while (
    typeof at === "object" &&
    at !== null &&
    Object.keys(at).length > 0 &&
    (path.length === 0 || !tape.once(3))
  ) {
    const key = tape.pick(Object.keys(at));
    path.push(Array.isArray(at) ? Number(key) : key);
    at = (at as Record<string, unknown>)[key];
  }
  return path;
}
