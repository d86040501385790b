// Owns reading and setting how single values are written, by path.
import type { Path, ScalarText, Source } from "../types.ts";
import { define } from "./aliases.ts";
import type { Locator, Step } from "./locate.ts";
import type { Nodes } from "./nodes.ts";
import { type Pending, rawText } from "./pending.ts";
import { isMap } from "./print.ts";
import { sameScalar } from "./same.ts";
import { canStandPlain, inlineScalar, isPlain, quoted } from "./scalar.ts";
import { plainValue, STRING } from "./schema.ts";
import { Kind } from "./tree.ts";

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
    const was = this.#read(step);
    const wasPlain = was?.plain ?? true;
    let value: unknown = text;
    let raw: string | undefined;
    if (plain ?? wasPlain) {
      if (text === "" || canStandPlain(text, step.flow)) {
        const read = text === "" ? null : plainValue(text);
        value = read === STRING ? text : read;
        raw = text;
      }
    } else if ((wasPlain || isQuote(was?.quote)) && !text.includes("\n")) {
      raw = quoted(text, was?.quote === "'" ? "'" : '"');
    }
    define(step.parent as Record<string, unknown>, String(step.key), value);
    this.#pending.add(step, {
      raw: raw === undefined ? undefined : { text: raw, value },
    });
    return true;
  }

  setBlock(object: object, path: Path): boolean {
    const step = this.#locator.find(object, path);
    if (step === undefined || path.length === 0 || step.flow) return false;
    this.#pending.add(step, { block: true });
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
    if (raw !== undefined) return rawScalar(raw, data);
    const { nodes, tree } = { nodes: this.#nodes, tree: this.#nodes.tree };
    const node = entry?.node ?? -1;
    if (tree.aliases?.has(node)) return undefined;
    const value = node < 0 ? null : tree.value[node];
    const isScalar = node < 0 || nodes.kind(node) === Kind.scalar || nodes.kind(node) === Kind.none;
    if (entry === undefined || !isScalar || !sameScalar(value, data))
      return written(data, opener(nodes, node));
    const start = nodes.start(node);
    if (start === undefined) return { text: "", plain: true };
    const { content } = nodes.properties(start);
    const text = nodes.text.slice(content, nodes.end(node, entry.after));
    if (typeof value !== "string") return { text, plain: true };
    const quote = opener(nodes, node);
    if (quote !== undefined) return { text: value, plain: false, quote };
    return { text: value, plain: content === start };
  }
}

/** A text that was asked for in this run. */
function rawScalar(raw: string, data: unknown): ScalarText {
  const quote = raw[0] as ScalarText["quote"];
  return isQuote(quote) ? { text: String(data), plain: false, quote } : { text: raw, plain: true };
}

/** A value of this run as it would be written where `quote` opened the value before. */
function written(data: unknown, quote: ScalarText["quote"]): ScalarText {
  if (typeof data !== "string") return { text: inlineScalar(data, false, '"'), plain: true };
  if (quote !== undefined) return { text: data, plain: false, quote };
  return { text: data, plain: isPlain(data, false) };
}

function isQuote(quote: ScalarText["quote"]): quote is "'" | '"' {
  return quote === "'" || quote === '"';
}

/** The quote or mark that a scalar begins with. */
function opener(nodes: Nodes, node: number): ScalarText["quote"] {
  const start = nodes.start(node);
  if (start === undefined || nodes.kind(node) !== Kind.scalar) return undefined;
  const char = nodes.text[nodes.properties(start).content] ?? "";
  return /["'|>]/.test(char) ? (char as ScalarText["quote"]) : undefined;
}
