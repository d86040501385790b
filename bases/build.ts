// Owns building a base of the repository and publishing it to a registry.
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { type Problem, Problems, throwProblems } from "../catalog/problems.ts";
import { runVisibly } from "../tools/child.ts";
import { fetchPackages } from "./fetch.ts";
import { architectures, type Lock, readLock } from "./lock.ts";
import { composeTree } from "./rootfs.ts";
import { inWorkFolder } from "./work.ts";

/** What building a base takes. */
export interface BaseBuild {
  /** The clone. */
  readonly root: string;
  /** The base's folder below `bases/`. */
  readonly name: string;
  /** Folder for temporary files, the build context among them. */
  readonly work: string;
  /** Absolute path of buildx, and the name of the builder in its store. */
  readonly buildx: string;
  readonly builder: string;
  /** `registry/path:tag` that the base is published under. */
  readonly reference: string;
}

/** Makes a base for every architecture and pushes it as one index. The same lock gives the same digest anywhere. */
export async function publishBase({ root, name, work, ...build }: BaseBuild): Promise<void> {
  const lock = readLock(root, name);
  await inWorkFolder(work, async (context) => {
    const trees = await composeTrees(root, name, lock, context);
    requireTrees(name, lock, trees);
    copyFileSync(join(root, "bases", name, "Dockerfile"), join(context, "Dockerfile"));
    const code = await runVisibly(build.buildx, buildArguments(build.builder, build.reference, context), {
      stdio: ["ignore", 2, 2],
    });
    if (code === 0) return;
    const must = `must be built and pushed, but buildx ended with ${code} as shown above`;
    throw new Problems("The base image cannot be made:", [
      { path: build.reference, must, cure: "mend that and run the command again" },
    ]);
  });
}

/** Puts the trees of all architectures together below `context`; their hashes, as the lock has them. */
export async function composeTrees(
  root: string,
  name: string,
  lock: Lock,
  context: string,
): Promise<Lock["trees"]> {
  const packages = await fetchPackages(root, lock, architectures);
  const hashes = await Promise.all(
    architectures.map(async (architecture) => {
      const files = packages.get(architecture);
      if (files === undefined) throw new Error(`no packages were fetched for ${architecture}`);
      return composeTree(join(root, "bases", name), files, architecture, join(context, architecture));
    }),
  );
  return { amd64: hashes[0] ?? "", arm64: hashes[1] ?? "" };
}

/**
 * The arguments of the `buildx` command. The trees' times are fixed already: letting BuildKit rewrite them would compress
 * every layer twice. Gzip, since older container runtimes cannot read zstd.
 */
export function buildArguments(builder: string, reference: string, context: string): readonly string[] {
  const output = `type=registry,name=${reference},oci-mediatypes=true,compression=gzip`;
  return [
    ...["build", "--builder", builder, "--platform", architectures.map((each) => `linux/${each}`).join(",")],
    ...["--provenance=false", "--sbom=false", "--build-arg", "SOURCE_DATE_EPOCH=0", "--output", output],
    ...["--progress", process.stderr.isTTY ? "auto" : "quiet", context],
  ];
}

function requireTrees(name: string, lock: Lock, trees: Lock["trees"]): void {
  const differing = architectures.filter((architecture) => lock.trees[architecture] !== trees[architecture]);
  const problems: Problem[] = differing.map((architecture) => ({
    path: `bases/${name}/lock.json: trees.${architecture}`,
    must: `must be "${trees[architecture]}", what the packages come to, not "${lock.trees[architecture]}"`,
    cure: "run `npm run bases:update` where bases/ was changed on purpose",
  }));
  throwProblems("The base image is not the locked one:", problems);
}
