// Owns the way into every command of the repository: the right Node.js, the npm packages of the lockfile, then the command.
// Plain JavaScript without dependencies, since it runs before there are any.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const commandFolder = join(root, "tools", "commands");

/** Prints `message` and ends the process with exit code 1. */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

// 20.11 is the first with `import.meta.dirname` and `module.register`, which the program needs.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 11)) {
  fail(
    `Node.js: must be 20.11 or newer, not "${process.versions.node}"; install a newer one and run the command again`,
  );
}

const names = readdirSync(commandFolder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length))
  .sort();
const [name, ...args] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  const asked = name === undefined ? "No command is given" : `"${name}" is no command`;
  fail(`${asked}; known are:\n${names.map((known) => `  node tools/run.mjs ${known} --help`).join("\n")}`);
}

await ensurePackages();
const { register } = await import("tsx/esm/api");
register();
const { runCommand } = await import("./command.ts");
await runCommand(name, await import(`./commands/${name}.ts`), args);

/** Makes node_modules hold what package-lock.json says. */
async function ensurePackages() {
  const modules = join(root, "node_modules");
  const stamp = join(modules, ".krm-functions-lock");
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  if (!installed(join(modules, ".package-lock.json"), JSON.parse(lock))) await install();
  writeFileSync(stamp, lock);
}

/** Whether npm's own record of node_modules has every package of the lockfile that this machine needs. */
function installed(record, lock) {
  if (!existsSync(record)) return false;
  const { packages } = JSON.parse(readFileSync(record, "utf8"));
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === "") return true;
    const found = packages[path];
    return found === undefined ? !isNeeded(wanted) : found.version === wanted.version;
  });
}

/** Of optional packages those that are for this kind of machine alone, such as its Node.js, are needed. */
function isNeeded({ optional, os, cpu, libc }) {
  if (optional !== true) return true;
  const isHere = [os].flat().includes(process.platform) && [cpu].flat().includes(process.arch);
  return isHere && libc === undefined;
}

/** Runs `npm ci`; its output goes to standard error, since standard output belongs to the command. */
async function install() {
  process.stderr.write("Installing the npm packages of package-lock.json ...\n");
  const windows = process.platform === "win32";
  const npm = spawn(windows ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: windows,
  });
  const [code, signal] = await new Promise((resolve) => {
    npm.once("error", (error) => fail(`npm: must be on PATH (${error.message}); install it with Node.js`));
    npm.once("exit", (...ended) => resolve(ended));
  });
  if (signal !== null) process.exit(130);
  if (code !== 0) {
    fail(
      "node_modules: must hold the packages of package-lock.json, but `npm ci` failed as shown above; mend that and run the command again",
    );
  }
}
