// Owns `npm run lint`: types, lint rules, formatting and workflows, without changing a file.
import { report } from "../setup.ts";
import { runActionlint, runBiome, runTypeScript } from "../static.ts";

export const help = `
npm run lint

Checks types with TypeScript, rules and formatting with Biome, workflows with actionlint. \`npm run format\` mends what can be mended. Part of \`npm test\`.
`;

/** Shows what the checks find; 1 where one of them fails. */
export async function run(): Promise<number> {
  const checks = await Promise.all([runTypeScript(), runBiome(["ci", "."]), runActionlint(report)]);
  for (const { code, stdout, stderr } of checks) if (code !== 0) report(`${stdout}${stderr}`);
  const failed = checks.some(({ code }) => code !== 0);
  if (!failed) report("Types, rules, formatting and workflows hold.");
  return failed ? 1 : 0;
}
