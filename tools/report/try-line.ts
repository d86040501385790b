// Owns the line that runs a published function: made of one of its own cases, so that it works as it is pasted.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { quote } from "../shell.ts";
import type { StackOutputs } from "../stack/outputs.ts";

/** How kpt runs a function's container. */
const docker = "docker run --rm -i --network none --user nobody --security-opt=no-new-privileges";

/** A command line that runs one of the functions on a ResourceList; shows a function's own help where no case is one. */
export function tryLine(clone: string, { functions }: StackOutputs): string | undefined {
  const known = Object.values(functions).filter(({ tags }) => tags.length > 0);
  for (const { name, tags } of known) {
    const folder = join("functions", name, "cases");
    const cases = existsSync(join(clone, folder)) ? readdirSync(join(clone, folder)).sort() : [];
    const input = cases
      .map((each) => join(folder, each, "input.yaml"))
      .find((file) => isResourceList(clone, file));
    if (input !== undefined) return `${docker} ${quote(tags[0] ?? "")} < ${quote(input)}`;
  }
  return known[0] === undefined ? undefined : `${docker} ${quote(known[0].tags[0] ?? "")} --help`;
}

function isResourceList(clone: string, file: string): boolean {
  const path = join(clone, file);
  const expectsError = existsSync(join(path, "..", "error.txt"));
  return !expectsError && existsSync(path) && /^kind: ResourceList$/m.test(readFileSync(path, "utf8"));
}
