// Owns how a function runs: the text of a ResourceList in, the changed text, messages and exit code out.
import { dump, load } from "js-yaml";
import { type Command, ConfigError, type FunctionInfo, type Outcome, type Transform } from "./types.ts";

/** Makes a function runnable. */
export function command(transform: Transform, info: FunctionInfo): Command {
  const evaluate = (input: string): Outcome => {
    const root = load(input) as any;
    const list = {
      items: root.items ?? [],
      functionConfig: root.functionConfig,
      results: root.results ?? [],
      comments: { get: () => undefined, set: () => false, list: () => [] },
      source: { scalar: () => undefined, setScalar: () => false, setBlock: () => false },
    };
    try {
      transform(list);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      list.results.push({ message: error.message, severity: "error" });
    }
    const failed = list.results.some((result: { severity?: string }) => result.severity === "error");
    const output = dump({
      ...root,
      items: list.items,
      ...(list.results.length > 0 ? { results: list.results } : {}),
    });
    return { output, stderr: "", exitCode: failed ? 1 : 0 };
  };
  return {
    evaluate,
    main: () => {
      throw new Error(info.name);
    },
  };
}
