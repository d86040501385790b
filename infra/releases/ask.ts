// Owns asking the registry for what it has of every function's release, side by side.
import { join } from "node:path";
import { type CatalogFunction, isRelease } from "../../catalog/index.ts";
import { openRegistryClient, type RegistryClient, RegistryProblem } from "../../oci/index.ts";
import { type PublishedTags, readPublished } from "./published.ts";

/** What a registry has of a function, or why it does not say. */
export type Answer = PublishedTags | RegistryProblem;

/**
 * Asks for each function whose version is a release; others are left out.
 *
 * @param root the project's root, in whose cache answers are kept
 * @param mayPush whether whoever is logged in may be asked to push; where reading is refused, it is then tried with that login:
 * some registries say only to it that an image does not exist yet
 */
export async function askRegistry(
  functions: readonly Pick<CatalogFunction, "name" | "version">[],
  imagePrefix: string,
  root: string,
  mayPush: boolean,
): Promise<ReadonlyMap<string, Answer>> {
  const folder = join(root, ".cache", "releases");
  const readers = [openRegistryClient(), ...(mayPush ? [openRegistryClient({}, "pull,push")] : [])];
  const ask = async (name: string, version: string): Promise<Answer> => {
    const read = (client: RegistryClient) => readPublished(client, `${imagePrefix}/${name}`, version, folder);
    let refusal: RegistryProblem | undefined;
    for (const client of readers) {
      try {
        return await read(client);
      } catch (error) {
        if (!(error instanceof RegistryProblem)) throw error;
        refusal ??= error;
        if (error.failure !== "refused") return error;
      }
    }
    return refusal as RegistryProblem;
  };
  const releases = functions.filter(({ version }) => isRelease(version));
  const answers = await Promise.all(releases.map(({ name, version }) => ask(name, version)));
  return new Map(releases.map(({ name }, at) => [name, answers[at] as Answer]));
}
