// Owns reading the options of a command that takes nothing else.
import { parseArgs } from "node:util";
import { Problems } from "../catalog/problems.ts";

/** The options that a command knows. */
export interface KnownOptions<Values extends string, Flags extends string> {
  /** Those with a value, `--name VALUE` or `--name=VALUE`. */
  readonly values: readonly Values[];
  /** Those without one. */
  readonly flags: readonly Flags[];
  /** The one of `values` that must be given. */
  readonly required?: Values;
}

/** The options that were given. */
export type GivenOptions<Values extends string, Flags extends string> = Readonly<
  Partial<Record<Values, string>> & Record<Flags, boolean>
>;

/**
 * Reads the words behind `npm run COMMAND --`.
 *
 * @throws Problems where one of them is no option, lacks its value, or is missing
 */
export function readOptions<Values extends string, Flags extends string>(
  command: string,
  args: readonly string[],
  { values, flags, required }: KnownOptions<Values, Flags>,
): GivenOptions<Values, Flags> {
  const refuse = (must: string, cause?: unknown) =>
    new Problems(
      "The options do not hold:",
      [{ path: `npm run ${command}`, must, cure: `see \`npm run ${command} -- --help\`` }],
      { cause },
    );
  const given = parse();
  const missing = required !== undefined && (given[required] ?? "") === "";
  if (missing) throw refuse(`must have \`--${required} NAME\``);
  const set = flags.map((flag) => [flag, given[flag] === true] as const);
  return { ...given, ...Object.fromEntries(set) } as GivenOptions<Values, Flags>;

  function parse(): Readonly<Record<string, string | boolean | undefined>> {
    const options = Object.fromEntries([
      ...values.map((name) => [name, { type: "string" }] as const),
      ...flags.map((name) => [name, { type: "boolean" }] as const),
    ]);
    try {
      return parseArgs({ args: [...args], options }).values as Record<string, string | boolean>;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "";
      if (!code.startsWith("ERR_PARSE_ARGS")) throw error;
      throw refuse(`must have known options only: ${(error as Error).message.split("\n")[0]}`, error);
    }
  }
}
