// Owns the style of new values: read off the neighbours, nearest first.
import type { Edit, Place } from "./edit.ts";
import { column } from "./lines.ts";
import type { Style } from "./print.ts";
import type { Quote } from "./scalar.ts";
import { Kind } from "./tree.ts";

type Found = { -readonly [key in keyof Style]?: Style[key] };

/** What Kubernetes tools write: lists not indented, two columns a level. */
const DEFAULT: Style = { mapStep: 2, listStep: 0, dashStep: 2, quote: '"' };

/** So much of a text is searched for its style where the neighbours do not show one. */
const SEARCHED = 65_536;

/** Entries of a list that are asked for their style. */
const ASKED = 20;

/** The style for new values in a collection. What its surroundings do not show is searched for only when it is asked for. */
export function styleAt(edit: Edit, place: Place): Style {
  const known = edit.styles.get(place);
  if (known !== undefined) return known;
  const found: Found = {};
  let outer = place;
  for (let at: Place | undefined = place; at?.parent !== undefined; at = at.parent) {
    if (at.node === edit.itemsNode && at !== place) break;
    if (at.flow) readFlow(edit, at, found);
    else readBlock(edit, at, found);
    outer = at;
  }
  const style = new NearStyle(found, () => ({ ...searchWhole(edit), ...searchNode(edit, outer.node) }));
  edit.styles.set(place, style);
  return style;
}

/** What the neighbours show; the steps that they do not show are searched for. */
class NearStyle implements Style {
  readonly #found: Found;
  readonly #search: () => Found;
  #searched: Found | undefined;

  constructor(found: Found, search: () => Found) {
    this.#found = found;
    this.#search = search;
  }

  get mapStep(): number {
    return this.#found.mapStep ?? this.#further.mapStep ?? DEFAULT.mapStep;
  }

  get listStep(): number {
    return this.#found.listStep ?? this.#further.listStep ?? DEFAULT.listStep;
  }

  get dashStep(): number {
    return this.#found.dashStep ?? DEFAULT.dashStep;
  }

  get quote(): Quote {
    return this.#found.quote ?? DEFAULT.quote;
  }

  get quoteAll(): Quote | undefined {
    return this.#found.quoteAll;
  }

  get #further(): Found {
    this.#searched ??= this.#search();
    return this.#searched;
  }
}

function searchNode(edit: Edit, node: number): Found {
  const start = edit.nodes.start(node) ?? 0;
  const end = Math.min(edit.nodes.tree.end[node] ?? start, start + SEARCHED);
  return searchText(" ".repeat(column(edit.text, start)) + edit.text.slice(start, end));
}

function searchWhole(edit: Edit): Found {
  const known = edit.styles.get(undefined);
  if (known !== undefined) return known;
  const found = searchText(edit.text.slice(0, SEARCHED));
  edit.styles.set(undefined, { ...DEFAULT, ...found });
  return found;
}

function readBlock(edit: Edit, place: Place, found: Found): void {
  const { nodes, text } = edit;
  for (const { node, after, keyNode } of nodes.entries(place.node).slice(0, ASKED)) {
    const start = nodes.start(node);
    if (start === undefined) continue;
    const kind = nodes.kind(node);
    if (kind === Kind.blockMap || kind === Kind.blockList) {
      const { content } = nodes.properties(start);
      const step = column(text, content) - place.column;
      const compact = !text.slice(after, content).includes("\n");
      if (keyNode < 0 && compact) found.dashStep ??= step;
      else if (keyNode >= 0 && !compact && kind === Kind.blockMap) found.mapStep ??= step;
      else if (keyNode >= 0 && !compact) found.listStep ??= step;
    } else if (kind === Kind.scalar) {
      const char = text[start];
      if (char === '"' || char === "'") found.quote ??= char;
    }
  }
  const { parent } = place;
  if (
    place.node === edit.itemsNode ||
    parent === undefined ||
    parent.list ||
    parent.flow ||
    parent.column < 0
  )
    return;
  const step = place.column - parent.column;
  if (place.list) found.listStep ??= step;
  else found.mapStep ??= step;
}

/** JSON shows in its keys, or in a list in its first value. */
function readFlow(edit: Edit, place: Place, found: Found): void {
  for (const { start } of edit.nodes.entries(place.node)) {
    const char = edit.text[start] as Quote;
    if (char !== '"' && char !== "'") return;
    found.quoteAll ??= char;
    found.quote ??= char;
    return;
  }
}

function searchText(text: string): Found {
  const found: Found = {};
  const list = /^( *)(- +)?[^\s#:-][^\n:]*:[ \t]*(?:#[^\n]*)?\r?\n( *)- /m.exec(text);
  if (list !== null) found.listStep = Math.max(0, length(list[3]) - length(list[1]) - length(list[2]));
  const map = /^( *)(- +)?[^\s#:-][^\n:]*:[ \t]*(?:#[^\n]*)?\r?\n( *)[^\s#:-][^\n:]*:(?=\s)/m.exec(text);
  const step = map === null ? 0 : length(map[3]) - length(map[1]) - length(map[2]);
  if (step > 0) found.mapStep = step;
  return found;
}

function length(text: string | undefined): number {
  return text?.length ?? 0;
}
