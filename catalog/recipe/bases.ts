// Owns where a recipe's images come from: its own stages, bases that the stack pins, and references by digest.
import type { Report } from "../validate/report.ts";
import type { Dockerfile, Instruction, Stage } from "./parse.ts";

/** The build argument of a base: `NODE_BASE` for `node`. */
export function baseArgument(base: string): string {
  return `${base.toUpperCase().replaceAll("-", "_")}_BASE`;
}

/** The base that an argument names: `node` for `${NODE_BASE}`. */
export function baseOf(from: string): string | undefined {
  const argument = /^\$(?:\{([A-Z][A-Z0-9_]*)_BASE\}|([A-Z][A-Z0-9_]*)_BASE)$/.exec(from);
  return (argument?.[1] ?? argument?.[2])?.toLowerCase().replaceAll("_", "-");
}

/** The bases of all stages, sorted, each once. */
export function basesOf({ stages }: Dockerfile): readonly string[] {
  const bases = stages.map(({ from }) => baseOf(from)).filter((base) => base !== undefined);
  return [...new Set(bases)].sort();
}

/** A stage and those that it stands on, itself first. */
export function chainOf(stage: Stage, stages: readonly Stage[]): readonly Stage[] {
  const before = stages.slice(0, stages.indexOf(stage));
  const parent = before.find(({ name }) => name === stage.from.toLowerCase());
  return parent === undefined ? [stage] : [stage, ...chainOf(parent, before)];
}

/** Reports every image that could change under the same recipe, and every base that the stack could not pin. */
export function reportUnpinned(path: string, file: Dockerfile, report: Report): void {
  const names = new Set(file.stages.map(({ name }) => name));
  const pinned = (image: string) =>
    image === "scratch" || baseOf(image) !== undefined || /@sha256:[0-9a-f]{64}$/.test(image);
  const refuse = (image: string, line: number) => {
    const must = `an image must be a stage, a base or pinned by its digest, not "${image}"`;
    report(
      `${path}:${line}`,
      must,
      "write `${<NAME>_BASE}` and set `bases.<name>` in the stack, or add `@sha256:...`",
    );
  };
  file.stages.forEach(({ from, line }, index) => {
    const earlier = file.stages.slice(0, index).some(({ name }) => name === from.toLowerCase());
    if (!earlier && !pinned(from)) refuse(from, line);
  });
  for (const instruction of file.instructions) {
    for (const image of copiedFrom(instruction)) {
      const known = /^\d+$/.test(image) || names.has(image.toLowerCase()) || pinned(image);
      if (!known) refuse(image, instruction.line);
    }
  }
  reportValues(path, file, report);
}

/** A value in the recipe would stand in the place of the stack's reference. */
function reportValues(path: string, file: Dockerfile, report: Report): void {
  const used = new Set(basesOf(file).map(baseArgument));
  for (const { name, rest, line } of file.globals) {
    for (const [, argument = "", value = ""] of name === "ARG"
      ? rest.matchAll(/(\S+?)=("[^"]*"|\S*)/g)
      : []) {
      if (!used.has(argument)) continue;
      const must = `must not give \`${argument}\` a value, found "${value.replaceAll('"', "")}": the stack pins it`;
      report(`${path}:${line}`, must, `write \`ARG ${argument}\`, and the image to the stack's \`bases\``);
    }
  }
}

/** What `COPY --from=` or each `RUN --mount=...,from=` names. */
function copiedFrom({ name, flags }: Instruction): readonly string[] {
  const pattern = name === "RUN" ? /^--mount=(?:.*,)?from=([^,]+)/ : /^--from=(.+)$/;
  return flags.flatMap((flag) => pattern.exec(flag)?.[1] ?? []);
}
