// Owns how single values are written, so that YAML 1.1 and YAML 1.2 readers see the same value.

export type Quote = "'" | '"';

/** Words that some YAML version reads as a boolean, null, merge key or default key. */
const WORDS = /^(~|null|y|n|yes|no|on|off|true|false|<<|=|)$/i;

/**
 * Whatever a YAML 1.1 or 1.2 reader might take for a number or a time: digits, with signs, dots, exponents, underscores,
 * colons (base 60), 0x, 0o and 0b. Source: https://yaml.org/type/ int, float and timestamp, and PyYAML's and Go yaml's readings.
 */
const NUMBERS = [
  /^[-+]?[\d_]+$/,
  /^[-+]?0[xob][\da-f_]+$/i,
  /^[-+]?([\d_]+\.?[\d_]*|\.[\d_]+)(e[-+]?\d+)?$/i,
  /^[-+]?[\d_]+(:[\d_]+)+(\.[\d_]*)?$/,
  /^[-+]?\.(inf|nan)$/i,
  /^\d{4}-\d\d?-\d\d?([Tt \t].*)?$/,
];

/** All that must be escaped: control characters, tabs, every line break, the byte order mark, lone surrogates. */
const UNPRINTABLE = /[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** What most values are: words, numbers, names of images, paths; no comment, separator or indicator can be in them. */
const ORDINARY = /^[A-Za-z0-9_/](?:[A-Za-z0-9_/.:@-]*[A-Za-z0-9_/])?$/;

/** Whether a text may stand without quotes, whatever it then means; `flow`: inside `{}` or `[]`. */
export function canStandPlain(text: string, flow: boolean): boolean {
  if (ORDINARY.test(text)) return !(flow && text.includes(":"));
  if (text === "" || !/^[^\s\-?:,[\]{}#&*!|>'"%@`]|^-[^\s,[\]{}]/.test(text)) return false;
  if (/: |:$|\s#|\s$/.test(text) || (flow && /[,[\]{}:]/.test(text))) return false;
  return !UNPRINTABLE.test(text) && !/^(\.\.\.|---)/.test(text);
}

/** Whether a string may stand without quotes and still is a string. */
export function isPlain(text: string, flow: boolean): boolean {
  if (/^[A-Za-z/][A-Za-z0-9/_.-]*$/.test(text)) return !(text.length < 6 && WORDS.test(text));
  if (!canStandPlain(text, flow) || WORDS.test(text)) return false;
  return !(/^[-+.\d_]/.test(text) && NUMBERS.some((pattern) => pattern.test(text)));
}

/** A string in quotes; single quotes only where they can hold it. */
export function quoted(text: string, quote: Quote): string {
  const printable = !UNPRINTABLE.test(text);
  if (quote === "'" && printable) return `'${text.replaceAll("'", "''")}'`;
  if (printable) return JSON.stringify(text); // which escapes nothing else of it than quotes and backslashes
  const escaped = text.replace(/["\\]/g, "\\$&");
  return `"${escaped.replace(new RegExp(UNPRINTABLE, "gu"), escapeChar)}"`;
}

function escapeChar(char: string): string {
  const known = { "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\0": "\\0" }[char];
  if (known !== undefined) return known;
  const code = char.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** A scalar on one line. `quote` asks for quotes even where a string needs none. */
export function inlineScalar(value: unknown, flow: boolean, fallback: Quote, quote?: Quote): string {
  switch (typeof value) {
    case "string":
      return quote === undefined && isPlain(value, flow) ? value : quoted(value, quote ?? fallback);
    case "boolean":
    case "bigint":
      return String(value);
    case "number":
      return numberText(value);
    default:
      return "null";
  }
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value < 0 ? "-.inf" : ".inf";
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  return text.includes("e") && !text.includes(".") ? text.replace("e", ".0e") : text; // 1e+21 is a string in YAML 1.1
}

/** The two parts of a block scalar. */
export interface BlockText {
  /** `|`, `|-`, with an indentation indicator where the first line begins with a space. */
  readonly header: string;
  /** The lines, without indentation. */
  readonly lines: readonly string[];
}

/**
 * A string of several lines as a block scalar, or undefined where only quotes can hold it: control characters, lines that
 * are all blank, or more than one line break at the end (which would depend on the blank lines behind the value).
 */
export function blockText(value: string, indent: number, folded = false): BlockText | undefined {
  const ends = value.endsWith("\n");
  const lines = (ends ? value.slice(0, -1) : value).split("\n");
  if (/^\s*$/.test(lines.at(-1) ?? "") || UNPRINTABLE.test(value.replace(/[\n\t]/g, " "))) return undefined;
  const lead = lines.slice(0, lines.findIndex((line) => /\S/.test(line)) + 1);
  const digit = lead.some((line) => /^\s/.test(line)) ? String(indent) : "";
  if (digit.length > 1) return undefined;
  const canFold = folded && lines.every((line) => /^\S/.test(line));
  const header = `${canFold ? ">" : "|"}${digit}${ends ? "" : "-"}`;
  return { header, lines: canFold ? lines.flatMap((line, i) => (i === 0 ? [line] : ["", line])) : lines };
}

/** Whether a written value may hold a block scalar: what follows it must not be taken for its lines. */
export function hasBlockScalar(written: string): boolean {
  return /[|>]\d?-?[ \t]*(#.*)?\r?\n/.test(written);
}
