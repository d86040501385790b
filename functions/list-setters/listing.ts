// Owns the listing: which setters are known by now, and how each is told.
import { listItems, TEXT } from "./values.ts";

interface Entry {
  readonly value: string;
  type: string;
  count: number;
}

/**
 * Setters of scalars and of lists, apart: one name can be both. The first value of each stays: one that apply-setters is configured
 * with, else that of the first field.
 * Source: `addKptfileSetters`, `visitScalar` and `visitMapping` in listsetters/list_setters.go of the public function, v0.1.0.
 */
export class Listing {
  readonly #scalars = new Map<string, Entry>();
  readonly #lists = new Map<string, Entry>();

  /** A value that apply-setters is configured with; it may be the text of a list. */
  configured(name: string, text: string): void {
    const items = listItems(text);
    if (items === undefined) this.#scalars.set(name, { value: text, type: TEXT, count: 0 });
    else this.#lists.set(name, { value: `[${items.join(", ")}]`, type: "array", count: 0 });
  }

  /** A field that holds the setter's value. */
  scalar(name: string, value: string, type: string): void {
    const known = this.#scalars.get(name);
    if (known === undefined) this.#scalars.set(name, { value, type, count: 1 });
    else {
      // A part of a field is a text, and so is what is configured: a field of its own says more.
      if (known.type === TEXT) known.type = type;
      known.count++;
    }
  }

  /** A list that the setter stands for. */
  list(name: string, items: readonly string[]): void {
    const known = this.#lists.get(name);
    if (known !== undefined) known.count++;
    else this.#lists.set(name, { value: `[${[...items].sort().join(", ")}]`, type: "array", count: 1 });
  }

  /** A line for each setter, by name. */
  lines(): string[] {
    const all = [...this.#lists, ...this.#scalars].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return all.map(
      ([name, { value, type, count }]) => `Name: ${name}, Value: ${value}, Type: ${type}, Count: ${count}`,
    );
  }
}
