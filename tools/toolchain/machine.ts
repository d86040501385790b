// Reads once what the toolchain needs to know of this machine: where its caches are, its PATH, its kind of processor.

import { homedir } from "node:os";
import { delimiter, join } from "node:path";

export interface Machine {
  /** Folder shared by all clones of this user. */
  readonly cache: string;
  /** Folders of the executables that are installed, in the order of PATH. */
  readonly path: readonly string[];
  /** Folders of Docker's command plugins, in the order in which its client looks. */
  readonly dockerPlugins: readonly string[];
  /** Pulumi's folder of plugins and credentials that the user chose, if one was. */
  readonly userPulumiHome: string | undefined;
  /** The one that an installed CLI uses by itself, and the one of a CLI from our cache. */
  readonly defaultPulumiHome: string;
  readonly ownPulumiHome: string;
  readonly os: NodeJS.Platform;
  readonly arch: NodeJS.Architecture;
  /** What a tool that is started inherits. */
  readonly env: NodeJS.ProcessEnv;
}

/** This machine, as `env` describes it. */
export function readMachine(env: NodeJS.ProcessEnv = process.env): Machine {
  const home = env.HOME || homedir();
  const cache = join(env.XDG_CACHE_HOME || join(home, ".cache"), "krm-functions");
  const tools = join(cache, "tools", "/");
  const ownHome = join(cache, "pulumi-home");
  return {
    cache,
    // A shell that took over our environment has our folders on its PATH: they are not what is installed.
    path: (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "" && !folder.startsWith(tools)),
    dockerPlugins: [
      join(env.DOCKER_CONFIG || join(home, ".docker"), "cli-plugins"),
      "/usr/local/lib/docker/cli-plugins",
      "/usr/local/libexec/docker/cli-plugins",
      "/usr/lib/docker/cli-plugins",
      "/usr/libexec/docker/cli-plugins",
    ],
    userPulumiHome: env.PULUMI_HOME === ownHome ? undefined : env.PULUMI_HOME || undefined,
    defaultPulumiHome: join(home, ".pulumi"),
    ownPulumiHome: ownHome,
    os: process.platform,
    arch: process.arch,
    env,
  };
}
