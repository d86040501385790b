// Owns the settings under which functions are built again: what made them is the stack's, and nothing is published.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import { ownBase } from "../../../bases/index.ts";
import { lockFile } from "../../../bases/lock.ts";
import { ociLabel } from "../../../catalog/labels.ts";
import { type RegistryClient, readImage } from "../../../oci/index.ts";
import type { Published } from "../../../verify/index.ts";

/** Name of the stack that only a worktree has. */
export const rebuildStack = "rebuild";

/** What the settings of a stack say of what its images are made of. */
export interface MadeOf {
  readonly version?: string;
  readonly bases: Readonly<Record<string, string>>;
}

/** Reads that from the text of a `Pulumi.<stack>.yaml`. */
export function readMadeOf(text: string | undefined, project: string): MadeOf {
  const { config = {} } = (load(text ?? "") ?? {}) as { config?: Readonly<Record<string, unknown>> };
  const version = config[`${project}:version`];
  const bases = config[`${project}:bases`] ?? {};
  return {
    ...(typeof version === "string" && version !== "" ? { version } : {}),
    bases: (typeof bases === "string" ? JSON.parse(bases) : bases) as Readonly<Record<string, string>>,
  };
}

/** The text of the stack's file that builds these functions again, and only builds them. */
export function rebuildSettings(
  project: string,
  {
    imagePrefix,
    names,
    version,
    bases,
  }: MadeOf & { readonly imagePrefix: string; readonly names: readonly string[] },
): string {
  const settings = {
    registry: "existing",
    imagePrefix,
    builder: "local",
    publish: "build",
    only: names,
    bases,
    ...(version === undefined ? {} : { version }),
  };
  const config = Object.entries(settings).map(([key, value]) => [`${project}:${key}`, value]);
  return dump({ config: Object.fromEntries(config) }, { lineWidth: -1 });
}

/**
 * The base that an image was made of, as a setting: by the digest in its labels. Undefined where they name none.
 *
 * @param imagePrefix of the stack; labels name bases below it without it
 */
export async function baseOf(
  client: RegistryClient,
  { image, digest }: Published,
  imagePrefix: string,
): Promise<string | undefined> {
  const read = await readImage(client, image, digest);
  const labels = read?.platforms[0]?.config?.config?.Labels ?? {};
  const name = labels[ociLabel("base.name")];
  const base = labels[ociLabel("base.digest")];
  if (name === undefined || base === undefined) return undefined;
  const below = `${imagePrefix}/${name.replace(/:[^/:]*$/, "")}`;
  const [host = "", ...path] = name.split("/");
  const isElsewhere = path.length > 0 && (/[.:]/.test(host) || host === "localhost");
  const isBelow = !isElsewhere && (await client.digestOf(below, base)) !== undefined;
  return `${isBelow ? `${imagePrefix}/` : ""}${name}@${base}`;
}

/** The repository's own bases as a registry has them, without those of `known`: the check of a build needs Node.js. */
export async function ownBases(
  client: RegistryClient,
  root: string,
  imagePrefix: string,
  known: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const names = readdirSync(join(root, "bases")).filter((name) => existsSync(lockFile(root, name)));
  const found: Record<string, string> = {};
  for (const name of names.filter((name) => known[name] === undefined)) {
    const { repository, tag } = ownBase(root, name);
    const digest = await client.digestOf(`${imagePrefix}/${repository}`, tag);
    if (digest !== undefined) found[name] = `${imagePrefix}/${repository}:${tag}@${digest}`;
  }
  return found;
}
