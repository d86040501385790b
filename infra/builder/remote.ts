// Owns the builder `remote`: a BuildKit that the team already runs.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { throwProblems } from "../../catalog/problems.ts";
import type { RemoteSettings } from "../settings.ts";
import type { Builder } from "./builder.ts";
import { checkBuilder } from "./check.ts";
import { builderName, buildkitVersion, ensureEntry } from "./entry.ts";

/** Opens it; a preview needs it as much as an update does. */
export async function remoteBuilder(
  settings: RemoteSettings,
  root: string,
  platforms: readonly string[],
): Promise<Builder> {
  const { address, tls } = settings;
  await ensureEntry({
    driver: "remote",
    endpoint: address,
    ...(tls === undefined ? {} : { options: tlsFiles(tls, root) }),
  });
  const files = tls === undefined ? "" : " and takes these TLS files";
  const cure = `see that BuildKit answers at "${address}"${files}, or set another \`builderAddress\``;
  await checkBuilder(platforms, { cure, version: buildkitVersion });
  return { name: builderName, ready: pulumi.output(true) };
}

/** The TLS files by buildx's names for them, as absolute paths. */
function tlsFiles(tls: NonNullable<RemoteSettings["tls"]>, root: string): Readonly<Record<string, string>> {
  const files = [
    ["builderCaFile", "cacert", tls.ca],
    ["builderCertFile", "cert", tls.cert],
    ["builderKeyFile", "key", tls.key],
  ].flatMap(([key = "", option = "", file]) =>
    file === undefined ? [] : [{ key, option, file, path: resolve(root, file) }],
  );
  throwProblems(
    "The builder cannot be set up:",
    files
      .filter(({ path }) => !existsSync(path))
      .map(({ key, file }) => ({
        path: `krm-functions:${key}`,
        must: `must name a file, but there is no "${file}"`,
        cure: "put it there, or set another path (below the repository's root, or absolute)",
      })),
  );
  return Object.fromEntries(files.map(({ option, path }) => [option, path]));
}
