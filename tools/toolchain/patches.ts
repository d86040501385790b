// Owns what is changed in a Go module before tools are compiled from it: that build reads a patched copy of the module.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { Problems } from "../../catalog/problems.ts";
import type { ModuleName } from "./artifacts.ts";

/** One text of one file, and what takes its place. */
export interface Patch {
  /** Path of the Go module. */
  readonly module: string;
  /** The file in it. */
  readonly file: string;
  /** Occurs in it once. */
  readonly text: string;
  readonly replacement: string;
}

/**
 * The provider describes all its inputs and outputs before it compares a resource, to know which changes replace one. An Image
 * compares itself and never asks: of the 6.5 ms of a comparison 6 went there, a fifth of the processor time of a run with 100
 * unchanged functions.
 */
const comparesItself: Patch = {
  module: "github.com/pulumi/pulumi-go-provider",
  file: "infer/resource.go",
  text: "\tif hasUpdate {\n\t\tschema, err :=",
  replacement:
    "\tif _, custom := any(*r).(CustomDiff[I, O]); custom {\n\t\t// Asks nothing.\n\t} else if hasUpdate {\n\t\tschema, err :=",
};

/** The provider asks the builder how each image was made, which takes 5 to 20 ms, and drops the answer. */
const asksNoProvenance: Patch = {
  module: "github.com/pulumi/pulumi-docker-build",
  file: "provider/internal/client.go",
  text: "\t\t\tAttests:     map",
  replacement:
    "\t\t\tProvenanceResponseMode: confutil.MetadataProvenanceModeDisabled,\n\t\t\tAttests:     map",
};

/**
 * The CLI derives the key of a stack's secrets from its passphrase in every start: a million rounds of hashing, 0.2 s. With an
 * empty passphrase, which is dev's and guards nothing, the first secret derives it, and a stack without any never does.
 */
const derivesWhenNeeded: Patch = {
  module: "github.com/pulumi/pulumi/pkg/v3",
  file: "secrets/passphrase/manager.go",
  text: "func symmetricCrypterFromPhraseAndState(phrase string, state string) (config.Crypter, error) {\n",
  replacement: `func symmetricCrypterFromPhraseAndState(phrase string, state string) (config.Crypter, error) {
	if phrase != "" {
		return derive(phrase, state)
	}
	return derivedLater(sync.OnceValues(func() (config.Crypter, error) { return derive(phrase, state) })), nil
}

type derivedLater func() (config.Crypter, error)

func (derived derivedLater) EncryptValue(ctx context.Context, plaintext string) (string, error) {
	crypter, err := derived()
	if err != nil {
		return "", err
	}
	return crypter.EncryptValue(ctx, plaintext)
}

func (derived derivedLater) DecryptValue(ctx context.Context, ciphertext string) (string, error) {
	crypter, err := derived()
	if err != nil {
		return "", err
	}
	return crypter.DecryptValue(ctx, ciphertext)
}

func (derived derivedLater) BatchEncrypt(ctx context.Context, plaintexts []string) ([]string, error) {
	return config.DefaultBatchEncrypt(ctx, derived, plaintexts)
}

func (derived derivedLater) BatchDecrypt(ctx context.Context, ciphertexts []string) ([]string, error) {
	return config.DefaultBatchDecrypt(ctx, derived, ciphertexts)
}

func derive(phrase string, state string) (config.Crypter, error) {
`,
};

/** What is changed for the tools of each module of tools/. */
export const PATCHES: Readonly<Record<ModuleName, readonly Patch[]>> = {
  go: [comparesItself, asksNoProvenance, derivesWhenNeeded],
  actionlint: [],
};

/** Runs `go ARGS` and gives its standard output. */
type Go = (args: readonly string[]) => Promise<string>;

/**
 * Writes patched copies of Go modules.
 *
 * @param folder of the module that requires them
 * @param into where the copies go
 * @returns flags by which `go` reads the copies: none without patches
 * @throws Problems with every patch whose text is not in its file just once
 */
export async function applyPatches(
  patches: readonly Patch[],
  folder: string,
  into: string,
  go: Go,
): Promise<readonly string[]> {
  const modules = [...new Set(patches.map(({ module }) => module))];
  if (modules.length === 0) return [];
  await go(["mod", "download", ...modules]);
  const replaced = [];
  const problems = [];
  for (const module of modules) {
    const copy = join(into, module);
    copyModule((await go(["list", "-m", "-f={{.Dir}}", module])).trim(), copy);
    for (const patch of patches.filter((patch) => patch.module === module)) {
      const file = join(copy, patch.file);
      const before = existsSync(file) ? readFileSync(file, "utf8") : "";
      const [first = "", ...rest] = before.split(patch.text);
      if (rest.length === 1) writeFileSync(file, first + patch.replacement + rest[0]);
      else problems.push(notOnce(patch, rest.length));
    }
    replaced.push(`replace ${module} => ${JSON.stringify(copy)}\n`);
  }
  if (problems.length > 0) throw new Problems("The tools cannot be built", problems);
  const modfile = join(into, "go.mod");
  writeFileSync(modfile, [readFileSync(join(folder, "go.mod"), "utf8"), ...replaced].join("\n"));
  writeFileSync(join(into, "go.sum"), readFileSync(join(folder, "go.sum")));
  return [`-modfile=${modfile}`];
}

/** All but the data of its tests. A module's cached files cannot be written, nor can their copies with the same modes. */
function copyModule(from: string, to: string): void {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const source = join(entry.parentPath, entry.name);
    const path = source.slice(from.length);
    if (!entry.isFile() || path.split(sep).includes("testdata")) continue;
    const target = join(to, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, readFileSync(source));
  }
}

function notOnce({ module, file, text }: Patch, times: number) {
  return {
    path: `${module}/${file}`,
    must: `must have the text that is patched once, but has it ${times} times: ${JSON.stringify(text)}`,
    cure: "change or remove the patch in tools/toolchain/patches.ts, which was written for another version",
  };
}
