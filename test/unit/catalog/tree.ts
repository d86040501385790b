// Owns the small projects that tests of the catalog read, made in temporary folders.
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file's text, a link, or null for a file that shall not be there. */
export type Content = string | { readonly link: string } | null;
/** Files by path. */
export type Files = Readonly<Record<string, Content>>;

/** The repository, whose SDK and packages the projects use. */
export const repository = fileURLToPath(new URL("../../..", import.meta.url));

const base = mkdtempSync(join(tmpdir(), "catalog-"));
process.once("exit", () => rmSync(base, { recursive: true, force: true }));

const resource = "apiVersion: v1\nkind: Service\nmetadata:\n  name: shop # stays\n";

/** One good function, `good`, that passes everything on. */
export const goodFiles: Files = {
  "package.json": '{ "license": "Apache-2.0", "repository": "github:example/functions" }\n',
  LICENSE: "Apache License\n",
  "functions/Dockerfile": readFileSync(join(repository, "functions/Dockerfile"), "utf8"),
  "functions/good/function.yaml": "description: Passes everything on.\nversion: v1.2.3\n",
  "functions/good/index.ts": functionSource("export default pass;"),
  "functions/good/README.md": "# good\n",
  "functions/good/cases/basic/input.yaml": resource,
  "functions/good/cases/basic/expected.yaml": resource,
};

/** The files of `goodFiles` for a second function of that name. */
export function functionFiles(name: string): Files {
  const own = Object.entries(goodFiles).filter(([path]) => path.startsWith("functions/good/"));
  return Object.fromEntries(own.map(([path, text]) => [path.replace("good", name), text]));
}

/** A function's source that ends in `rest`. */
export function functionSource(rest: string, comment = "Owns nothing."): string {
  return `// ${comment}\nimport type { ResourceList } from "../../sdk/index.ts";\n\nfunction pass(_list: ResourceList): void {}\n${rest}\n`;
}

/** Makes a project of `goodFiles` and `files` in a temporary folder, which is removed when the process ends. */
export function makeProject(files: Files = {}): string {
  const root = mkdtempSync(join(base, "project-"));
  writeFiles(root, { ...goodFiles, ...files });
  return root;
}

/** The same with the SDK and the packages, so that functions can be bundled. */
export function makeBundledProject(files: Files = {}): string {
  const root = makeProject(files);
  cpSync(join(repository, "sdk"), join(root, "sdk"), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  return root;
}

/** Writes files into `root`, in the order in which they are given. */
export function writeFiles(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    if (content === null) rmSync(file, { recursive: true, force: true });
    else {
      mkdirSync(dirname(file), { recursive: true });
      if (typeof content === "string") writeFileSync(file, content);
      else symlinkSync(content.link, file);
    }
  }
}

/** Makes a file executable. */
export function makeExecutable(root: string, path: string): void {
  chmodSync(join(root, path), 0o755);
}

/** Every path below `root` with its mode, time and text, as lines that can be compared. */
export function describeTree(root: string): readonly string[] {
  const names = readdirSync(root, { recursive: true }) as string[];
  return names.sort().map((path) => {
    const stat = statSync(join(root, path));
    const text = stat.isFile() ? readFileSync(join(root, path), "base64") : "";
    return `${path} ${stat.mode.toString(8)} ${stat.mtimeMs} ${text}`;
  });
}
