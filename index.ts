// The program: settings and catalog in, a registry full of checked images out.
import "./infra/error-stacks.ts";
import { declareStack } from "./infra/stack.ts";

export const { functions, imagePrefix, identities } = await declareStack(import.meta.dirname);
