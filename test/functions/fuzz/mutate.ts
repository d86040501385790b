// Owns changing the text of a ResourceList at random: nodes dropped, doubled and retyped, odd YAML put in.
import type { Random } from "./random.ts";

/** Values of every type and style, also what no function expects. */
const VALUES = [
  ...[
    "",
    "~",
    "null",
    "{}",
    "[]",
    '""',
    "''",
    "true",
    "no",
    "0",
    "-0",
    "9007199254740993",
    "1e400",
    ".nan",
    "0o17",
    "1_000",
  ],
  ...[
    "2001-01-01",
    "0x1F",
    "é 😀",
    "<<",
    "*a",
    "&a x",
    "&a {b: *a}",
    "!!str 1",
    "!!binary YQ==",
    "!own x",
    "!!int x",
    "a: b",
    "- a",
  ],
  ...[
    "[a, {b: c}, [d]]",
    "{a: [b, c], d: }",
    '{"a": 1, "b": [2]}',
    "[a: b]",
    '"\\u0000\\t\\x7f"',
    '"a\\\n    b"',
    "'it''s'",
    "`",
    "@",
  ],
  ...[
    "|\n      a\n\n      # b\n",
    ">-\n      a\n      b\n\n       c\n",
    "|2-\n      a",
    "|+\n\n\n",
    "\n    - a\n    -\n    - b: c",
  ],
  ...[
    "\n      a: b\n      <<: {c: d}",
    "? a",
    "\ta",
    "a\tb # c",
    "%YAML 1.2",
    "---",
    "...",
    "\u0007",
    "\ufeff",
    "\u2028",
    "constructor",
  ],
  ...[
    "${",
    "${a}",
    "${a}-${b}",
    "(",
    "[a-",
    "(a+)+$",
    "../..",
    "a/b/c/d",
    "/",
    ".",
    "=",
    ",,",
    "x".repeat(300),
  ],
] as const;

/** Keys that functions look for, and that JavaScript gives a meaning. */
const KEYS = [
  ...[
    "apiVersion",
    "kind",
    "metadata",
    "name",
    "namespace",
    "annotations",
    "labels",
    "spec",
    "data",
    "items",
    "template",
  ],
  ...[
    "containers",
    "image",
    "selector",
    "config.kubernetes.io/local-config",
    "internal.config.kubernetes.io/path",
    "results",
  ],
  ...[
    "functionConfig",
    "__proto__",
    "constructor",
    "toString",
    "1",
    "~",
    "<<",
    '"quoted"',
    "[a]",
    "? b",
    "&k key",
    "é",
  ],
] as const;

const COMMENTS = ["# kpt-set: ${a}", "# kpt-set: ${a}-${b", "#", "# c", "#c", "# kpt-merge: /"] as const;

type Mutation = (lines: string[], at: number, random: Random) => void;

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** The line behind the block that begins on a line. */
function blockEnd(lines: readonly string[], at: number): number {
  const indent = indentOf(lines[at] ?? "");
  let end = at + 1;
  while (end < lines.length && (lines[end]?.trim() === "" || indentOf(lines[end] ?? "") > indent)) end++;
  return end;
}

const PAIR = /^([\s-]*)([^\s:#][^:#]*):(?=\s|$)\s?(.*)$/;

const mutations: readonly Mutation[] = [
  // A value of another kind, with what is below it left or gone.
  (lines, at, random) => {
    const [, lead = "", key = "a"] = PAIR.exec(lines[at] ?? "") ?? [];
    const count = random.below(2) === 0 ? 1 : blockEnd(lines, at) - at;
    lines.splice(at, count, `${lead}${key}: ${random.pick(VALUES)}`);
  },
  (lines, at, random) => {
    lines[at] = (lines[at] ?? "").replace(/^([\s-]*)[^\s:#][^:#]*:/, `$1${random.pick(KEYS)}:`);
  },
  (lines, at) => {
    lines.splice(at, blockEnd(lines, at) - at);
  },
  (lines, at) => {
    lines.splice(at, 0, ...lines.slice(at, blockEnd(lines, at)));
  },
  // The block of one line in the place of another, at its indentation.
  (lines, at, random) => {
    const from = random.below(lines.length);
    const by = indentOf(lines[at] ?? "") - indentOf(lines[from] ?? "");
    const moved = lines.slice(from, Math.min(blockEnd(lines, from), from + 60));
    lines.splice(at, blockEnd(lines, at) - at, ...moved.map((line) => shifted(line, by)));
  },
  (lines, at, random) => {
    const lead = " ".repeat(indentOf(lines[at] ?? ""));
    lines.splice(at, 0, `${lead}${random.pick(["- ", ""])}${random.pick(KEYS)}: ${random.pick(VALUES)}`);
  },
  (lines, at, random) => {
    lines[at] = `${lines[at]} ${random.pick(COMMENTS)}`;
  },
  (lines, at, random) => {
    const by = random.pick([-2, -1, 1, 2]);
    const end = blockEnd(lines, at);
    for (let i = at; i < end; i++) lines[i] = shifted(lines[i] ?? "", by);
  },
  (lines, at, random) => {
    const line = lines[at] ?? "";
    const place = random.below(line.length + 1);
    const put = random.pick([...":-#,[]{}'\"|>?&*!%@\\ \t", "\r", "\u{1f600}", "\ud83d", "\0"]);
    lines[at] = line.slice(0, place) + put + line.slice(place + random.below(2));
  },
  (lines, at, random) => {
    const lead = " ".repeat(indentOf(lines[at] ?? ""));
    const depth = random.pick([20, 60, 120, 2000]);
    const [open, close] = random.pick([
      ["[", "]"],
      ["{a: ", "}"],
    ] as const);
    lines.splice(at, 0, `${lead}deep: ${open.repeat(depth)}${close.repeat(depth)}`);
  },
  (lines, at, random) => {
    const lead = " ".repeat(indentOf(lines[at] ?? ""));
    const long = random.pick(["x", "${a}", "a.", "é", "- "]).repeat(random.pick([1000, 20_000]));
    lines.splice(at, 0, `${lead}long: "${long}"${random.pick(["", " # kpt-set: ${a}"])}`);
  },
];

/** A text with one to four changes, of which the same numbers make the same. */
export function mutated(text: string, random: Random): string {
  const lines = text.split("\n");
  for (let count = 1 + random.below(4); count > 0; count--) {
    random.pick(mutations)(lines, random.below(Math.max(1, lines.length)), random);
  }
  const changed = lines.join("\n");
  const ends = random.below(30);
  if (ends === 0) return changed.replaceAll("\n", "\r\n");
  if (ends === 1) return changed.slice(0, random.below(changed.length + 1));
  return ends === 2 ? `\ufeff${changed}` : changed;
}

/** Bytes of a text, a few of them changed. */
export function broken(text: string, random: Random): Buffer {
  const bytes = Buffer.from(text, "utf8");
  for (let count = 1 + random.below(4); count > 0 && bytes.length > 0; count--) {
    bytes[random.below(bytes.length)] = random.below(256);
  }
  return bytes;
}

function shifted(line: string, by: number): string {
  return by >= 0 ? " ".repeat(by) + line : line.slice(Math.min(-by, indentOf(line)));
}
