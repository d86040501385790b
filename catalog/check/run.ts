// Owns the process that a build's check runs: `node run.cjs [CHECK [BUNDLE]]`, exit code 0 when all cases pass, else 1.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseCase } from "./case.ts";
import type { Run } from "./cases.ts";
import { checkBundle, checkProgram } from "./check.ts";
import type { CheckPlan } from "./plan.ts";
import type { Program } from "./program.ts";
import { formatLate, formatRun, hostPlatform } from "./report.ts";
import { checkUser } from "./user.ts";

const { PATH, TARGETPLATFORM } = process.env;
const ran = { name: "?", platform: TARGETPLATFORM ?? hostPlatform() };

async function main(folder = "/check", bundle = "/app/function.cjs"): Promise<number> {
  const plan = JSON.parse(readFileSync(join(folder, "plan.json"), "utf8")) as CheckPlan;
  ran.name = plan.name;
  const cases = Object.entries(plan.cases).map(([name, texts]) => parseCase(name, texts));
  const program: Program = {
    command: plan.entrypoint,
    ...(plan.kind === "mounted" ? { root: "/function" } : {}),
    ...(PATH === undefined ? {} : { path: PATH }),
  };
  const failed =
    plan.kind === "bundle"
      ? await checkBundle(plan, cases, program, (require(bundle) as { evaluate: Run }).evaluate)
      : await checkProgram(plan, cases, program);
  const failures = [...checkUser(program.root ?? "/"), ...failed];
  const text = formatRun(failures, cases.length, ran);
  (failures.length === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  return failures.length === 0 ? 0 : 1;
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
