// Owns `npm run stop`: ends the local services.
import { root } from "../paths.ts";
import { stopServices } from "../services/index.ts";

export const help = `
npm run stop

Stops the registry and BuildKit that \`npm start\` left running for this clone. Their data stays: the next \`npm start\` goes on
where this one ended.
`;

/** Stops what runs, and says what that was. */
export async function run(): Promise<number> {
  const stopped = await stopServices(root);
  process.stdout.write(stopped.length === 0 ? "Nothing runs.\n" : `Stopped: ${stopped.join(", ")}.\n`);
  return 0;
}
