// Owns the proxy of the fault tests: on loopback before the real registry, passing everything on until a test says otherwise.
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A request on its way to the registry. */
export interface Seen {
  readonly method: string;
  /** The repository, without the registry. */
  readonly image: string;
  /** Such as `manifests` or `blobs`. */
  readonly part: string;
  /** Tag or digest; of an upload, what follows `uploads/`. */
  readonly reference: string;
  readonly authorization: string | undefined;
}

/** What becomes of a request, where it is not passed on as it is. */
export type Fault =
  /** The proxy answers in the registry's place. */
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Passed on after so many milliseconds. */
  | { readonly delay: number }
  /** The connection ends: before anything is passed on, or instead of the answer to what was. */
  | { readonly cut: "request" | "answer" }
  /** Passed on; called when the answer has been. */
  | { readonly answered: () => void };

/** Decides the fault of a request; may wait for something first. */
export type Decide = (seen: Seen) => Fault | undefined | Promise<Fault | undefined>;

/** A running proxy. */
export interface RegistryProxy {
  readonly port: number;
  /** Decides from now on; undefined: everything is passed on. */
  decide: Decide | undefined;
  /** The requests since the test last emptied it. */
  readonly seen: Seen[];
  close(): void;
}

/** Starts a proxy before the registry on `port` of loopback. */
export async function startProxy(port: number): Promise<RegistryProxy> {
  const seen: Seen[] = [];
  const server = createServer((incoming, answer) => {
    void handle(incoming, answer).catch(() => answer.destroy());
  });
  async function handle(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const one = readRequest(incoming);
    seen.push(one);
    const fault = await proxy.decide?.(one);
    if (fault !== undefined && "status" in fault) refuse(incoming, answer, fault);
    else if (fault !== undefined && "cut" in fault && fault.cut === "request") incoming.socket.destroy();
    else {
      if (fault !== undefined && "delay" in fault) await sleep(fault.delay);
      if (fault !== undefined && "answered" in fault) answer.once("finish", fault.answered);
      pass(incoming, answer, port, fault !== undefined && "cut" in fault);
    }
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: RegistryProxy = {
    port: (server.address() as AddressInfo).port,
    decide: undefined,
    seen,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return proxy;
}

function readRequest({ method = "", url = "", headers }: IncomingMessage): Seen {
  const [, image = "", part = "", reference = ""] =
    /^\/v2\/(.+?)\/(manifests|blobs\/uploads|blobs|tags)\/([^?]*)/.exec(url) ?? [];
  return { method, image, part, reference, authorization: headers.authorization };
}

/** Codes of errors. Source: OCI Distribution Specification 1.1, "Error Codes". */
const codes: Readonly<Record<number, string>> = {
  401: "UNAUTHORIZED",
  403: "DENIED",
  429: "TOOMANYREQUESTS",
};

function refuse(
  incoming: IncomingMessage,
  answer: ServerResponse,
  { status, headers }: { readonly status: number; readonly headers?: Readonly<Record<string, string>> },
): void {
  incoming.resume();
  answer.writeHead(status, { "content-type": "application/json", ...headers });
  answer.end(JSON.stringify({ errors: [{ code: codes[status] ?? "UNKNOWN", message: "made by a test" }] }));
}

/** Passes a request on, and its answer back unless that is to be lost. */
function pass(incoming: IncomingMessage, answer: ServerResponse, port: number, lost: boolean): void {
  const { method, url: path, headers } = incoming;
  const outgoing = request({ host: "127.0.0.1", port, method, path, headers }, (response) => {
    if (lost) {
      incoming.socket.destroy();
      response.resume();
      return;
    }
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
    response.once("error", () => answer.destroy());
  });
  // A registry that is gone is no answer at all, not one of the proxy's.
  outgoing.once("error", () => incoming.socket.destroy());
  incoming.once("close", () => {
    if (!incoming.complete) outgoing.destroy();
  });
  incoming.pipe(outgoing);
}
