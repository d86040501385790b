// Owns reading and setting how single values are written, by path.
import type { Path, ScalarText, Source } from "../types.ts";
import { define } from "./aliases.ts";
import { holdersOf, type Locator, type Step } from "./locate.ts";
import type { Nodes } from "./nodes.ts";
import { Kind } from "./parse.ts";
import { type Pending, rawText } from "./pending.ts";
import { isMap } from "./print.ts";
import { sameScalar } from "./same.ts";
import { canStandPlain, inlineScalar, isPlain, quoted } from "./scalar.ts";
import { plainValue, STRING } from "./schema.ts";

/** How the values of a text are written. */
export class TextSource implements Source {
  readonly #nodes: Nodes;
  readonly #pending: Pending;
  readonly #locator: Locator;

  constructor(nodes: Nodes, pending: Pending, locator: Locator) {
    this.#nodes = nodes;
    this.#pending = pending;
    this.#locator = locator;
  }

  scalar(object: object, path: Path): ScalarText | undefined {
    const step = this.#locator.find(object, path);
    return step && this.#read(step);
  }

  setScalar(object: object, path: Path, text: string, plain?: boolean): boolean {
    const step = this.#locator.find(object, path);
    if (step === undefined || path.length === 0) return false;
    const wasPlain = this.#read(step)?.plain ?? true;
    let value: unknown = text;
    let raw: string | undefined;
    if (plain ?? wasPlain) {
      if (text === "" || canStandPlain(text, step.flow)) {
        const read = text === "" ? null : plainValue(text);
        value = read === STRING ? text : read;
        raw = text;
      }
    } else if (wasPlain && !text.includes("\n")) raw = quoted(text, '"');
    define(step.parent as Record<string, unknown>, String(step.key), value);
    this.#pending.add(holdersOf(step), step.parent, step.key, {
      raw: raw === undefined ? undefined : { text: raw, value },
    });
    return true;
  }

  setBlock(object: object, path: Path): boolean {
    const step = this.#locator.find(object, path);
    if (step === undefined || path.length === 0 || step.flow) return false;
    this.#pending.add(holdersOf(step), step.parent, step.key, { block: true });
    return true;
  }

  copy(object: object, path: Path): unknown {
    const step = this.#locator.find(object, path);
    if (step === undefined) return undefined;
    const copy: unknown = structuredClone(step.data);
    if (step.entry !== undefined && isMap(copy)) this.#pending.copies.set(copy, step.entry);
    return copy;
  }

  #read(step: Step): ScalarText | undefined {
    const { data, entry } = step;
    if (typeof data === "object" && data !== null) return undefined;
    const raw = rawText(this.#pending.of(step.parent, step.key), data, false);
    if (raw !== undefined)
      return /^["']/.test(raw) ? { text: String(data), plain: false } : { text: raw, plain: true };
    const { nodes, tree } = { nodes: this.#nodes, tree: this.#nodes.tree };
    const node = entry?.node ?? -1;
    if (tree.aliases?.has(node)) return undefined;
    const value = node < 0 ? null : tree.value[node];
    const isScalar = node < 0 || nodes.kind(node) === Kind.scalar || nodes.kind(node) === Kind.none;
    if (entry === undefined || !isScalar || !sameScalar(value, data))
      return written(data, isQuoted(nodes, node));
    const start = nodes.start(node);
    if (start === undefined) return { text: "", plain: true };
    const { content } = nodes.properties(start);
    const text = nodes.text.slice(content, nodes.end(node, entry.after));
    if (typeof value !== "string") return { text, plain: true };
    return { text: value, plain: content === start && !isQuoted(nodes, node) };
  }
}

/** A value of this run as it would be written. */
function written(data: unknown, keepsQuotes: boolean): ScalarText {
  if (typeof data !== "string") return { text: inlineScalar(data, false, '"'), plain: true };
  return { text: data, plain: !keepsQuotes && isPlain(data, false) };
}

function isQuoted(nodes: Nodes, node: number): boolean {
  const start = nodes.start(node);
  if (start === undefined || nodes.kind(node) !== Kind.scalar) return false;
  return /^["'|>]/.test(nodes.text[nodes.properties(start).content] ?? "");
}
