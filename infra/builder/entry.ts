// Owns the builder's entry in the machine's buildx store: there, and pointing where it should.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Problems } from "../../catalog/problems.ts";
import { buildx } from "./buildx.ts";
import type { KubernetesNode } from "./kubernetes.ts";

/** One name on all machines and for every kind of builder; a differing one would show every function as changed. */
export const builderName = "krm-functions";

/** The BuildKit that every builder runs: another version can change every digest. */
export const buildkitVersion = "v0.31.0";

/** Where the builder's nodes run. */
export type Node =
  | {
      readonly driver: "remote";
      readonly endpoint: string;
      /** Absolute paths of its TLS files, by buildx's names for them. */
      readonly options?: Readonly<Record<string, string>>;
    }
  | { readonly driver: "docker-container"; readonly image: string }
  | {
      readonly driver: "kubernetes";
      /** Absolute path of the cluster's kubeconfig. */
      readonly kubeconfig: string;
      readonly nodes: readonly KubernetesNode[];
    };

/** Makes sure that the store has the builder `krm-functions` with these nodes, and replaces an entry that differs. */
export async function ensureEntry(node: Node): Promise<void> {
  const entry = readEntry();
  if (entry !== undefined && matches(entry, node)) return;
  if (entry !== undefined) await remove(removalOf(entry, node));
  const { env, commands } = createCommands(node);
  for (const command of commands) await succeed(command, env);
}

/**
 * Removes the entry, if there is one, and what runs for it; resolves to its driver.
 *
 * @throws Problems where what runs could not be ended; the entry is gone then too
 */
export async function removeEntry(): Promise<string | undefined> {
  const entry = readEntry();
  if (entry === undefined) return undefined;
  const args = ["rm", "--force", builderName];
  const { code, stderr } = await buildx(args);
  const cure =
    entry.Driver === "kubernetes"
      ? `if its cluster is not gone, remove there: ${entry.Nodes.map(({ Name }) => `deployment ${Name}`).join(", ")}`
      : "end what runs for it by hand";
  if (code !== 0) throw failure(args, code, stderr, cure);
  return entry.Driver;
}

/** The `buildx` commands that make the entry, and what their environment needs. */
export function createCommands(node: Node): {
  readonly env: Readonly<Record<string, string>>;
  readonly commands: readonly (readonly string[])[];
} {
  const create = ["create", "--name", builderName, "--driver", node.driver];
  switch (node.driver) {
    case "remote":
      return { env: {}, commands: [[...create, ...driverOptions(node.options ?? {}), node.endpoint]] };
    case "docker-container": {
      // The host's network, so that the builder reaches a registry that listens on loopback.
      const options = { image: node.image, network: "host" };
      return { env: {}, commands: [[...create, ...driverOptions(options)]] };
    }
    case "kubernetes": {
      const commands = node.nodes.map(({ name, platform, options }, at) => [
        ...create,
        ...(at === 0 ? [] : ["--append"]),
        ...["--node", name, "--platform", platform, ...driverOptions(options)],
      ]);
      // buildx takes the path from there, and keeps it.
      return { env: { KUBECONFIG: node.kubeconfig }, commands };
    }
  }
}

/** Options as buildx reads them: a list of comma-separated values, so that one with a comma needs quotes. */
function driverOptions(options: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(options).flatMap(([key, value]) => {
    const option = `${key}=${value}`;
    return ["--driver-opt", /[,"]/.test(option) ? `"${option.replaceAll('"', '""')}"` : option];
  });
}

/** What buildx keeps of a builder, in its store's file `instances/<name>`. */
interface Entry {
  readonly Driver: string;
  readonly Nodes: readonly {
    readonly Name: string;
    readonly Endpoint: string;
    readonly Platforms?: readonly { readonly os: string; readonly architecture: string }[] | null;
    readonly DriverOpts?: Readonly<Record<string, string>> | null;
  }[];
}

function readEntry(): Entry | undefined {
  // As buildx reads them: one that is empty counts as unset.
  const { DOCKER_CONFIG, BUILDX_CONFIG } = process.env;
  const store = BUILDX_CONFIG || join(DOCKER_CONFIG || join(homedir(), ".docker"), "buildx");
  const file = join(store, "instances", builderName);
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Entry;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    if (!(error instanceof SyntaxError)) throw error;
    const must = `must be as buildx writes it, but: ${error.message}`;
    throw new Problems("The builder cannot be set up:", [{ path: file, must, cure: "remove that file" }]);
  }
}

function matches({ Driver, Nodes }: Entry, node: Node): boolean {
  if (Driver !== node.driver) return false;
  if (node.driver === "kubernetes") {
    const found = Nodes.map((one) => ({
      name: one.Name,
      platform: (one.Platforms ?? []).map(({ os, architecture }) => `${os}/${architecture}`).join(),
      options: one.DriverOpts ?? {},
      kubeconfig: new URL(one.Endpoint).searchParams.get("kubeconfig"),
    }));
    const wanted = node.nodes.map((one) => ({ ...one, kubeconfig: node.kubeconfig }));
    return isDeepStrictEqual(found, wanted);
  }
  const [only, ...others] = Nodes;
  if (only === undefined || others.length > 0) return false;
  if (node.driver === "docker-container") return only.DriverOpts?.image === node.image;
  return only.Endpoint === node.endpoint && isDeepStrictEqual(only.DriverOpts ?? {}, node.options ?? {});
}

/**
 * How an entry goes that gives way to another. Pods stay while a preview builds elsewhere, and so does the cache of a container;
 * what was made with other options goes.
 */
function removalOf({ Driver }: Entry, { driver }: Node): readonly string[] {
  if (Driver === driver) return [];
  if (Driver === "kubernetes") return ["--keep-daemon"];
  return Driver === "docker-container" ? ["--keep-state"] : [];
}

/** buildx forgets an entry also where it could not end what runs for it, as where its cluster is gone. */
async function remove(more: readonly string[]): Promise<void> {
  const args = ["rm", "--force", ...more, builderName];
  const { code, stderr } = await buildx(args);
  if (code !== 0 && readEntry() !== undefined) throw failure(args, code, stderr);
}

async function succeed(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
  const { code, stderr } = await buildx(args, env);
  if (code !== 0) throw failure(args, code, stderr);
}

function failure(args: readonly string[], code: number, stderr: string, cure?: string): Problems {
  const path = `buildx ${args.join(" ")}`;
  const must = `must succeed, but ended with code ${code}: ${stderr.trim()}`;
  const problem = cure === undefined ? { path, must } : { path, must, cure };
  return new Problems(`The builder cannot be ${args[0] === "rm" ? "removed" : "set up"}:`, [problem]);
}
