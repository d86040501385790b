// Owns the rule of an update that may change images only: what in a preview breaks it.
import type { Problem } from "../../catalog/problems.ts";
import type { EngineLog, ResourceState, Step } from "../stack/engine-log.ts";
import { isFunction, isIdle, isImage } from "../stack/image-steps.ts";

/** Types that come with every stack: the stack itself, and the provider that builds the images. */
const ownTypes: readonly string[] = ["pulumi:pulumi:Stack", "pulumi:providers:docker-build"];

/**
 * What a preview would change beside functions' images, each with its URN and operation. Switching off a resource's
 * protection counts too, though the engine calls that "same"; and so does an image that would be deleted from its registry
 * with its resource.
 *
 * @param cure what an administrator does
 */
export function foreignChanges({ steps }: Pick<EngineLog, "steps">, cure: string): readonly Problem[] {
  return steps.flatMap((step) => {
    const must = breach(step);
    return must === undefined ? [] : [{ path: step.urn, must, cure }];
  });
}

function breach(step: Step): string | undefined {
  const { op, type, old, new: now } = step;
  if (isImage(step)) {
    const kept = (now ?? old)?.retainOnDelete === true;
    return kept ? undefined : "must stay published without its resource, but `retainOnDelete` is off";
  }
  if (isFunction(step) || ownTypes.includes(type)) return undefined;
  if (!isIdle(op)) return `must stay as it is, but the operation "${op}" changes it`;
  const loosened = (["protect", "retainOnDelete"] as const).filter(
    (key) => isOn(old, key) && !isOn(now, key),
  );
  return loosened.length === 0 ? undefined : `must keep ${loosened.map((key) => `\`${key}\``).join(" and ")}`;
}

function isOn(state: ResourceState | null | undefined, key: "protect" | "retainOnDelete"): boolean {
  return state?.[key] === true;
}
