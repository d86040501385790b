// Owns turning resources into a ResourceList and back as text, so that comments and formats reach the function.

/** Whether `text` is one whole ResourceList rather than plain resources. */
export function isResourceList(text: string): boolean {
  return /^kind:\s*["']?ResourceList["']?\s*(#.*)?$/m.test(text);
}
