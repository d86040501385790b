// Owns label selectors: expressions such as `app=web,tier in (a, b),!canary`, and whether labels match one.
import { textOf } from "./text.ts";

type Operator = "=" | "==" | "!=" | "in" | "notin" | ">" | "<" | "exists" | "!";

interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** Labels, or annotations. */
export type Labels = Readonly<Record<string, unknown>>;

/** Tells whether labels match. */
export type LabelSelector = (labels: Labels) => boolean;

/** An expression that is no selector; its message is that of the Kubernetes parser. */
export class LabelSelectorError extends Error {
  override readonly name = "LabelSelectorError";
}

const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const NAME_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/**
 * Reads a selector. An empty one matches everything.
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors; messages: `labels.Parse` of
 * https://github.com/kubernetes/apimachinery, as kustomize uses it.
 * @throws {LabelSelectorError}
 */
export function parseLabelSelector(text: string): LabelSelector {
  const requirements = new Parser(text).parse();
  return (labels) => requirements.every((requirement) => matches(requirement, labels));
}

function matches({ key, operator, values }: Requirement, labels: Labels): boolean {
  const has = Object.hasOwn(labels, key);
  const value = has ? textOf(labels[key]) : "";
  switch (operator) {
    case "exists":
      return has;
    case "!":
      return !has;
    case "!=":
    case "notin":
      return !has || !values.includes(value);
    case ">":
    case "<": {
      if (!has || !/^[-+]?\d+$/.test(value)) return false;
      const [a, b] = [BigInt(value), BigInt(values[0] ?? "0")];
      return operator === ">" ? a > b : a < b;
    }
    default:
      return has && values.includes(value);
  }
}

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(/==|!=|[=!(),<>]|[^\s=!(),<>]+/g) ?? [];
  }

  parse(): Requirement[] {
    const requirements: Requirement[] = [];
    if (this.#peek() === "") return requirements;
    if (!isWord(this.#peek()) && this.#peek() !== "!") {
      throw new LabelSelectorError(`found '${this.#peek()}', expected: !, identifier, or 'end of string'`);
    }
    for (;;) {
      requirements.push(this.#requirement());
      const separator = this.#next();
      if (separator === "") return requirements;
      if (separator !== ",") {
        throw new LabelSelectorError(`found '${separator}', expected: ',' or 'end of string'`);
      }
      if (!isWord(this.#peek()) && this.#peek() !== "!") {
        throw new LabelSelectorError(`found '${this.#peek()}', expected: identifier after ','`);
      }
    }
  }

  #requirement(): Requirement {
    const not = this.#peek() === "!";
    if (not) this.#next();
    const key = this.#next();
    if (!isWord(key)) throw problem(`found '${key}', expected: identifier`);
    checkKey(key);
    if (not) return { key, operator: "!", values: [] };
    if (this.#peek() === "" || this.#peek() === ",") return { key, operator: "exists", values: [] };
    const operator = this.#next();
    if (!/^(==?|!=|in|notin|>|<)$/.test(operator)) {
      throw problem(`found '${operator}', expected: '=', '!=', '==', 'in', notin'`);
    }
    const values = /in$/.test(operator) ? this.#list() : [this.#value()];
    for (const value of values) checkValue(key, value);
    if (/[<>]/.test(operator) && !/^[-+]?\d+$/.test(values[0] ?? "")) {
      throw problem("for 'Gt', 'Lt' operators, the value must be an integer");
    }
    return { key, operator: operator as Operator, values };
  }

  #value(): string {
    if (this.#peek() === "" || this.#peek() === ",") return "";
    const value = this.#next();
    if (!isWord(value)) throw problem(`found '${value}', expected: identifier`);
    return value;
  }

  #list(): string[] {
    const open = this.#next();
    if (open !== "(") throw problem(`found '${open}' expected: '('`);
    const values: string[] = [];
    for (;;) {
      values.push(isWord(this.#peek()) ? this.#next() : "");
      const separator = this.#next();
      if (separator === ")") return values;
      if (separator !== ",") throw problem(`found '${separator}', expected: ',' or ')'`);
    }
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? "";
  }

  #next(): string {
    const token = this.#peek();
    this.#at++;
    return token;
  }
}

function isWord(token: string): boolean {
  return /^[^=!(),<>]/.test(token);
}

function checkKey(key: string): void {
  const [name = "", prefix, ...others] = key.split("/").reverse();
  const bad = others.length > 0 || prefix === "" || name.length > 63 || !NAME.test(name);
  if (bad) throw problem(`invalid label key ${JSON.stringify(key)}: name part ${NAME_RULE}`);
}

function checkValue(key: string, value: string): void {
  if (value === "" || (value.length <= 63 && NAME.test(value))) return;
  const rule = value.length > 63 ? "must be no more than 63 characters" : `a valid label ${NAME_RULE}`;
  throw problem(`invalid label value: ${JSON.stringify(value)}: at key: ${JSON.stringify(key)}: ${rule}`);
}

function problem(message: string): LabelSelectorError {
  return new LabelSelectorError(`unable to parse requirement: ${message}`);
}
