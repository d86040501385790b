// Owns asking Debian's apt for packages of any architecture, without changing what this machine's own apt knows.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problems } from "../catalog/problems.ts";
import { type Finished, runQuietly } from "../tools/child.ts";
import { architectures } from "./lock.ts";

/** Apt with its lists and archives in a folder of its own; the machine's sources and keys are used as they are. */
export class Apt {
  readonly #folder: string;
  #lists: Promise<void> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Downloads `name:architecture=version` into `target`. */
  async download(what: string, target: string): Promise<Finished> {
    await this.#refresh();
    return await this.#run("apt-get", ["download", what], target);
  }

  /** The newest package of that name: its control fields, SHA256 among them. */
  async show(what: string): Promise<ReadonlyMap<string, string>> {
    await this.#refresh();
    const { code, stdout, stderr } = await this.#run("apt-cache", ["show", "--no-all-versions", what]);
    if (code !== 0) refuse(what, `must be known to this machine's Debian sources, but: ${stderr.trim()}`);
    const lines = stdout.split("\n").map((line) => /^([A-Za-z0-9-]+): (.*)$/.exec(line));
    return new Map(lines.flatMap((match) => (match === null ? [] : [[match[1] ?? "", match[2] ?? ""]])));
  }

  /** Read after the machine's own configuration. */
  get #config(): string {
    return join(this.#folder, "apt.conf");
  }

  /** Fetches the lists, once. */
  #refresh(): Promise<void> {
    this.#lists ??= (async () => {
      for (const path of ["state/lists/partial", "cache/archives/partial"]) {
        mkdirSync(join(this.#folder, path), { recursive: true });
      }
      writeFileSync(join(this.#folder, "state", "status"), "");
      // The machine's own hooks would delete packages that another apt is about to install.
      writeFileSync(
        this.#config,
        "#clear APT::Update::Post-Invoke;\n#clear APT::Update::Post-Invoke-Success;\n",
      );
      const { code, stderr } = await this.#run("apt-get", ["update"]);
      if (code !== 0)
        refuse("apt-get update", `must succeed, but: ${stderr.trim().split("\n").slice(-3).join(" ")}`);
    })();
    return this.#lists;
  }

  async #run(program: string, args: readonly string[], cwd = this.#folder): Promise<Finished> {
    const settings = [
      `Dir::State=${join(this.#folder, "state")}`,
      `Dir::State::status=${join(this.#folder, "state", "status")}`,
      `Dir::Cache=${join(this.#folder, "cache")}`,
      ...architectures.map((architecture) => `APT::Architectures::=${architecture}`),
      "APT::Sandbox::User=root",
      "Debug::NoLocking=true",
      "Acquire::Languages=none",
      "Acquire::Retries=3",
      "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false",
    ];
    const options = ["-c", this.#config, ...settings.flatMap((setting) => ["-o", setting])];
    const env = { ...process.env, LC_ALL: "C" };
    return await runQuietly(program, ["-q", ...options, ...args], { cwd, env }).catch((error: Error) =>
      refuse(program, `must be on PATH: Debian's libraries are had with it (${error.message})`),
    );
  }
}

function refuse(path: string, must: string): never {
  const cure =
    "on a machine without Debian's packages, set `bases` of the stack to a published image, such as {node: name@sha256:...}";
  throw new Problems("The base image cannot be made:", [{ path, must, cure }]);
}
