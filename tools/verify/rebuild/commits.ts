// Owns finding the commit that a published function is to be built from again.
import { load } from "js-yaml";
import { type Problem, Problems } from "../../../catalog/index.ts";
import type { Published } from "../../../verify/index.ts";
import { runQuietly } from "../../child.ts";

/** What a commit has in a file; undefined where it has no such file. */
export async function fileAt(root: string, commit: string, path: string): Promise<string | undefined> {
  const { code, stdout } = await runQuietly("git", ["show", `${commit}:${path}`], { cwd: root });
  return code === 0 ? stdout : undefined;
}

/**
 * The commits of functions, in their order: the one that set the version in function.yaml; where the stack sets the version
 * of all functions, the last one, since that version says nothing of what it is.
 *
 * @param isSetByStack whether the stack has the setting `version`
 * @throws Problems where git does not tell
 */
export async function commitsOf(
  root: string,
  published: readonly Published[],
  isSetByStack: boolean,
): Promise<readonly string[]> {
  const git = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await runQuietly("git", args, { cwd: root });
    if (code === 0) return stdout.trim();
    const must = `must succeed, but: ${stderr.trim().split("\n").at(-1)}`;
    throw refuse([{ path: `git ${args[0]}`, must, cure: "rebuild in a clone of the repository" }]);
  };
  const head = await git("rev-parse", "HEAD");
  if (isSetByStack) {
    const changed = await git("status", "--porcelain");
    if (changed === "") return published.map(() => head);
    const must = `must be committed, since the stack sets the version of what is built from them, but ${changed.split("\n").length} are not`;
    throw refuse([{ path: "files", must, cure: "commit or stash them, update the stack, and verify again" }]);
  }
  if ((await git("rev-parse", "--is-shallow-repository")) === "true") {
    const must = "must have its whole history, in which the commits of versions are looked for";
    throw refuse([{ path: "git", must, cure: "run `git fetch --unshallow`" }]);
  }
  const problems: Problem[] = [];
  const commits: string[] = [];
  for (const { name, version } of published) {
    const path = `functions/${name}/function.yaml`;
    const touched = (await git("log", "--format=%H", "-G^version:", "--", path)).split("\n");
    const found = await firstOf(
      touched,
      async (commit) => versionIn(await fileAt(root, commit, path)) === version,
    );
    if (found === undefined) {
      const must = `must have been given the version "${version}" by a commit, but none of its history did`;
      problems.push({ path, must, cure: "commit what was published, or publish what is committed" });
    } else commits.push(found);
  }
  if (problems.length > 0) throw refuse(problems);
  return commits;
}

function refuse(problems: readonly Problem[]): Problems {
  return new Problems("Nothing can be built again:", problems);
}

async function firstOf(
  commits: readonly string[],
  holds: (commit: string) => Promise<boolean>,
): Promise<string | undefined> {
  for (const commit of commits) if (commit !== "" && (await holds(commit))) return commit;
  return undefined;
}

function versionIn(text: string | undefined): unknown {
  try {
    return (load(text ?? "") as { version?: unknown } | undefined)?.version;
  } catch {
    return undefined; // A commit in the middle of work.
  }
}
