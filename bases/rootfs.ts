// Owns the file tree of the base `node`: which files of the packages it holds, where, and with which modes.
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { succeed } from "../tools/child.ts";
import { loaderPath, neededLibraries, withoutSymbols } from "./elf.ts";
import type { Packages } from "./fetch.ts";
import type { Architecture } from "./lock.ts";

/** Where glibc's loader looks first, and where Debian's packages have their libraries. */
const triplets: Readonly<Record<Architecture, string>> = {
  amd64: "x86_64-linux-gnu",
  arm64: "aarch64-linux-gnu",
};
const folders = (architecture: Architecture) =>
  ["lib", "usr/lib"].map((folder) => `${folder}/${triplets[architecture]}`);
/** Texts that the copyright files of the libraries point to. */
const licences = ["GPL-2", "GPL-3", "LGPL-2.1"];

/**
 * Puts the tree of one architecture together in the empty folder `target`.
 *
 * @param source `bases/node`, with passwd, group and the texts of licences
 * @returns SHA-256 of the tree: paths, modes and contents
 */
export async function composeTree(
  source: string,
  packages: Packages,
  architecture: Architecture,
  target: string,
): Promise<string> {
  mkdirSync(dirname(target), { recursive: true });
  const work = mkdtempSync(`${target}.work-`);
  try {
    const title = "The base image cannot be made:";
    const node = join(work, "node");
    const debian = join(work, "debian");
    for (const folder of [node, debian]) mkdirSync(folder);
    await succeed(title, "tar", ["-xzf", packages.node, "-C", node, "package/bin/node", "package/LICENSE"]);
    for (const file of packages.debian) {
      const cure =
        "install dpkg, or set `bases` of the stack to a published image, such as {node: name@sha256:...}";
      await succeed(title, "dpkg-deb", ["--extract", file, debian], { cure });
    }
    const files = chooseFiles(source, node, debian, architecture);
    for (const [path, { from, mode, content }] of files) {
      const file = join(target, path);
      mkdirSync(dirname(file), { recursive: true });
      if (content !== undefined) writeFileSync(file, content);
      else copyFileSync(from, file);
      chmodSync(file, mode);
    }
    mkdirSync(join(target, "tmp"));
    return sealTree(target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

interface Entry {
  readonly from: string;
  readonly mode: number;
  readonly content?: Buffer;
}

function chooseFiles(
  source: string,
  node: string,
  debian: string,
  architecture: Architecture,
): ReadonlyMap<string, Entry> {
  const program = readFileSync(join(node, "package", "bin", "node"));
  const loader = loaderPath(program) ?? "";
  const files = new Map<string, Entry>([
    ["nodejs/bin/node", { from: "", mode: 0o755, content: withoutSymbols(program) }],
    ["nodejs/LICENSE", { from: join(node, "package", "LICENSE"), mode: 0o644 }],
    ["etc/passwd", { from: join(source, "passwd"), mode: 0o644 }],
    ["etc/group", { from: join(source, "group"), mode: 0o644 }],
  ]);
  const find = (library: string) =>
    folders(architecture)
      .map((folder) => join(debian, folder, library))
      .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  const add = (library: string) => {
    const isLoader = library === basename(loader);
    const path = isLoader ? loader.slice(1) : `lib/${triplets[architecture]}/${library}`;
    if (files.has(path)) return;
    const from = find(library);
    if (from === undefined)
      throw new Error(`${library}: no package of bases/node/lock.json has it, but node needs it`);
    files.set(path, { from, mode: isLoader ? 0o755 : 0o644 });
    neededLibraries(readFileSync(from)).forEach(add);
  };
  neededLibraries(program).forEach(add);
  for (const name of licences) {
    files.set(`usr/share/common-licenses/${name}`, { from: join(source, name), mode: 0o644 });
  }
  const docs = join(debian, "usr", "share", "doc");
  // A package's folder may be a link to that of the package it comes with, which has the copyright of both.
  for (const { name } of readdirSync(docs, { withFileTypes: true }).filter((each) => each.isDirectory())) {
    const from = join(docs, name, "copyright");
    files.set(`usr/share/doc/${name}/copyright`, { from, mode: 0o644 });
  }
  return files;
}

/** Gives every folder its mode, whatever the umask, and everything the same time; hashes the tree. */
function sealTree(target: string): string {
  const hash = createHash("sha256");
  const visit = (path: string) => {
    const file = join(target, path);
    const stat = statSync(file);
    if (stat.isDirectory()) {
      const mode = path === "tmp" ? 0o1777 : 0o755;
      chmodSync(file, mode);
      hash.update(`${path}/ ${mode.toString(8)}\n`);
      for (const name of readdirSync(file).sort()) visit(join(path, name));
    } else {
      const content = createHash("sha256").update(readFileSync(file)).digest("hex");
      hash.update(`${path} ${(stat.mode & 0o7777).toString(8)} ${content}\n`);
    }
    utimesSync(file, 0, 0);
  };
  visit("");
  return hash.digest("hex");
}
