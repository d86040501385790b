// Owns `npm run lint`: types, lint rules and formatting, without changing a file.
import { report } from "../setup.ts";
import { runBiome, runTypeScript } from "../static.ts";

export const help = `
npm run lint

Checks types with TypeScript, rules and formatting with Biome. \`npm run format\` mends what can be mended. Part of \`npm test\`.
`;

/** Shows what both checks find; 1 where one of them fails. */
export async function run(): Promise<number> {
  const [types, rules] = await Promise.all([runTypeScript(), runBiome(["ci", "."])]);
  for (const { code, stdout, stderr } of [types, rules]) if (code !== 0) report(`${stdout}${stderr}`);
  const failed = types.code !== 0 || rules.code !== 0;
  if (!failed) report("Types, rules and formatting hold.");
  return failed ? 1 : 0;
}
