// Completes the Pulumi CLI with what a run of this project needs: the Node.js language host, the docker-build provider,
// and a home folder that has both.

import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { bring, findCached, type Setup } from "./bring.ts";
import { writingCache } from "./cache.ts";
import { findExecutable } from "./installed.ts";
import { ensureLanguageHost, LANGUAGE_HOST } from "./language-host.ts";
import type { Machine } from "./machine.ts";
import { isForeign, layPlugin, pluginFolder } from "./plugins.ts";
import { unreachable } from "./vendor.ts";
import { PROVIDER_VERSION } from "./versions.ts";

const PROVIDER = "pulumi-resource-docker-build";
const PROVIDER_PLUGIN = `resource-docker-build-v${PROVIDER_VERSION}`;
const INSTALL_LIMIT_MS = 120_000;

/** What the CLI's process gets beside the tools' folders on its PATH. */
export interface PulumiParts {
  readonly env: Readonly<Record<string, string>>;
  /** Folders to add behind the user's own PATH. */
  readonly lastOnPath: readonly string[];
}

/** The home that the CLI at hand uses: the user's own, unless the CLI is from our cache and the user named none. */
export function pulumiHome(machine: Machine, isOurs: boolean): string {
  return machine.userPulumiHome ?? (isOurs ? machine.ownPulumiHome : machine.defaultPulumiHome);
}

/** Whether the provider plugin is there already, installed by Pulumi itself. */
export function hasForeignProvider(home: string): boolean {
  return isForeign(pluginFolder(home, PROVIDER_PLUGIN), PROVIDER);
}

/** Makes sure of language host and provider for the CLI at `cli`; `isOurs`: it lies in our cache. */
export async function completePulumi(cli: string, isOurs: boolean, setup: Setup): Promise<PulumiParts> {
  const { machine } = setup;
  const home = pulumiHome(machine, isOurs);
  await writingCache(machine, () => ensureProvider(cli, isOurs, home, setup));
  const lastOnPath: string[] = [];
  if (findExecutable([LANGUAGE_HOST], [...machine.path, dirname(realpathSync(cli))]) === undefined) {
    const host = await ensureLanguageHost(machine, setup.report);
    // The CLI warns of a language host that is on PATH but not its own; one in its home it takes without a word.
    if (isOurs)
      await writingCache(machine, () => layPlugin(home, `language-nodejs-v${host.version}`, host.folder));
    else lastOnPath.push(host.folder);
  }
  return {
    env: { PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
    lastOnPath,
  };
}

async function ensureProvider(cli: string, isOurs: boolean, home: string, setup: Setup): Promise<void> {
  if (hasForeignProvider(home)) return;
  const cached = await findCached("docker-build", setup);
  if (cached !== undefined) return await layPlugin(home, PROVIDER_PLUGIN, cached);
  if (!isOurs && (await unreachable(setup.vendor)) === undefined && (await installs(cli, setup))) return;
  const brought = (await bring(["docker-build"], setup)).get("docker-build");
  if (brought !== undefined) await layPlugin(home, PROVIDER_PLUGIN, brought);
}

/** Lets the user's own CLI install the plugin; false, with the reason in `report`, when it cannot. */
async function installs(cli: string, { machine, report }: Setup): Promise<boolean> {
  report(`Installing Pulumi's docker-build provider ${PROVIDER_VERSION}`);
  const args = ["plugin", "install", "resource", "docker-build", PROVIDER_VERSION, "--non-interactive"];
  try {
    await promisify(execFile)(cli, args, { env: machine.env, timeout: INSTALL_LIMIT_MS });
    return true;
  } catch (error) {
    report(`  ${cli} could not install it: ${(error as Error).message.split("\n").at(-1)}`);
    return false;
  }
}
