// Owns the process that times others: `node measure.cjs PLAN`; bundled, so that it runs in images as well as outside.
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { MARK, type MeasurePlan, measure } from "./measure.ts";

const file = process.argv[2] ?? "plan.json";
measure(JSON.parse(readFileSync(file, "utf8")) as MeasurePlan, dirname(file)).then(
  (measured) => process.stdout.write(`${MARK}${JSON.stringify(measured)}\n`),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  },
);
