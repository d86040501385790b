// Owns the audit of the npm packages against the lockfile: nothing installed beside it, nothing unpinned, no script, known licences.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { readLock } from "../../bases/lock.ts";
import { repository } from "./catalog/tree.ts";

/** What a lockfile says of a package. Source: npm's documentation of package-lock.json. */
interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

const json = (path: string) => JSON.parse(readFileSync(join(repository, path), "utf8"));
const lockOf = (path: string) => json(path).packages as Readonly<Record<string, Locked>>;
const { "": own = {}, ...locked } = lockOf("package-lock.json");
const installed = lockOf("node_modules/.package-lock.json");

/** Licences that allow to use a package as this project does; only those of a function's bundle ship, with their texts. */
const licences = new Set([
  ...["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "Python-2.0"],
  ...["CC0-1.0", "CC-BY-3.0", "MIT OR Apache-2.0", "(BSD-3-Clause AND Apache-2.0)"],
]);
/** MIT in words; a dependency of the SDK of Pulumi. */
const licensedByText = "node_modules/@logdna/tail-file";
/** What has a script that would run at its installation; `ignore-scripts` keeps each from it, and all work without. */
const withScripts = ["node_modules/@pulumi/docker-build", "node_modules/esbuild", "node_modules/protobufjs"];

describe("the npm packages", () => {
  test("all that package.json names is pinned, and locked as it is named there", () => {
    const { dependencies, devDependencies, optionalDependencies } = json("package.json");
    assert.deepEqual(own, { ...own, dependencies, devDependencies, optionalDependencies });
    const named = { ...dependencies, ...devDependencies, ...optionalDependencies };
    for (const [name, version] of Object.entries(named)) {
      assert.equal(locked[`node_modules/${name}`]?.version, version, name);
    }
  });

  test("the commands run on the Node.js of the base, be it of either platform", () => {
    const { npm } = readLock(repository, "node");
    const { optionalDependencies } = json("package.json");
    const cure = "run `npm install --save-optional --save-exact NAME@VERSION` for both";
    for (const { name, version, integrity } of Object.values(npm)) {
      assert.equal(optionalDependencies[name], version, `package.json: ${name}: ${cure}`);
      assert.equal(
        locked[`node_modules/${name}`]?.integrity,
        integrity,
        `package-lock.json: ${name}: ${cure}`,
      );
    }
  });

  test("each comes from the registry, by its checksum", () => {
    for (const [path, { integrity, resolved, link }] of Object.entries(locked)) {
      assert.equal(link ?? resolved, undefined, `${path}: must come from the registry that npm is set to`);
      assert.match(integrity ?? "", /^sha512-[\w+/]{86}==$/, path);
    }
  });

  test("what is installed has the versions and checksums of the lockfile", () => {
    for (const [path, { version, integrity }] of Object.entries(installed)) {
      const { version: wanted, integrity: checksum } = locked[path] ?? {};
      assert.deepEqual({ version, integrity }, { version: wanted, integrity: checksum }, path);
      assert.equal(json(join(path, "package.json")).version, wanted, path);
    }
    const missing = Object.entries(locked).filter(([path, { optional }]) => !installed[path] && !optional);
    assert.deepEqual(missing, []);
  });

  test("no package stands in node_modules that the lockfile does not have", () => {
    assert.deepEqual(
      foldersOf("node_modules").filter((path) => locked[path] === undefined),
      [],
    );
  });

  test("no script of a package runs at its installation", () => {
    assert.match(readFileSync(join(repository, ".npmrc"), "utf8"), /^ignore-scripts=true$/m);
    const scripted = Object.entries(locked).filter(([, { hasInstallScript }]) => hasInstallScript);
    assert.deepEqual(
      scripted.map(([path]) => path),
      withScripts,
      "a package with a script that is new here needs a look",
    );
    // What esbuild's script would put in the place of its launcher.
    assert.match(readFileSync(join(repository, "node_modules/esbuild/bin/esbuild"), "latin1"), /^#!.*node\n/);
  });

  test("each has a licence that is known here", () => {
    const unknown = Object.entries(locked).filter(
      ([path, { license = "" }]) => !licences.has(license) && path !== licensedByText,
    );
    assert.deepEqual(unknown, []);
    assert.match(
      readFileSync(join(repository, licensedByText, "LICENSE"), "utf8"),
      /^The MIT License \(MIT\)/,
    );
  });
});

/** The packages below a `node_modules`, and those in their own. */
function foldersOf(modules: string): readonly string[] {
  const names = readdirSync(join(repository, modules)).filter((name) => !name.startsWith("."));
  const packages = names.flatMap((name) =>
    name.startsWith("@")
      ? readdirSync(join(repository, modules, name)).map((inner) => `${name}/${inner}`)
      : [name],
  );
  return packages.flatMap((name) => {
    const inner = `${modules}/${name}/node_modules`;
    return [`${modules}/${name}`, ...(existsSync(join(repository, inner)) ? foldersOf(inner) : [])];
  });
}
