// Owns where `npm run plan` keeps what it found, for the commands that go on from there.
import { clonePath } from "../paths.ts";

/** The files of a stack's last plan in this clone. */
export interface PlanFiles {
  readonly folder: string;
  /** The engine's own plan, to which `pulumi up --plan` keeps. */
  readonly plan: string;
  /** The engine's log of the preview. */
  readonly log: string;
  /** The stack's outputs before it. */
  readonly before: string;
}

/** Where the plan of a stack is. */
export function planFiles(clone: string, stack: string): PlanFiles {
  const folder = clonePath(clone, "plans", stack);
  return {
    folder,
    plan: `${folder}/plan.json`,
    log: `${folder}/events.jsonl`,
    before: `${folder}/before.json`,
  };
}
