// Owns how the program's Node.js starts: what the SDK loads and sets up for others' programs is left out.
// Plain JavaScript, since it runs before anything can read TypeScript.
import Module from "node:module";
import { join } from "node:path";
import { debuglog } from "node:util";
import { quickenStacks, withoutStacks } from "./stacks.mjs";

// Node.js 22 keeps what it compiled.
Module.enableCompileCache?.(join(import.meta.dirname, "..", ".cache", "program", "compiled"));

/**
 * What `@pulumi/pulumi` loads for turning functions into text, for programs that run Pulumi or are providers, for others'
 * manifests and for traces: most of the time that the SDK takes to load. They load when something of them is used.
 */
const seldomUsed = new Set([
  "typescript",
  "@npmcli/arborist",
  "fdir",
  "normalize-package-data",
  "upath",
  "./automation",
  "./provider",
  "js-yaml",
  "semver",
  "@opentelemetry/exporter-zipkin",
  "@opentelemetry/instrumentation",
  "@opentelemetry/instrumentation-grpc",
  "@opentelemetry/resources",
  "@opentelemetry/sdk-trace-base",
  "@opentelemetry/sdk-trace-node",
]);

const isDebugged = debuglog("pulumi").enabled;

const load = Module._load;
Module._load = function (request, parent, isMain) {
  const open = () => load.call(this, request, parent, isMain);
  const importer = parent?.filename ?? "";
  if (!/[\\/]@pulumi[\\/]pulumi[\\/]/.test(importer)) return open();
  if (seldomUsed.has(request)) return later(open);
  if (request.endsWith("/debuggable")) return withoutStacks(open());
  if (request.endsWith("/log")) return withoutDebugging(open());
  if (!/[\\/]cmd[\\/]run[\\/]index\.js$/.test(importer)) return open();
  // The runner waits for a debugger's session, which slows down all that is compiled; who turns a function into text opens it.
  if (request.endsWith("/closure/v8Hooks")) return { isInitializedAsync: async () => {} };
  const module = open();
  if (request === "source-map-support/register") quickenStacks();
  return module;
};

/**
 * The SDK sends the engine four messages for each resource, one after another, which only `pulumi up --debug` shows: a run of 300
 * images waits for them. With NODE_DEBUG=pulumi they are sent.
 */
function withoutDebugging(log) {
  if (!isDebugged) log.debug = async () => {};
  return log;
}

/** Names that importers look up in every module, whatever it is. */
const askedOfAll = new Set(["__esModule", "module.exports"]);

/** An object that stands for a module until something of it is asked for. */
function later(open) {
  let module;
  const opened = () => {
    module ??= open();
    return module;
  };
  // With the mark, compiled imports take the module as it is and do not copy its properties.
  const mark = { value: true, configurable: true };
  return new Proxy(Object.defineProperty({}, "__esModule", mark), {
    get(target, name) {
      if (askedOfAll.has(name)) return target[name];
      const found = opened();
      // What a module without the mark exports is its default.
      return name === "default" && !found.__esModule ? found : found[name];
    },
    getOwnPropertyDescriptor(target, name) {
      const found = Reflect.getOwnPropertyDescriptor(askedOfAll.has(name) ? target : opened(), name);
      return found && { ...found, configurable: true };
    },
    has: (_, name) => name in opened(),
    ownKeys: () => Reflect.ownKeys(opened()),
  });
}
