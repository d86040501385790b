// Owns the decision whether a Docker engine runs the local services, or processes of this machine do.
import { Problems } from "../../catalog/problems.ts";
import type { ServicesMode } from "../settings.ts";

/** What this machine's Docker can do for the local services. */
export type Engine =
  | { readonly state: "absent"; readonly reason: string }
  | { readonly state: "no-builder"; readonly reason: string }
  | { readonly state: "full" };

/** The way that the local services run, and why. */
export interface Choice {
  readonly runner: "docker" | "processes";
  readonly reason: string;
}

/**
 * Chooses by the setting `localServices` and what the engine can do. With `auto`, an engine that can run BuildKit is used.
 *
 * @throws Problems where `docker` is asked for and the engine cannot
 */
export function chooseRunner(mode: ServicesMode, engine: Engine): Choice {
  if (mode === "processes") return { runner: "processes", reason: "localServices is processes" };
  if (engine.state === "full")
    return { runner: "docker", reason: "a Docker engine answers and runs BuildKit" };
  if (mode === "auto") return { runner: "processes", reason: engine.reason };
  throw new Problems("The local services cannot run as set:", [
    {
      path: "localServices",
      must: `is "docker", but ${engine.reason}`,
      cure: "mend that, or run `npm run pulumi -- config set localServices auto --stack dev`",
    },
  ]);
}
