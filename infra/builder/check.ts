// Owns the check that a builder answers and runs every platform, before anything is built on it.
import { type Problem, throwProblems } from "../../catalog/problems.ts";
import { buildx } from "./buildx.ts";
import { builderName } from "./entry.ts";

/** What a builder says of itself. */
export interface BuilderState {
  readonly error?: string;
  readonly platforms: readonly string[];
}

/**
 * Asks the builder for its platforms; starts it first where its driver can.
 *
 * @throws Problems where it does not answer, or lacks one of `platforms`
 */
export async function checkBuilder(platforms: readonly string[], bootstrap: boolean): Promise<void> {
  const inspect = [
    "inspect",
    builderName,
    ...(bootstrap ? ["--bootstrap"] : []),
    "--timeout",
    bootstrap ? "300s" : "10s",
  ];
  const { code, stdout, stderr } = await buildx(inspect);
  const state = code === 0 ? readState(stdout) : { error: stderr.trim(), platforms: [] };
  throwProblems("The builder cannot be used:", builderProblems(state, platforms));
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
  return { platforms, ...(failure === undefined ? {} : { error: failure }) };
}

/** What is wrong with a builder in this state. */
export function builderProblems(state: BuilderState, platforms: readonly string[]): readonly Problem[] {
  const path = `builder ${builderName}`;
  if (state.error !== undefined) {
    return [
      { path, must: `must answer, but: ${state.error}`, cure: "run `npm start`, which starts it again" },
    ];
  }
  return platforms
    .filter((platform) => !state.platforms.includes(platform))
    .map((platform) => ({
      path,
      must: `must run ${platform}, but has only ${state.platforms.join(", ")}`,
      cure: "install qemu-user-static on its machine (a Docker engine: `docker run --privileged --rm tonistiigi/binfmt --install all`), then run `npm start`",
    }));
}
