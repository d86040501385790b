// Starts the stand-in for Pulumi's Node.js language host: serves `LanguageRuntime` on a loopback port, prints that port,
// and ends with the engine that started it. It is for machines that cannot have the vendor's `pulumi-language-nodejs`,
// and answers what preview, up, refresh, destroy and import ask.

import { Server, ServerCredentials } from "@grpc/grpc-js";
import service from "@pulumi/pulumi/proto/language_grpc_pb.js";
import { languageRuntime } from "./runtime.ts";

/** How often it looks whether the engine still lives, in milliseconds. */
const PARENT_CHECK_MS = 2_000;

/** Configuration and outputs of a stack can be large: the engine's own limit. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

const engineAddress = process.argv.at(-1) ?? "";
const runtime = languageRuntime(engineAddress);
const server = new Server({
  "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
  "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
});
server.addService(service.LanguageRuntimeService, runtime.handlers);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) {
    process.stderr.write(`pulumi-language-nodejs: cannot listen on loopback: ${error.message}\n`);
    process.exit(1);
  }
  // The engine reads the first line; all that follows is the program's own output.
  process.stdout.write(`${port}\n`);
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    runtime.stop();
    process.exit(1);
  });
}
const parent = process.ppid;
setInterval(() => {
  if (process.ppid === parent) return;
  runtime.stop();
  process.exit(1);
}, PARENT_CHECK_MS).unref();
