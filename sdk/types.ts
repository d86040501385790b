// Owns the public types: what a function receives, changes and reports.

/** A Kubernetes resource (or any KRM object) as plain data. Timestamps stay strings; `undefined` means absent. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata?: Metadata;
  // biome-ignore lint/suspicious/noExplicitAny: resources are open data; a function checks what it reads
  [key: string]: any;
}

/** Object metadata; any other field may be there too. */
export interface Metadata {
  name?: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: see KubeObject
  [key: string]: any;
}

/** The way to a value: map keys and list indexes, outermost first. The empty path is the object itself. */
export type Path = readonly (string | number)[];

/** A line comment and the value it stands behind. */
export interface LineComment {
  readonly path: Path;
  /** Without the leading `# `. */
  readonly text: string;
}

/**
 * Line comments: behind a scalar, a flow collection or a block scalar's header (`a: 3 # text`), or behind the
 * `key:` or `- ` that opens a block collection. An object is an item of the list or its functionConfig; paths
 * follow the data as the transform has left it so far.
 */
export interface Comments {
  /** The comment's text without `# `, `undefined` where there is none. */
  get(object: object, path: Path): string | undefined;
  /**
   * Adds, replaces or (with `undefined`) removes the comment, also on a value that this run changed or added.
   * Gives false where no comment can stand: inside a flow collection on one line, on an object itself (the empty path),
   * or at a path that is not there.
   */
  set(object: object, path: Path, text: string | undefined): boolean;
  /** All line comments of one object, in the order of the text. Much faster than `get` on every path. */
  list(object: object): readonly LineComment[];
}

/** A scalar as its source writes it. */
export interface ScalarText {
  /** Quotes, escapes and folds resolved; numbers, booleans and nulls as written: `1.10`, `0x1F`, `~`, empty for an absent value. */
  readonly text: string;
  /** Whether it is plain: no quotes and no block scalar, so that its type follows from its text. */
  readonly plain: boolean;
  /** What it begins with in the text: a quote, or the mark of a block scalar; absent without either. */
  readonly quote?: "'" | '"' | "|" | ">";
}

/**
 * How values are written, for functions that work on the text and not on the data (setters: `1.10` is not 1.1, and
 * `"true"` stays a string). Objects and paths as in Comments.
 */
export interface Source {
  /** The scalar at the path; undefined where no scalar stands, and for an alias. */
  scalar(object: object, path: Path): ScalarText | undefined;
  /**
   * Writes a scalar, also one that this run changed or added, and sets the data to what the text then reads as. One that is
   * quoted or a block scalar keeps its style and is a string; a plain one gets the text as it is (quoted only where
   * it cannot stand plain, as with `a: b`), so its type follows from the text. `plain` overrides the style. False at a path that is not there.
   */
  setScalar(object: object, path: Path, text: string, plain?: boolean): boolean;
  /** Writes a map or list in block style, its line comment behind the key; false inside a flow collection. */
  setBlock(object: object, path: Path): boolean;
  /**
   * A copy of the value at the path, to be put elsewhere. A map in block style that becomes a list's entry, such as a
   * resource, is written as its source is, with its comments, where it is not changed. Undefined at a path that is not there.
   */
  copy(object: object, path: Path): unknown;
}

/** What a function gets and changes: items may be changed, added, removed and reordered. */
export interface ResourceList {
  items: KubeObject[];
  functionConfig?: KubeObject;
  /** Starts with the results that the input carries; the function appends its own. */
  results: Result[];
  readonly comments: Comments;
  readonly source: Source;
}

/** How much a result matters; one `error` makes the function exit with code 1. */
export type Severity = "error" | "warning" | "info";

/** Which resource a result is about. */
export interface ResourceRef {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
}

/** Which file, relative to the package, a result is about, and which document of it, from 0. */
export interface FileRef {
  path: string;
  index?: number;
}

/** Which field a result is about; `path` as `fieldPath` writes it. */
export interface FieldRef {
  path: string;
  currentValue?: unknown;
  proposedValue?: unknown;
}

/**
 * Something to tell the user.
 * Source: `results` of https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md
 */
export interface Result {
  message: string;
  severity?: Severity;
  resourceRef?: ResourceRef;
  field?: FieldRef;
  file?: FileRef;
  tags?: Record<string, string>;
}

/** A function: changes the list in place. Throws ConfigError for a functionConfig that cannot be used. */
export type Transform = (list: ResourceList) => void;

/** A functionConfig that cannot be used: each of its messages becomes an error result, and the exit code 1. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly messages: readonly string[];

  constructor(...messages: readonly [string, ...string[]]) {
    super(messages.join("\n"));
    this.messages = messages;
  }

  /** Throws all of `messages`, if there are any. */
  static throwAll([first, ...others]: readonly string[]): void {
    if (first !== undefined) throw new ConfigError(first, ...others);
  }
}

/** A kind of functionConfig that a function takes. */
export interface ConfigKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly description?: string;
}

/** What `--help` prints, from the function's folder and its function.yaml. */
export interface FunctionInfo {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly config: readonly ConfigKind[];
}

/** What one run gives back. */
export interface Outcome {
  /** The whole ResourceList, or empty where the input was none or the function has a bug. */
  readonly output: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A runnable function. */
export interface Command {
  /** Runs the function over the text of a ResourceList. */
  evaluate(input: string): Outcome;
  /** Runs as a process: standard input to standard output, `--help`, exit code. */
  main(): void;
}
