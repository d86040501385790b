// Completes the Pulumi CLI with what a run of this project needs: the Node.js language host, the docker-build provider,
// and a home folder that has both.

import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import manifest from "../../package.json" with { type: "json" };
import type { ArtifactName } from "./artifacts.ts";
import { bring, findCached, type Setup } from "./bring.ts";
import { writingCache } from "./cache.ts";
import { findExecutable } from "./installed.ts";
import type { Machine } from "./machine.ts";
import { isForeign, layPlugin, pluginFolder } from "./plugins.ts";
import { unreachable } from "./vendor.ts";
import { PROVIDER_VERSION } from "./versions.ts";

const LANGUAGE_HOST = "pulumi-language-nodejs";
const PROVIDER = "pulumi-resource-docker-build";
const PROVIDER_PLUGIN = `resource-docker-build-v${PROVIDER_VERSION}`;
/** By the SDK's version, as the vendor's host would be named that comes with it. */
const HOST_PLUGIN = `language-nodejs-v${manifest.dependencies["@pulumi/pulumi"]}`;
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
  // The vendor's, on PATH or, as in the vendor's archive, beside the CLI, always wins.
  if (findExecutable([LANGUAGE_HOST], [...machine.path, dirname(realpathSync(cli))]) === undefined) {
    const host = await ensureArtifact("language-nodejs", setup);
    // The CLI warns of a language host that is on PATH but not its own; one in its home it takes without a word.
    if (isOurs) await writingCache(machine, () => layPlugin(home, HOST_PLUGIN, host));
    else lastOnPath.push(host);
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
  await layPlugin(home, PROVIDER_PLUGIN, await ensureArtifact("docker-build", setup));
}

/** Folder of an artifact in the cache, which is brought where it is missing. */
async function ensureArtifact(name: ArtifactName, setup: Setup): Promise<string> {
  const folder = (await findCached(name, setup)) ?? (await bring([name], setup)).get(name);
  if (folder === undefined) throw new Error(`"${name}" must be in the cache`);
  return folder;
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
