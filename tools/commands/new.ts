// Owns `npm run new -- NAME`: a working function from the template.
import { newFunction, Problems } from "../../catalog/index.ts";
import { root } from "../paths.ts";

export const help = `
npm run new -- NAME

Makes functions/NAME/ from templates/function: a function with a README and cases that pass. \`npm start\` publishes it.
`;

/** Makes the function and lists its files. */
export async function run(args: readonly string[]): Promise<number> {
  const [name, ...more] = args;
  if (name === undefined || more.length > 0) {
    const must = `must be one function's name, not "${args.join(" ")}"`;
    throw new Problems("The function cannot be made:", [
      { path: "NAME", must, cure: "run `npm run new -- NAME`" },
    ]);
  }
  const files = await newFunction(root, name);
  const steps = `Write its transform in functions/${name}/index.ts, then run \`npm run cases -- ${name}\` and \`npm start\`.`;
  process.stdout.write(`${files.map((file) => `${file}\n`).join("")}\n${steps}\n`);
  return 0;
}
