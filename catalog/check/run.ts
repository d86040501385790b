// Owns the process that a build's check runs: `node run.cjs [CHECK [BUNDLE]]`, exit code 0 when all cases pass, else 1.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readCases } from "./case.ts";
import type { Run } from "./cases.ts";
import { checkBundle, checkProgram } from "./check.ts";
import type { CheckPlan } from "./plan.ts";
import type { Program } from "./program.ts";
import { formatRun, hostPlatform } from "./report.ts";
import { checkUser } from "./user.ts";

async function main(folder = "/check", bundle = "/app/function.cjs"): Promise<number> {
  const { PATH, TARGETPLATFORM } = process.env;
  const plan = JSON.parse(readFileSync(join(folder, "plan.json"), "utf8")) as CheckPlan;
  const cases = readCases(join(folder, "cases"));
  const program: Program = {
    command: plan.entrypoint,
    ...(plan.kind === "mounted" ? { root: "/function" } : {}),
    ...(PATH === undefined ? {} : { path: PATH }),
  };
  const ran =
    plan.kind === "bundle"
      ? await checkBundle(plan, cases, program, (require(bundle) as { evaluate: Run }).evaluate)
      : await checkProgram(plan, cases, program);
  const failures = [...checkUser(program.root ?? "/"), ...ran];
  const platform = TARGETPLATFORM ?? hostPlatform();
  const text = formatRun(failures, cases.length, { name: plan.name, platform });
  (failures.length === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  return failures.length === 0 ? 0 : 1;
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
