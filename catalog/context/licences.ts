// Owns the licences of what is in a bundle: the project's own and those of every package.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Problem, throwProblems } from "../problems.ts";
import type { Project } from "../project.ts";

/** The licences of one bundle. */
export interface Licences {
  /** Text of the file `LICENSES`. */
  readonly text: string;
  /** SPDX expression over all of them. */
  readonly expression: string;
}

/** Something with a licence of its own in a program. */
export interface Package {
  /** Name and version. */
  readonly title: string;
  /** SPDX expression. */
  readonly licence: string;
  /** Its licence and notice files. */
  readonly texts: readonly string[];
}

const rule = `\n${"-".repeat(80)}\n\n`;
const filePattern = /^(licen[cs]e|copying|notice)\b/i;

/** Reads licences of bundles; what several bundles share is read once. */
export class LicenceReader {
  readonly #root: string;
  readonly #own: Package;
  readonly #packages = new Map<string, Package>();

  constructor(root: string, project: Project) {
    this.#root = root;
    this.#own = { title: "This project", licence: project.licence, texts: readTexts(root) };
  }

  /**
   * The licences of a bundle made of the files `inputs`.
   *
   * @throws Problems when a package does not say its licence
   */
  of(inputs: readonly string[]): Licences {
    const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
    return this.with([...folders].sort().map((folder) => this.#package(folder)));
  }

  /** The licences of a program that is made of the project's own code and `packages`. */
  with(packages: readonly Package[]): Licences {
    const head =
      packages.length === 0 ? "No third-party packages are in this program." : "What is in this program:";
    const parts = [this.#own, ...packages];
    const sections = parts.map(({ title, licence, texts }) =>
      [`${title}: ${licence}\n`, ...texts].join("\n"),
    );
    return { text: [`${head}\n`, ...sections].join(rule), expression: expressionOf(parts) };
  }

  #package(folder: string): Package {
    const known = this.#packages.get(folder) ?? readPackage(this.#root, folder);
    this.#packages.set(folder, known);
    return known;
  }
}

/** `node_modules/@scope/name` of a file in it. */
function packageFolder(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function readPackage(root: string, folder: string): Package {
  const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const problems: Problem[] = [];
  if (typeof manifest.license !== "string") {
    const must = "must say its `license`, since its code would ship";
    problems.push({ path: `${folder}/package.json`, must, cure: "use another package" });
  }
  throwProblems("The licences cannot be told:", problems);
  return {
    title: `${manifest.name} ${manifest.version}`,
    licence: manifest.license,
    texts: readTexts(join(root, folder)),
  };
}

/** The licence and notice files of a folder, with line feeds. */
export function readTexts(folder: string): readonly string[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => filePattern.test(name)) : [];
  return names
    .sort()
    .map((name) => `${readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim()}\n`);
}

function expressionOf(parts: readonly { licence: string }[]): string {
  const all = parts.flatMap(({ licence }) =>
    /[()]| OR /.test(licence) ? [licence] : licence.split(" AND "),
  );
  const expressions = [...new Set(all)].sort();
  return expressions
    .map((one) => (/ (OR|AND) /.test(one) && expressions.length > 1 ? `(${one})` : one))
    .join(" AND ");
}
