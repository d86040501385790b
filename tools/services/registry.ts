// Owns the local registry as a process: distribution on a port of loopback, its data in the clone's cache.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Daemon } from "./daemon.ts";
import { requireFree } from "./port.ts";

/** The registry daemon of a clone; `executable` is distribution's `registry`. */
export function registryDaemon(executable: string, folder: string, port: number): Daemon {
  const file = join(folder, "config.json");
  const config = registryConfig(join(folder, "data"), port);
  return {
    name: "registry",
    command: [executable, "serve", file],
    mark: file,
    // Distribution 3 would export traces to a collector on loopback, and log that there is none.
    env: { ...process.env, OTEL_TRACES_EXPORTER: "none" },
    settings: config,
    healthy: () => registryAnswers(port),
    async prepare() {
      await requireFree(port, "the local registry", anotherPort);
      mkdirSync(join(folder, "data"), { recursive: true });
      writeFileSync(file, config);
    },
  };
}

/** How the user takes another port. */
export const anotherPort =
  "stop that program, or choose another port: `npm run pulumi -- config set imagePrefix localhost:5055 --stack dev`";

/** Distribution's configuration; JSON, which its YAML reader takes. */
export function registryConfig(data: string, port: number): string {
  const config = {
    version: 0.1,
    log: { level: "warn", accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: data },
      delete: { enabled: true },
      // Files that an interrupted push left behind go after a day.
      maintenance: { uploadpurging: { enabled: true, age: "24h", interval: "24h", dryrun: false } },
    },
    http: { addr: `127.0.0.1:${port}` },
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

/** Whether a registry answers on this port of loopback. */
export async function registryAnswers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/v2/`, { signal: AbortSignal.timeout(2000) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** Whether the local registry has `repository:tag`. */
export async function hasTag(port: number, repository: string, tag: string): Promise<boolean> {
  const accept = "application/vnd.oci.image.index.v1+json";
  const url = `http://127.0.0.1:${port}/v2/${repository}/manifests/${tag}`;
  const response = await fetch(url, {
    method: "HEAD",
    headers: { accept },
    signal: AbortSignal.timeout(5000),
  });
  return response.status === 200;
}
