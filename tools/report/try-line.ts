// Owns the line that runs a published function: on one of its own cases, so that it works as it is pasted.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCase } from "../../catalog/check/case.ts";
import { runAsKpt } from "../../verify/index.ts";
import { clonePath } from "../paths.ts";
import { quote } from "../shell.ts";
import type { StackOutputs } from "../stack/outputs.ts";

/** How kpt runs a function's container. */
const docker = ["docker", ...runAsKpt].join(" ");

/**
 * A command line that runs one of the functions on a ResourceList, which is written into the clone's cache; it shows a
 * function's own help where no case has resources. Undefined where nothing is published.
 */
export function tryLine(clone: string, { functions }: StackOutputs): string | undefined {
  const known = Object.values(functions).filter(({ tags }) => tags.length > 0);
  for (const { name, tags } of known) {
    const input = exampleInput(join(clone, "functions", name, "cases"));
    if (input === undefined) continue;
    const file = join(".cache", "try", `${name}.yaml`);
    mkdirSync(clonePath(clone, "try"), { recursive: true });
    writeFileSync(join(clone, file), input);
    return `${docker} ${quote(tags[0] ?? "")} < ${quote(file)}`;
  }
  return known[0] === undefined ? undefined : `${docker} ${quote(known[0].tags[0] ?? "")} --help`;
}

/** The ResourceList of the first case in `folder` that has resources and expects no error. */
function exampleInput(folder: string): string | undefined {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names
    .filter(
      (name) => existsSync(join(folder, name, "input.yaml")) && !existsSync(join(folder, name, "error.txt")),
    )
    .map((name) => readCase(join(folder, name), name).input)
    .find((input) => /^items:\s*$/m.test(input));
}
