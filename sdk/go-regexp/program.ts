// Owns turning a Go regular expression into steps, and running them in time that grows with text times steps only.
import { type Assertion, type CharTest, canBeEmpty, type Node, RegExpError } from "./nodes.ts";

/** Steps that an expression may have; counted repetitions of repetitions can make many. */
const STEP_LIMIT = 20_000;

type Step =
  | { readonly op: "char"; readonly test: CharTest }
  | { readonly op: "fork"; first: number; second: number }
  | { readonly op: "save"; readonly slot: number }
  | { readonly op: "assert"; readonly what: Assertion }
  | { readonly op: "match" };

/** Where the text of each group begins and ends. */
type Slots = readonly (number | undefined)[];

interface Thread {
  readonly at: number;
  readonly slots: Slots;
}

/** The steps of an expression. */
export class Program {
  readonly #steps: Step[] = [];
  readonly #pattern: string;

  constructor(node: Node, pattern: string) {
    this.#pattern = pattern;
    this.#compile(node);
    this.#push({ op: "match" });
  }

  /**
   * The slots of the whole text's match; undefined where the text as a whole does not match. Of several ways the one that
   * Perl would find, without its backtracking. Source: https://swtch.com/~rsc/regexp/regexp2.html (Pike's machine).
   */
  run(text: string): Slots | undefined {
    const seen = new Int32Array(this.#steps.length).fill(-1);
    let threads: Thread[] = [];
    this.#follow(threads, seen, 0, [], text, 0);
    for (let at = 0; at < text.length; ) {
      const code = text.codePointAt(at) as number;
      at += code > 0xffff ? 2 : 1;
      const next: Thread[] = [];
      for (const thread of threads) {
        const step = this.#steps[thread.at] as Step;
        if (step.op === "char" && step.test(code)) {
          this.#follow(next, seen, thread.at + 1, thread.slots, text, at);
        }
      }
      if (next.length === 0) return undefined;
      threads = next;
    }
    return threads.find((thread) => this.#steps[thread.at]?.op === "match")?.slots;
  }

  /** Adds the steps that consume a character, or match, and can be reached from one without consuming any. */
  #follow(threads: Thread[], seen: Int32Array, from: number, slots: Slots, text: string, at: number): void {
    const stack: Thread[] = [{ at: from, slots }];
    for (let thread = stack.pop(); thread !== undefined; thread = stack.pop()) {
      if (seen[thread.at] === at) continue;
      seen[thread.at] = at;
      const step = this.#steps[thread.at] as Step;
      if (step.op === "char" || step.op === "match") threads.push(thread);
      else if (step.op === "fork") {
        stack.push({ at: step.second, slots: thread.slots }, { at: step.first, slots: thread.slots });
      } else if (step.op === "save") {
        const saved = thread.slots.slice();
        saved[step.slot] = at;
        stack.push({ at: thread.at + 1, slots: saved });
      } else if (holds(step.what, text, at)) stack.push({ at: thread.at + 1, slots: thread.slots });
    }
  }

  #compile(node: Node): void {
    switch (node.kind) {
      case "char":
        this.#push({ op: "char", test: node.test });
        break;
      case "assert":
        this.#push({ op: "assert", what: node.what });
        break;
      case "all":
        for (const part of node.nodes) this.#compile(part);
        break;
      case "any":
        this.#choose(node.nodes);
        break;
      case "group":
        this.#push({ op: "save", slot: 2 * node.index });
        this.#compile(node.node);
        this.#push({ op: "save", slot: 2 * node.index + 1 });
        break;
      case "repeat":
        this.#repeat(node.node, node.min, node.max, node.greedy);
    }
  }

  #choose([first, ...others]: readonly Node[]): void {
    if (first === undefined) return;
    const fork = others.length > 0 ? this.#fork() : undefined;
    this.#compile(first);
    if (fork === undefined) return;
    const end = this.#fork();
    fork.second = this.#steps.length;
    this.#choose(others);
    end.first = end.second = this.#steps.length;
  }

  #repeat(node: Node, min: number, max: number, greedy: boolean): void {
    for (let i = 1; i < min; i++) this.#compile(node);
    if (max === Number.POSITIVE_INFINITY) {
      const skip = min === 0 ? this.#fork() : undefined;
      const start = this.#steps.length;
      this.#compile(node);
      // Where the part can be empty, `x*` is `(x+)?`: the other way to write it loses what the last round found.
      if (skip !== undefined && !canBeEmpty(node))
        this.#push({ op: "fork", first: start - 1, second: start - 1 });
      else {
        const again = this.#fork();
        this.#lead(again, greedy, start);
      }
      if (skip !== undefined) this.#lead(skip, !greedy, this.#steps.length);
      return;
    }
    if (min > 0) this.#compile(node);
    const skips: { first: number; second: number }[] = [];
    for (let i = min; i < max; i++) {
      skips.push(this.#fork());
      this.#compile(node);
    }
    for (const skip of skips) this.#lead(skip, !greedy, this.#steps.length);
  }

  /** Sets where a fork leads first, or else second; its other way is the step behind it. */
  #lead(fork: { first: number; second: number }, first: boolean, to: number): void {
    if (first) fork.first = to;
    else fork.second = to;
  }

  /** A fork whose both ways lead to the step behind it. */
  #fork(): { first: number; second: number } {
    const behind = this.#steps.length + 1;
    const fork = { op: "fork" as const, first: behind, second: behind };
    this.#push(fork);
    return fork;
  }

  #push(step: Step): void {
    if (this.#steps.length >= STEP_LIMIT) throw new RegExpError("expression too large", this.#pattern);
    this.#steps.push(step);
  }
}

function holds(what: Assertion, text: string, at: number): boolean {
  switch (what) {
    case "begin":
      return at === 0;
    case "end":
      return at === text.length;
    case "line-begin":
      return at === 0 || text[at - 1] === "\n";
    case "line-end":
      return at === text.length || text[at] === "\n";
    default: {
      const isEdge = isWord(text[at - 1]) !== isWord(text[at]);
      return isEdge === (what === "word");
    }
  }
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /[0-9A-Za-z_]/.test(char);
}
