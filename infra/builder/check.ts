// Owns the check that a builder answers and runs every platform, before anything is built on it.
import { type Problem, throwProblems } from "../../catalog/problems.ts";
import { buildx } from "./buildx.ts";
import { builderName } from "./entry.ts";

/** What a builder says of itself. */
export interface BuilderState {
  readonly error?: string;
  readonly platforms: readonly string[];
  /** Versions of BuildKit on its nodes. */
  readonly versions: readonly string[];
}

/** What a check does and tells. */
export interface CheckOptions {
  /** Starts the builder first. */
  readonly bootstrap?: boolean;
  /** The version that each node must run. */
  readonly version?: string;
  /** What mends a builder that does not answer. */
  readonly cure: string;
}

/**
 * Asks the builder for its platforms.
 *
 * @throws Problems where it does not answer, lacks one of `platforms`, or runs another version
 */
export async function checkBuilder(platforms: readonly string[], options: CheckOptions): Promise<void> {
  const { bootstrap = false } = options;
  const inspect = [
    "inspect",
    builderName,
    ...(bootstrap ? ["--bootstrap"] : []),
    "--timeout",
    bootstrap ? "300s" : "10s",
  ];
  const { code, stdout, stderr } = await buildx(inspect);
  const state = code === 0 ? readState(stdout) : { error: stderr.trim(), platforms: [], versions: [] };
  throwProblems("The builder cannot be used:", builderProblems(state, platforms, options));
}

/** Reads the text that `buildx inspect` prints: `Key: value` lines, a block for each node. */
export function readState(text: string): BuilderState {
  const values = (key: string) =>
    [...text.matchAll(new RegExp(`^${key}:\\s*(.+)$`, "gm"))].map((match) => match[1]?.trim() ?? "");
  const platforms = values("Platforms").flatMap((list) =>
    list.split(/[,\s]+/).map((name) => name.replace(/\*$/, "")),
  );
  const [error] = values("Error");
  const inactive = values("Status").find((status) => status !== "running");
  const failure = error ?? (inactive === undefined ? undefined : `its status is "${inactive}"`);
  return {
    platforms,
    versions: values("BuildKit version"),
    ...(failure === undefined ? {} : { error: failure }),
  };
}

/** What is wrong with a builder in this state. */
export function builderProblems(
  state: BuilderState,
  platforms: readonly string[],
  { cure, version }: CheckOptions,
): readonly Problem[] {
  const path = `builder ${builderName}`;
  if (state.error !== undefined) return [{ path, must: `must answer, but: ${state.error}`, cure }];
  const missing = platforms
    .filter((platform) => !state.platforms.includes(platform))
    .map((platform) => ({
      path,
      must: `must run ${platform}, but has only ${state.platforms.join(", ")}`,
      cure: "install qemu-user-static on its machine (a Docker engine: `docker run --privileged --rm tonistiigi/binfmt --install all`), then run `npm start`",
    }));
  const others = version === undefined ? [] : state.versions.filter((one) => one !== version);
  const differing = [...new Set(others)].map((one) => ({
    path,
    must: `must be BuildKit ${version}, since another version can write the same image with another digest, not "${one}"`,
    cure: `run moby/buildkit:${version} there`,
  }));
  return [...missing, ...differing];
}
