// Owns the recorder: Pulumi's engine as a mock that keeps every resource a program registers, for goldens.
import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { cloudOutputs } from "../cloud/outputs.ts";

/** One registered resource, as goldens hold it. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  /** URN of the parent's type and name, `type::name`; empty for the stack. */
  readonly parent: string;
  readonly retainOnDelete: boolean;
  /** Present where Pulumi refuses to delete it. */
  readonly protect?: true;
  /** The resources, `type::name`, that it waits for: those that its inputs come from, and those that it names. */
  readonly dependsOn?: readonly string[];
  /** Inputs whose changes count for nothing. */
  readonly ignoreChanges?: readonly string[];
  /** Name of its provider, where that is a resource of the program. */
  readonly provider?: string;
  /** Names of the hooks that are called when it fails. */
  readonly onError: readonly string[];
  readonly inputs: Record<string, unknown>;
}

/** The part of a registration request that holds what mocks are not told. */
interface Registration {
  getType(): string;
  getName(): string;
  getParent(): string;
  getRetainondelete(): boolean;
  getProtect(): boolean;
  getDependenciesList(): readonly string[];
  getIgnorechangesList(): readonly string[];
  getProvider(): string;
  getHooks(): { getOnErrorList(): readonly string[] } | undefined;
}

/**
 * Runs a program against mocks and returns what it registered, sorted by type and name, with what it returned. Ids come
 * from the resources' names, an image's digest from its inputs; a provider call is an error.
 */
export async function record<T>(
  program: () => Promise<T> | T,
): Promise<{ resources: readonly Recorded[]; outputs: pulumi.Unwrap<T> }> {
  const inputsOf = new Map<string, Record<string, unknown>>();
  const registrations: Registration[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs }) {
        inputsOf.set(`${type}::${name}`, inputs);
        const outputs =
          type === "docker-build:index:Image"
            ? { digest: digestOf(inputs) }
            : cloudOutputs(type, name, inputs);
        return { id: `${name}-id`, state: { ...inputs, ...outputs } };
      },
      call({ token }) {
        throw new Error(`The program called ${token}, which no test expects`);
      },
    },
    "krm-functions",
    "test",
  );
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: Registration, ...rest: unknown[]): unknown;
    registerErrorHook(request: unknown, done: (error: null) => void): void;
    registerResourceHook(request: unknown, done: (error: null) => void): void;
  };
  // The SDK's own mock has no hooks.
  monitor.registerErrorHook = (_request, done) => done(null);
  monitor.registerResourceHook = (_request, done) => done(null);
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, ...rest) => {
    registrations.push(request);
    return register(request, ...rest);
  };

  const outputs = await settle(await program());
  await pulumi.runtime.disconnect(false);
  const resources = registrations.map((request) => {
    const [type, name] = [request.getType(), request.getName()];
    const dependsOn = request.getDependenciesList().map(shortOf).sort();
    const ignoreChanges = request.getIgnorechangesList();
    const provider = /::([^:]+)::[^:]*$/.exec(request.getProvider())?.[1];
    return {
      type,
      name,
      parent: shortOf(request.getParent()),
      retainOnDelete: request.getRetainondelete(),
      ...(request.getProtect() ? { protect: true as const } : {}),
      ...(dependsOn.length > 0 ? { dependsOn } : {}),
      ...(ignoreChanges.length > 0 ? { ignoreChanges } : {}),
      ...(provider === undefined ? {} : { provider }),
      onError: request.getHooks()?.getOnErrorList() ?? [],
      inputs: inputsOf.get(`${type}::${name}`) ?? {},
    };
  });
  return {
    resources: resources.sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1)),
    outputs,
  };
}

function settle<T>(value: T): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => {
    pulumi.output(value).apply((settled) => resolve(settled as pulumi.Unwrap<T>));
  });
}

/** Type and name of a URN, without the types of its parents; empty for the stack. */
function shortOf(urn: string): string {
  const [, , types, name] = urn.split("::");
  return types === undefined ? "" : `${types.split("$").at(-1)}::${name}`;
}

function digestOf(inputs: Record<string, unknown>): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(inputs)).digest("hex")}`;
}
