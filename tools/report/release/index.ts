// Owns what reports offer: made of an update or of a preview, shown as Markdown.
export { renderMarkdown } from "./markdown.ts";
export type { Report } from "./model.ts";
export { reportPreview } from "./preview.ts";
export { reportUpdate } from "./update.ts";
