// A process that the tests of hostile YAML bound: `function NAME` runs that function on standard input, `catalog ROOT` reads a catalog.
import { readCatalog } from "../../catalog/index.ts";
import { command } from "../../sdk/index.ts";

const [what, argument = ""] = process.argv.splice(2);
if (what === "catalog") {
  await readCatalog(argument).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
} else {
  const { default: transform } = await import(`../../functions/${argument}/index.ts`);
  command(transform, { name: argument, description: "d", version: "v1", config: [] }).main();
}
