// Owns the ten tiny functions of the fault tests, and the two things that they can say of themselves.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../project.ts";

/** The functions, in order. */
export const names = Array.from({ length: 10 }, (_, at) => `f${at}`);
/** The tags of each: a release and those that float with it. */
export const tags = ["v0", "v0.1", "v0.1.0"] as const;
/** What the functions can say of themselves; by it, an image has one of two digests. */
export type Content = "Passes" | "Lets";

const resource = "apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\n";
const source =
  'import type { ResourceList } from "../../sdk/index.ts";\n\nexport default function pass(_list: ResourceList): void {}\n';

/** Adds a function to a project. */
export function writeFunction(project: Project, name: string): void {
  const folder = `functions/${name}`;
  mkdirSync(join(project.root, folder, "cases", "basic"), { recursive: true });
  const files = {
    "README.md": `# ${name}\n`,
    "function.yaml": declaration("Passes"),
    "index.ts": source,
    "cases/basic/input.yaml": resource,
    "cases/basic/expected.yaml": resource,
  };
  for (const [path, text] of Object.entries(files)) project.write(`${folder}/${path}`, text);
}

/** The function.yaml of a function that says this. */
export function declaration(content: Content): string {
  return `description: ${content} everything on.\nversion: v0.1.0\n`;
}
