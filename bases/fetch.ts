// Owns getting the packages of a base: from npm and Debian by their own clients, checked, and kept for all clones.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { Problems } from "../catalog/problems.ts";
import { runQuietly } from "../tools/child.ts";
import { userCache } from "../tools/paths.ts";
import { Apt } from "./apt.ts";
import type { Architecture, DebianPackage, Lock } from "./lock.ts";
import { inWorkFolder } from "./work.ts";

/** The packages' files of one architecture. */
export interface Packages {
  /** The tarball of Node.js. */
  readonly node: string;
  /** The .deb files, in the lock's order. */
  readonly debian: readonly string[];
}

const otherBase = "set `bases` of the stack to a published image, such as {node: name@sha256:...}";

/** Gets the packages of a base for each architecture; what is in the user's cache is not downloaded. */
export async function fetchPackages(
  root: string,
  lock: Lock,
  wanted: readonly Architecture[],
): Promise<ReadonlyMap<Architecture, Packages>> {
  const folder = userCache("downloads");
  return inWorkFolder(folder, async (work) => {
    const nodes = Promise.all(
      wanted.map((architecture) => fetchNode(root, folder, work, lock, architecture)),
    );
    nodes.catch(() => {}); // Awaited below.
    const apt = new Apt(join(work, "apt"));
    const debian = await Promise.all(
      wanted.map((architecture) =>
        Promise.all(
          lock.debian[architecture].map((each) => fetchDebian(apt, folder, work, architecture, each)),
        ),
      ),
    );
    const fetched = await nodes;
    return new Map(wanted.map((name, at) => [name, { node: fetched[at] ?? "", debian: debian[at] ?? [] }]));
  });
}

async function fetchNode(
  root: string,
  folder: string,
  work: string,
  lock: Lock,
  architecture: Architecture,
): Promise<string> {
  const { name, version, integrity } = lock.npm[architecture];
  const [algorithm = "", expected = ""] = integrity.split(/-(.*)/s);
  const kept = join(folder, `${name}-${version}.tgz`);
  const digest = () => digestOf(kept, algorithm, "base64");
  if (digest() === expected) return kept;
  const target = join(work, architecture);
  mkdirSync(target, { recursive: true });
  const { code, stderr } = await runQuietly(
    "npm",
    ["pack", `${name}@${version}`, "--pack-destination", target],
    { cwd: root },
  );
  const [file] = readdirSync(target);
  if (code !== 0 || file === undefined) {
    refuse(
      `${name}@${version}`,
      `must be had from npm, but: ${lastLines(stderr)}`,
      `run the command again, or ${otherBase}`,
    );
  }
  renameSync(join(target, file), kept);
  if (digest() !== expected)
    refuse(`${name}@${version}`, `must have the integrity "${integrity}"`, "run `npm run bases:update`");
  return kept;
}

async function fetchDebian(
  apt: Apt,
  folder: string,
  work: string,
  architecture: Architecture,
  { name, version, sha256 }: DebianPackage,
): Promise<string> {
  const kept = join(folder, `${sha256}.deb`);
  if (digestOf(kept, "sha256", "hex") === sha256) return kept;
  const what = `${name}:${architecture}=${version}`;
  const target = join(work, sha256);
  mkdirSync(target, { recursive: true });
  const { code, stderr } = await apt.download(what, target);
  const [file] = readdirSync(target);
  if (code !== 0 || file === undefined) {
    const gone = /was not found|Unable to locate|404/.test(stderr);
    const cure = gone
      ? `run \`npm run bases:update\`, or ${otherBase}`
      : `run the command again, or ${otherBase}`;
    refuse(
      what,
      `must be had from Debian${gone ? ", but this machine's sources do not have it" : ""}: ${lastLines(stderr)}`,
      cure,
    );
  }
  renameSync(join(target, file), kept);
  if (digestOf(kept, "sha256", "hex") !== sha256)
    refuse(what, `must have the SHA-256 "${sha256}"`, "run `npm run bases:update`");
  return kept;
}

function digestOf(file: string, algorithm: string, encoding: "hex" | "base64"): string | undefined {
  return existsSync(file) ? createHash(algorithm).update(readFileSync(file)).digest(encoding) : undefined;
}

function refuse(path: string, must: string, cure: string): never {
  throw new Problems("The base image cannot be made:", [{ path, must, cure }]);
}

function lastLines(text: string): string {
  const lines = text
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("npm warn"));
  return lines.slice(-3).join(" ") || "no reason is given";
}
