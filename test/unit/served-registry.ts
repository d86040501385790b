// Owns a registry of the unit tests: images that they lay down, served over HTTP on loopback, with the answers of bad days.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A registry that runs. */
export interface ServedRegistry {
  /** host:port. */
  readonly address: string;
  /** What it was asked, as `METHOD path`. */
  asked: string[];
  /** Answers a request instead of the registry, where it returns true. */
  instead: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  /** Points `tag` of the image `name` at an index with these labels on each platform; resolves to its digest. */
  put(
    name: string,
    tag: string,
    labels: Readonly<Record<string, string>>,
    platforms?: readonly string[],
  ): string;
  /** Forgets all images. */
  clear(): void;
  stop(): Promise<void>;
}

/** Starts an empty registry. */
export async function serveRegistry(): Promise<ServedRegistry> {
  const content = new Map<string, string>();
  const tags = new Map<string, Map<string, string>>();
  const store = (value: object) => {
    const text = JSON.stringify(value);
    const digest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
    content.set(digest, text);
    return { digest, size: text.length };
  };
  const server = createServer((request, response) => {
    registry.asked.push(`${request.method} ${request.url}`);
    if (registry.instead?.(request, response)) return;
    const [, name = "", kind, reference = ""] =
      /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^?]+)/.exec(request.url ?? "") ?? [];
    const own = tags.get(name);
    if (kind === "tags" && own !== undefined) return response.end(JSON.stringify({ tags: [...own.keys()] }));
    const digest = own?.get(reference) ?? reference;
    const text = content.get(digest);
    if (text === undefined || own === undefined) return response.writeHead(404).end("{}");
    return response.setHeader("docker-content-digest", digest).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const registry: ServedRegistry = {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    instead: undefined,
    put(name, tag, labels, platforms = ["linux/amd64", "linux/arm64"]) {
      const manifests = platforms.map((platform) => {
        const [os = "", architecture = ""] = platform.split("/");
        const config = store({ os, architecture, config: { Labels: labels } });
        return { ...store({ config, layers: [] }), platform: { os, architecture } };
      });
      const { digest } = store({ manifests });
      tags.set(name, (tags.get(name) ?? new Map<string, string>()).set(tag, digest));
      return digest;
    },
    clear() {
      content.clear();
      tags.clear();
      registry.asked = [];
      registry.instead = undefined;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return registry;
}
