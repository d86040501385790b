// Owns the record of this clone's local services: tools/ write it, the program reads it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Problems } from "../../catalog/problems.ts";

/** Where BuildKit and the registry of this clone run. */
export interface LocalServices {
  readonly builder:
    | { readonly driver: "remote"; readonly endpoint: string }
    | { readonly driver: "docker-container"; readonly image: string };
  /** `address` is host:port on loopback. */
  readonly registry: { readonly address: string };
}

/** The record's path, relative to the project's root. */
export const servicesFile = ".cache/services/local.json";

/** What runs for this clone; undefined where `npm start` never set anything up. */
export function readLocalServices(root: string): LocalServices | undefined {
  try {
    return JSON.parse(readFileSync(join(root, servicesFile), "utf8")) as LocalServices;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    if (!(error instanceof SyntaxError)) throw error;
    const must = `must be as \`npm start\` writes it, but: ${error.message}`;
    throw new Problems("The local services are unknown:", [
      { path: servicesFile, must, cure: "run `npm start`" },
    ]);
  }
}
