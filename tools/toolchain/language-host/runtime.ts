// Answers the engine's calls to `pulumirpc.LanguageRuntime`: what the program needs, and how a run of it ended.

import {
  type ServerUnaryCall,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
// CommonJS without names that Node.js could see: each is imported whole.
import service from "@pulumi/pulumi/proto/language_grpc_pb.js";
import language, {
  type GetProgramDependenciesRequest,
  type GetRequiredPackagesRequest,
  type RunRequest,
} from "@pulumi/pulumi/proto/language_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import { programDependencies, requiredPackages } from "./packages.ts";
import { Program, sdkVersion } from "./program.ts";

export interface LanguageRuntime {
  readonly handlers: UntypedServiceImplementation;
  /** Ends the programs that run. */
  stop(): void;
}

type Call<Request> = ServerUnaryCall<Request, unknown>;
type Done = sendUnaryData<unknown>;

/** The service's handlers; `engineAddress` is where a program's log lines go. */
export function languageRuntime(engineAddress: string): LanguageRuntime {
  const running = new Set<Program>();
  const stop = (): void => {
    for (const program of running) program.stop();
  };

  const handlers = {
    handshake: (_: Call<unknown>, done: Done) => done(null, new language.LanguageHandshakeResponse()),
    getPluginInfo: (_: Call<unknown>, done: Done) => {
      const info = new plugin.PluginInfo();
      info.setVersion(sdkVersion(process.cwd()) ?? "");
      done(null, info);
    },
    about: (_: Call<unknown>, done: Done) => {
      const about = new language.AboutResponse();
      about.setExecutable(process.execPath);
      about.setVersion(process.version);
      done(null, about);
    },
    getRequiredPackages: (call: Call<GetRequiredPackagesRequest>, done: Done) => {
      const response = new language.GetRequiredPackagesResponse();
      response.setPackagesList(
        requiredPackages(call.request.getInfo()?.getProgramDirectory() ?? process.cwd()),
      );
      done(null, response);
    },
    getProgramDependencies: (call: Call<GetProgramDependenciesRequest>, done: Done) => {
      const response = new language.GetProgramDependenciesResponse();
      response.setDependenciesList(
        programDependencies(call.request.getInfo()?.getProgramDirectory() ?? process.cwd()),
      );
      done(null, response);
    },
    // Engines older than `getRequiredPackages` resolve a plugin when its first resource is registered.
    getRequiredPlugins: (_: Call<unknown>, done: Done) =>
      done(null, new language.GetRequiredPluginsResponse()),
    run: (call: Call<RunRequest>, done: Done) => {
      const program = new Program(call.request, engineAddress);
      running.add(program);
      program
        .run()
        .then((end) => {
          const response = new language.RunResponse();
          if (end.bail) response.setBail(true);
          else if (end.error !== undefined) response.setError(end.error);
          done(null, response);
        })
        .catch((error: Error) => done({ code: status.UNKNOWN, details: error.message }))
        .finally(() => running.delete(program));
    },
    cancel: (_: Call<unknown>, done: Done) => {
      stop();
      done(null, service.LanguageRuntimeService.cancel.responseDeserialize(Buffer.alloc(0)));
    },
  };
  return { handlers, stop };
}
