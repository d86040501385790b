// Owns telling the steps of functions' images from those of everything else that a stack has.
import type { Step } from "./engine-log.ts";

const componentType = "krm-functions:index:FunctionImage";
const imageType = `${componentType}$docker-build:index:Image`;

/** Whether the step is about the image of a function itself, the one that is built and pushed. */
export function isImage({ urn }: Pick<Step, "urn">): boolean {
  return typesOf(urn) === imageType;
}

/** Whether the step is about a function: its component or its image. */
export function isFunction({ urn }: Pick<Step, "urn">): boolean {
  return isImage({ urn }) || typesOf(urn) === componentType;
}

/** Whether the operation leaves its resource as it is. */
export function isIdle(op: string): boolean {
  return ["same", "read", "refresh"].includes(op);
}

/** The resource's own name, the last part of its URN. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The types of the resource and of its parents, `urn:pulumi:STACK::PROJECT::TYPES::NAME`. */
function typesOf(urn: string): string {
  return urn.split("::")[2] ?? "";
}
