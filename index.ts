// The program: settings and catalog in, a registry full of checked images out.
import { declareStack } from "./infra/stack.ts";

/** The stack's outputs: functions, imagePrefix, and what else it declares. */
export default declareStack(import.meta.dirname);
