// Owns the rules of a recipe: a stage `function` that ends in an image of the kind that every function has.
import type { Recipe } from "../function.ts";
import type { Report } from "../validate/report.ts";
import { baseArgument, baseOf, basesOf, chainOf, reportUnpinned } from "./bases.ts";
import { type Dockerfile, type Instruction, parseDockerfile, type Stage } from "./parse.ts";

const takenStages = ["check", "release"];

/**
 * Reads the text of a recipe.
 *
 * @param own whether a function brings it itself
 * @returns the recipe, or undefined after a report
 */
export function readRecipe(path: string, text: string, own: boolean, report: Report): Recipe | undefined {
  let failed = false;
  const refuse: Report = (...problem) => {
    failed = true;
    report(...problem);
  };
  const file = parseDockerfile(text);
  reportDirectives(path, file, refuse);
  reportUnpinned(path, file, refuse);
  for (const { name, line } of file.stages.filter(({ name }) => takenStages.includes(name ?? ""))) {
    refuse(
      `${path}:${line}`,
      `must not have a stage "${name}", which the program adds itself`,
      "rename the stage",
    );
  }
  const stage = file.stages.find(({ name }) => name === "function");
  if (stage === undefined) {
    refuse(
      path,
      "must have a stage `function`, which is what ships",
      "name the last stage: `FROM ... AS function`",
    );
    return undefined;
  }
  const chain = chainOf(stage, file.stages);
  const base = baseOf(chain.at(-1)?.from ?? "");
  const entrypoint = readEntrypoint(path, chain, refuse);
  if (own && base !== "node" && entrypoint[0]?.startsWith("/") === false) {
    const must = `ENTRYPOINT must start with the absolute path of its program, not "${entrypoint[0]}"`;
    refuse(`${path}:${stage.line}`, must, "write the path: the check runs the program from there");
  }
  const user = readUser(path, chain, refuse);
  if (failed) return undefined;
  const environment = stage.instructions
    .filter(({ name }) => name === "ARG" || name === "ENV")
    .map(({ text }) => text);
  const written = [
    ...undeclaredBases(file),
    ...file.instructions.map((instruction) => instruction.text),
    "",
  ].join("\n");
  const recipe = { path, own, text: written, bases: basesOf(file), entrypoint, user, environment };
  return base === undefined ? recipe : { ...recipe, base };
}

/** `ARG` for bases that FROM uses and the recipe does not declare: one only counts there when it is declared first. */
function undeclaredBases(file: Dockerfile): readonly string[] {
  const declared = new Set(file.globals.map(({ rest }) => rest.split("=")[0]));
  const wanted = basesOf(file).map(baseArgument);
  return wanted.filter((argument) => !declared.has(argument)).map((argument) => `ARG ${argument}`);
}

function reportDirectives(path: string, { directives }: Dockerfile, refuse: Report): void {
  if (directives.syntax !== undefined) {
    const must = `must not have a \`# syntax=\` line, which pulls the frontend "${directives.syntax}" at every build`;
    refuse(`${path}:1`, must, "remove the line: BuildKit's own frontend reads the recipe");
  }
  if (directives.escape !== undefined && directives.escape !== "\\") {
    refuse(`${path}:1`, `\`# escape=\` must be a backslash, not "${directives.escape}"`, "remove the line");
  }
}

/** The last instruction of that name that is in force in the first stage of `chain`. */
function inForce(name: string, chain: readonly Stage[]): Instruction | undefined {
  const found = chain.map(({ instructions }) =>
    instructions.findLast((instruction) => instruction.name === name),
  );
  return found.find((instruction) => instruction !== undefined);
}

function readEntrypoint(path: string, chain: readonly Stage[], refuse: Report): readonly string[] {
  const command = inForce("CMD", chain);
  if (command !== undefined) {
    const must = `must not have a CMD, found "${command.rest}": kpt runs the entrypoint alone`;
    refuse(`${path}:${command.line}`, must, "move its arguments to ENTRYPOINT");
  }
  const instruction = inForce("ENTRYPOINT", chain);
  if (instruction === undefined) {
    refuse(
      path,
      "the stage `function` must have an ENTRYPOINT",
      'add `ENTRYPOINT ["/path/of/program"]` to it',
    );
    return [];
  }
  const words = parseExecForm(instruction.rest);
  if (words !== undefined) return words;
  const must = `ENTRYPOINT must be in exec form, a JSON list of words, not "${instruction.rest}"`;
  refuse(
    `${path}:${instruction.line}`,
    must,
    'write `ENTRYPOINT ["program", "argument"]`: the image has no shell',
  );
  return [];
}

function parseExecForm(rest: string): readonly string[] | undefined {
  try {
    const words: unknown = JSON.parse(rest);
    const valid = Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === "string");
    return valid ? words : undefined;
  } catch {
    return undefined;
  }
}

function readUser(path: string, chain: readonly Stage[], refuse: Report): string {
  const instruction = inForce("USER", chain);
  if (instruction === undefined) {
    refuse(path, "the stage `function` must have a USER", "add `USER 65532` to it");
    return "";
  }
  const user = instruction.rest;
  if (!/^[1-9]\d*(:\d+)?$/.test(user)) {
    const must = `USER must be a number other than 0, so that any cluster can see that it is not root, not "${user}"`;
    refuse(`${path}:${instruction.line}`, must, "write `USER 65532`");
  }
  return user;
}
