// Owns how the program's Node.js starts: TypeScript runs as it is, and what the SDK loads for others' programs is left out.
// Plain JavaScript, since it runs before anything can read TypeScript.
import Module from "node:module";
import "tsx";

/**
 * What `@pulumi/pulumi` loads for turning functions into text, which only dynamic providers and inline cloud functions need: a
 * quarter of the time that a run without changes takes. They load when something of them is used.
 */
const seldomUsed = new Set(["typescript", "@npmcli/arborist"]);

const load = Module._load;
Module._load = function (request, parent, isMain) {
  const ofPulumi = seldomUsed.has(request) && /[\\/]@pulumi[\\/]pulumi[\\/]/.test(parent?.filename ?? "");
  return ofPulumi
    ? later(() => load.call(this, request, parent, isMain))
    : load.call(this, request, parent, isMain);
};

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
    get: (target, name) => (askedOfAll.has(name) ? target[name] : opened()[name]),
    getOwnPropertyDescriptor(target, name) {
      const found = Reflect.getOwnPropertyDescriptor(askedOfAll.has(name) ? target : opened(), name);
      return found && { ...found, configurable: true };
    },
    has: (_, name) => name in opened(),
    ownKeys: () => Reflect.ownKeys(opened()),
  });
}
