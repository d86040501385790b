// Owns the builder's entry in the machine's buildx store: there, and pointing where it should.
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { Problems } from "../../catalog/problems.ts";
import { buildx } from "./buildx.ts";

/** One name on all machines and for every kind of builder; a differing one would show every function as changed. */
export const builderName = "krm-functions";

/** The BuildKit that every builder runs: another version can change every digest. */
export const buildkitVersion = "v0.31.0";

/** Where the builder's one node runs. */
export type Node =
  | { readonly driver: "remote"; readonly endpoint: string }
  | { readonly driver: "docker-container"; readonly image: string };

/** Makes sure that the store has the builder `krm-functions` with this node, and replaces an entry that differs. */
export async function ensureEntry(node: Node): Promise<void> {
  const entry = await readEntry();
  if (entry !== undefined && matches(entry, node)) return;
  if (entry !== undefined) await succeed(["rm", "--force", builderName]);
  await succeed(createArgs(node));
}

/** The arguments of the `buildx` command that makes the entry. */
export function createArgs(node: Node): readonly string[] {
  const create = ["create", "--name", builderName, "--driver", node.driver];
  if (node.driver === "remote") return [...create, node.endpoint];
  // The host's network, so that the builder reaches a registry that listens on loopback.
  return [...create, "--driver-opt", `image=${node.image}`, "--driver-opt", "network=host"];
}

/** What buildx keeps of a builder, in its store's file `instances/<name>`. */
interface Entry {
  readonly Driver: string;
  readonly Nodes: readonly {
    readonly Endpoint: string;
    readonly DriverOpts?: Readonly<Record<string, string>> | null;
  }[];
}

async function readEntry(): Promise<Entry | undefined> {
  // As buildx reads them: one that is empty counts as unset.
  const { DOCKER_CONFIG, BUILDX_CONFIG } = process.env;
  const store = BUILDX_CONFIG || join(DOCKER_CONFIG || join(homedir(), ".docker"), "buildx");
  const file = join(store, "instances", builderName);
  try {
    return JSON.parse(await readFile(file, "utf8")) as Entry;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    if (!(error instanceof SyntaxError)) throw error;
    const must = `must be as buildx writes it, but: ${error.message}`;
    throw new Problems("The builder cannot be set up:", [{ path: file, must, cure: "remove that file" }]);
  }
}

function matches(entry: Entry, node: Node): boolean {
  const [only, ...others] = entry.Nodes;
  if (entry.Driver !== node.driver || only === undefined || others.length > 0) return false;
  return node.driver === "remote" ? only.Endpoint === node.endpoint : only.DriverOpts?.image === node.image;
}

async function succeed(args: readonly string[]): Promise<void> {
  const { code, stderr } = await buildx(args);
  if (code === 0) return;
  throw new Problems("The builder cannot be set up:", [
    { path: `buildx ${args.join(" ")}`, must: `must succeed, but ended with code ${code}: ${stderr.trim()}` },
  ]);
}
