// Owns reading large blobs as they come: no time limit on the whole, one on silence, and the check of their digest.
import { createHash } from "node:crypto";
import { repositoryOf } from "./address.ts";
import { damaged, RegistryProblem } from "./problem.ts";
import type { Transport } from "./transport.ts";

/**
 * A blob's bytes as they come; undefined where the registry does not have it.
 *
 * @param silence milliseconds without a byte after which the registry counts as gone
 * @throws RegistryProblem, also while the bytes are read and at their end, where they are not those of the digest
 */
export async function streamBlob(
  transport: Transport,
  image: string,
  digest: string,
  silence: number,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const repository = repositoryOf(image);
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(new DOMException("it stays silent", "TimeoutError")), silence);
  const path = `/v2/${repository.path}/blobs/${digest}`;
  timer.unref(); // A request that waits keeps the process alive by itself.
  const { stream } = await transport.send(repository, path, "pull", { signal: silent.signal, streams: true });
  return stream === undefined ? undefined : bytesOf(stream);

  async function* bytesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const hash = createHash("sha256");
    try {
      for await (const chunk of chunks) {
        timer.refresh();
        hash.update(chunk);
        yield chunk;
      }
    } catch (error) {
      const must = `must serve the whole of it, but: ${(error as Error).message}`;
      const cure = "see that this machine reaches the registry, then run the command again";
      throw new RegistryProblem("unreachable", { path: `${image}@${digest}`, must, cure }, { cause: error });
    } finally {
      clearTimeout(timer);
    }
    const found = `sha256:${hash.digest("hex")}`;
    if (found !== digest) throw damaged(image, digest, found);
  }
}
