// Owns image references: whether one is of an image, and what it is with another name, tag or digest.
import { goRegExp, RegExpError } from "../../sdk/index.ts";

/** Which image to change, and into what; empty strings leave a part as it is. */
export interface Image {
  /** Without tag and digest. */
  readonly name: string;
  readonly newName: string;
  readonly newTag: string;
  /** Such as `sha256:3cbb...`; with `newTag` empty. */
  readonly digest: string;
}

/**
 * Whether a reference is of the image of a name, with any tag and digest. The name is taken for a regular expression of Go, and as it
 * is where it cannot be one; braces are allowed in tags, for tools that put a template there.
 * Source: `IsImageMatched` in third_party/sigs.k8s.io/kustomize/api/image/image.go of the public function.
 */
export function imageMatcher(name: string): (reference: string) => boolean {
  const rest = "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$";
  // Of a usual name, in which a dot stands for any character, JavaScript's expressions mean the same and are much faster.
  if (/^[\w./:@-]*$/.test(name)) {
    const usual = new RegExp(`^${name}${rest}`);
    return (reference) => usual.test(reference);
  }
  try {
    const pattern = goRegExp(`^${name}${rest}`);
    return (reference) => pattern.isIn(reference);
  } catch (error) {
    if (!(error instanceof RegExpError)) throw error;
    const literal = new RegExp(`^${name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}${rest}`);
    return (reference) => literal.test(reference);
  }
}

/** `[host[:port]/]path[:tag][@digest]`; the first part before a slash may hold a colon that is none of a tag. */
const REFERENCE = /^(?<name>(?:[^/]+\/)?[^:@]*)(?<tag>:[^@]*)?(?<digest>@.*)?$/s;

/**
 * The reference with another name, tag or digest. A new tag or digest replaces both; without one, both stay.
 * Source: the README of the public function; its code loses the `:` and `@` of what stays.
 */
export function withImage(reference: string, { newName, newTag, digest }: Image): string {
  const parts = REFERENCE.exec(reference)?.groups ?? {};
  const name = newName || (parts.name ?? "");
  if (newTag !== "") return `${name}:${newTag}`;
  if (digest !== "") return `${name}@${digest}`;
  return `${name}${parts.tag ?? ""}${parts.digest ?? ""}`;
}
