// Owns the recorder: Pulumi's engine as a mock that keeps every resource a program registers, for goldens.
import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** One registered resource, as goldens hold it. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  /** URN of the parent's type and name, `type::name`; empty for the stack. */
  readonly parent: string;
  readonly retainOnDelete: boolean;
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
        const state = type === "docker-build:index:Image" ? { ...inputs, digest: digestOf(inputs) } : inputs;
        return { id: `${name}-id`, state };
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
    const parent = request.getParent().split("::").slice(2).join("::");
    return {
      type,
      name,
      parent,
      retainOnDelete: request.getRetainondelete(),
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

function digestOf(inputs: Record<string, unknown>): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(inputs)).digest("hex")}`;
}
