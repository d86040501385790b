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

/** Reports every image that could change under the same recipe. */
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
    const image = copiedFrom(instruction);
    if (image === undefined || /^\d+$/.test(image) || names.has(image.toLowerCase()) || pinned(image))
      continue;
    refuse(image, instruction.line);
  }
}

/** What `COPY --from=` or `RUN --mount=...,from=` name. */
function copiedFrom({ name, flags }: Instruction): string | undefined {
  const pattern = name === "RUN" ? /^--mount=(?:.*,)?from=([^,]+)/ : /^--from=(.+)$/;
  return flags.map((flag) => pattern.exec(flag)?.[1]).find((image) => image !== undefined);
}
