// Owns the settings of the builder.

import type { Reader } from "./reader.ts";
import { readProject } from "./registry.ts";

const builders = ["local", "remote", "gke"] as const;
const cpus = ["4", "8", "16", "32"] as const;

/** Who provides BuildKit, with what that kind needs. */
export type BuilderSettings = { readonly kind: "local" } | RemoteSettings | GkeSettings;

/** A BuildKit that the team runs. */
export interface RemoteSettings {
  readonly kind: "remote";
  /** `tcp://host:port` or `unix:///path`. */
  readonly address: string;
  /** PEM files, relative to the project's root or absolute: who the daemon must be, and who the program is to it. */
  readonly tls?: { readonly ca: string; readonly cert?: string; readonly key?: string };
}

/** Node pools of each architecture in a GKE cluster, which the stack creates. */
export interface GkeSettings {
  readonly kind: "gke";
  readonly project: string;
  /** Zone of the cluster; it must have the machine series N4 and C4A. */
  readonly zone: string;
  /** Processors of each builder's machine. */
  readonly cpus: number;
  /** Builders of each architecture, each on a machine of its own. */
  readonly nodes: number;
}

const addressPattern = /^(tcp:\/\/[^\s/:]+:\d{1,5}|unix:\/\/\/\S+)$/;
const zonePattern = /^[a-z]+-[a-z]+\d+-[a-z]$/;

/** Reads who provides BuildKit, and whether a preview builds on this machine instead. */
export function readBuilder(reader: Reader): {
  builder: BuilderSettings;
  previewBuilder: BuilderSettings;
} {
  const builder = readKind(reader);
  const inPreview = reader.oneOf("previewBuilder", ["same", "local"]);
  return { builder, previewBuilder: inPreview === "local" ? { kind: "local" } : builder };
}

function readKind(reader: Reader): BuilderSettings {
  const kind = reader.oneOf("builder", builders);
  switch (kind) {
    case "local":
      return { kind };
    case "remote":
      return readRemote(reader);
    case "gke": {
      const reason = "since `builder` is gke";
      return {
        kind,
        project: readProject(reader, reason),
        zone: reader.required(
          "zone",
          reason,
          zonePattern,
          "a zone with the machine series N4 and C4A",
          "us-central1-a",
        ),
        cpus: Number(reader.oneOf("builderCpus", cpus)),
        nodes: Number(reader.matching("builderNodes", /^([1-9]|1\d|20)$/, "a number from 1 to 20", "1") ?? 1),
      };
    }
  }
}

function readRemote(reader: Reader): RemoteSettings {
  const what = "tcp://HOST:PORT or unix:///PATH";
  const address = reader.required(
    "builderAddress",
    "since `builder` is remote",
    addressPattern,
    what,
    "tcp://HOST:PORT",
  );
  const ca = reader.text("builderCaFile");
  const cert = reader.text("builderCertFile");
  const key = reader.text("builderKeyFile");
  if (cert !== undefined && key === undefined) {
    reader.refuse("builderKeyFile", "must be set, since `builderCertFile` is", "FILE");
  }
  if (key !== undefined && cert === undefined) {
    reader.refuse("builderCertFile", "must be set, since `builderKeyFile` is", "FILE");
  }
  if (cert !== undefined && ca === undefined) {
    reader.refuse("builderCaFile", "must be set, since `builderCertFile` is", "FILE");
  }
  if (ca === undefined) return { kind: "remote", address };
  const client = cert === undefined || key === undefined ? {} : { cert, key };
  return { kind: "remote", address, tls: { ca, ...client } };
}
