// Owns regular expressions as the public functions take them: Go's syntax and meaning, in linear time.
import { parse } from "./parse.ts";
import { Program } from "./program.ts";

export { RegExpError } from "./nodes.ts";

/** A compiled expression. */
export interface GoRegExp {
  /** How many numbered groups it has. */
  readonly groups: number;
  /**
   * What the groups hold where the expression matches the entire text, the text itself first; a group that took no part
   * holds the empty string. Undefined where it does not match.
   */
  match(text: string): readonly string[] | undefined;
  /** Whether it matches any part of the text, as Go's `MatchString`. */
  isIn(text: string): boolean;
}

/**
 * Compiles an expression in the syntax of https://pkg.go.dev/regexp/syntax. It has no look-around and no back-references, and time
 * grows with the length of the text only in proportion.
 * @throws {RegExpError} with Go's message.
 */
export function goRegExp(pattern: string): GoRegExp {
  const { node, groups } = parse(pattern);
  const program = new Program(node, pattern);
  const match = (text: string): readonly string[] | undefined => {
    const slots = program.run(text);
    if (slots === undefined) return undefined;
    return Array.from({ length: groups + 1 }, (_, i) =>
      i === 0 ? text : text.slice(slots[2 * i] ?? 0, slots[2 * i + 1] ?? 0),
    );
  };
  // Once more with anything around it, made where it is asked for.
  let anywhere: Program | undefined;
  const isIn = (text: string): boolean => {
    anywhere ??= new Program(parse(`(?s:.*?)(?:${pattern})(?s:.*)`).node, pattern);
    return anywhere.run(text) !== undefined;
  };
  return { groups, match, isIn };
}
