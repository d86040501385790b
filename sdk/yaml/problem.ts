// Owns what is thrown for a text that is no YAML.

/** What is wrong, and where (offset and line from 1). */
export class SyntaxProblem extends Error {
  readonly position: number;
  readonly line: number;
  /** Where the problem is no key's or entry's. */
  readonly path: string | undefined;
  constructor(message: string, position: number, line: number, path?: string, options?: ErrorOptions) {
    super(message, options);
    this.position = position;
    this.line = line;
    this.path = path;
  }
}
