// Owns the process that a build's check runs: `node run.cjs [CHECK [APP [CODE]]]`, exit code 0 when all cases pass, else 1.
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseCase } from "./case.ts";
import { checkBundle, checkProgram } from "./check.ts";
import { compiledCode, interpret, openCompiled, type Starter } from "./compiled.ts";
import { type CheckPlan, compiledPath } from "./plan.ts";
import type { Program } from "./program.ts";
import { formatLate, formatRun, hostPlatform } from "./report.ts";
import { checkUser } from "./user.ts";

const { PATH, TARGETPLATFORM } = process.env;
const ran = { name: "?", platform: TARGETPLATFORM ?? hostPlatform() };

async function main(check = "/check", app = "/app", compiled = compiledPath): Promise<number> {
  const plan = JSON.parse(readFileSync(join(check, "plan.json"), "utf8")) as CheckPlan;
  ran.name = plan.name;
  const cases = Object.entries(plan.cases).map(([name, texts]) => parseCase(name, texts));
  const program: Program = {
    command: plan.entrypoint,
    ...(plan.kind === "mounted" ? { root: "/function" } : {}),
    ...(PATH === undefined ? {} : { path: PATH }),
  };
  const code = plan.kind === "bundle" ? prepare(app) : undefined;
  interpret();
  const failed =
    code === undefined
      ? await checkProgram(plan, cases, program)
      : await checkBundle(plan, cases, program, code.evaluate);
  const failures = [...checkUser(program.root ?? "/"), ...failed];
  if (failures.length === 0 && code !== undefined) {
    rmSync(compiled, { force: true }); // A function may have laid a link there.
    writeFileSync(compiled, code.bytes);
    chmodSync(compiled, 0o644); // Whatever the umask.
  }
  const text = formatRun(failures, cases.length, ran);
  (failures.length === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  return failures.length === 0 ? 0 : 1;
}

/** Compiles a bundle before anything of it runs, and opens it as its image will: from what was compiled. */
function prepare(app: string) {
  const starter = require(join(app, "start.cjs")) as Starter;
  const bytes = compiledCode(starter);
  return { bytes, evaluate: openCompiled(starter, bytes, join(app, "function.cjs")) };
}

// What a function starts and does not wait for may fail when its case is over.
for (const event of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(event, (error: unknown) => {
    process.stderr.write(`${formatLate(error, ran)}\n`);
    process.exit(1);
  });
}

main(...process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 1;
  },
);
