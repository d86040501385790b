// Owns the form of the edit tables: single edits with the exact text that each must give.

// biome-ignore lint/suspicious/noExplicitAny: the table changes data of every form
export type Change = (data: any) => void;

/** Name, text before, change, text after. */
export type EditCase = readonly [name: string, before: string, change: Change, after: string];

/** Lines as a text with a final line break. */
export const text = (...lines: string[]): string => `${lines.join("\n")}\n`;
