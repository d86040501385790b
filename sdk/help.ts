// Owns what `--help` prints.
import type { FunctionInfo } from "./types.ts";

/** The function's own docs: what it does, what it takes, how to run it. */
export function helpText({ name, version, description, config }: FunctionInfo): string {
  const image = `REGISTRY/${name}:${version}`;
  const kinds = config.map(
    (kind) => [`${kind.apiVersion}, Kind=${kind.kind}`, kind.description ?? ""] as const,
  );
  const width = Math.max(0, ...kinds.map(([kind]) => kind.length));
  const takesData = config.some((kind) => kind.kind === "ConfigMap");
  return [
    `${name} ${version}`,
    description,
    "",
    "Reads a ResourceList (config.kubernetes.io/v1) on standard input and writes it, changed, to standard output.",
    "Messages go to standard error and to the list's `results`. The exit code is 1 when one of them is an error.",
    "",
    kinds.length > 0 ? "functionConfig, one of:" : "functionConfig: none",
    ...kinds.map(
      ([kind, text]) => `  ${kind.padEnd(text === "" ? 0 : width)}${text === "" ? "" : `  ${text}`}`,
    ),
    "",
    "With kpt:",
    ...(takesData ? [`  kpt fn eval PACKAGE --image ${image} -- KEY=VALUE`] : []),
    kinds.length > 0
      ? `  kpt fn eval PACKAGE --image ${image} --fn-config FILE`
      : `  kpt fn eval PACKAGE --image ${image}`,
    "",
    "In a Kptfile:",
    "  pipeline:",
    "    mutators:",
    `    - image: ${image}`,
    ...(kinds.length > 0 ? ["      configPath: FILE"] : []),
    "",
  ].join("\n");
}
