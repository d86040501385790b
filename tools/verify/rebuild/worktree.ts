// Owns a commit of the repository in a folder of its own, with a builder that has built nothing yet.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Problems } from "../../../catalog/index.ts";
import { runQuietly, succeed } from "../../child.ts";
import { builderContainer } from "../../services/docker.ts";
import { chooseServices } from "../../services/index.ts";
import { readToolSettings } from "../../settings.ts";
import type { StackOutputs } from "../../stack/outputs.ts";
import { fileAt } from "./commits.ts";
import { rebuildStack } from "./settings.ts";

const title = "Functions cannot be built again:";

/** A commit, checked out. */
export interface Worktree {
  readonly root: string;
  /**
   * Builds what the settings say with the commit's own program and tools; resolves to what its stack puts out.
   *
   * @param settings text of the stack's file
   */
  build(settings: string): Promise<StackOutputs>;
  /** Ends what runs for it and removes it; does so after an interruption too. */
  remove(): void;
}

/** Checks a commit out. Its packages are the clone's, where the lockfile is the same. */
export async function openWorktree(
  clone: string,
  commit: string,
  report: (line: string) => void,
): Promise<Worktree> {
  const root = mkdtempSync(join(tmpdir(), "krm-functions-rebuild-"));
  const remove = () => {
    if (existsSync(join(root, ".cache"))) spawnSync("npm", ["run", "-s", "stop"], { cwd: root });
    spawnSync("git", ["worktree", "remove", "--force", root], { cwd: clone });
    rmSync(root, { recursive: true, force: true });
  };
  const npm = (...words: readonly string[]) => succeed(title, "npm", ["run", "-s", ...words], { cwd: root });
  try {
    await succeed(title, "git", ["worktree", "add", "--detach", root, commit], { cwd: clone });
    const lock = await fileAt(clone, commit, "package-lock.json");
    const packages = join(root, "node_modules");
    if (lock === readFileSync(join(clone, "package-lock.json"), "utf8") && !existsSync(packages))
      symlinkSync(join(clone, "node_modules"), packages);
  } catch (error) {
    remove();
    throw error;
  }
  return {
    root,
    remove,
    async build(settings) {
      writeFileSync(join(root, `Pulumi.${rebuildStack}.yaml`), settings);
      const stack = ["--stack", rebuildStack];
      await npm("pulumi", "--", "stack", "init", ...stack, "--non-interactive");
      await removeShared(root, report);
      await npm(
        "pulumi",
        "--",
        "up",
        ...stack,
        "--yes",
        "--skip-preview",
        "--non-interactive",
        "--suppress-outputs",
      );
      return JSON.parse(await npm("pulumi", "--", "stack", "output", "--json", ...stack)) as StackOutputs;
    },
  };
}

/**
 * A builder that is a process keeps its data in the worktree, so that it starts with nothing. One in a Docker engine is shared by
 * all clones: it is removed with what it keeps, and comes again by itself when it is needed.
 */
async function removeShared(root: string, report: (line: string) => void): Promise<void> {
  const { runner } = await chooseServices(root, readToolSettings(root, rebuildStack), () => {});
  if (runner !== "docker") return;
  report(
    "Removing the builder of the Docker engine with its cache, so that nothing is taken from an earlier build",
  );
  const volume = `${builderContainer}_state`;
  await runQuietly("docker", ["rm", "--force", builderContainer]);
  await runQuietly("docker", ["volume", "rm", "--force", volume]);
  if ((await runQuietly("docker", ["volume", "inspect", volume])).code !== 0) return;
  const cure = `run \`docker volume rm ${volume}\` to see why`;
  throw new Problems(title, [{ path: volume, must: "must be removed, but is still there", cure }]);
}
