// Lists what the toolchain can bring: each tool's executables, its Go packages, and the vendor's download of it.

import type { Machine } from "./machine.ts";
import {
  ACTIONLINT_VERSION,
  BUILDKIT_VERSION,
  BUILDX_VERSION,
  PROVIDER_VERSION,
  PULUMI_VERSION,
  REGISTRY_VERSION,
} from "./versions.ts";

export type ArtifactName =
  | "pulumi"
  | "language-nodejs"
  | "docker-build"
  | "buildx"
  | "buildkit"
  | "registry"
  | "actionlint";

/** A folder of tools/ with a Go module that pins tools. */
export type ModuleName = "go" | "actionlint";

/** Where a vendor publishes a tool, as paths below the vendor's address. */
export interface Download {
  readonly path: string;
  /** The file with its SHA-256. Without one, the connection and the tool's own `--version` have to do. */
  readonly checksums?: string;
  /** Leading folders to leave out of an archive; unset for a plain executable. */
  readonly strip?: number;
}

export interface Artifact {
  readonly name: ArtifactName;
  readonly version: string;
  /** The Go module that pins it. */
  readonly module: ModuleName;
  /** Executable -> the Go package that makes it. */
  readonly packages: Readonly<Record<string, string>>;
  /** Executable -> arguments with which it tells its version, and what that has to match. */
  readonly check: Readonly<Record<string, { args: readonly string[]; output: RegExp }>>;
  /** Operating systems that it runs on. */
  readonly os: readonly NodeJS.Platform[];
  /** Processor time of a cold build in seconds: the sum was measured, the shares are estimates. */
  readonly buildSeconds: number;
  download(machine: Machine): Download;
}

const UNIX = ["linux", "darwin"] as const;

/** Name of the processor in Go's terms, which most vendors use. */
const goArch = (machine: Machine): string => (machine.arch === "x64" ? "amd64" : machine.arch);

/** The vendor's archive of the CLI has its language hosts too. */
function pulumiArchive(machine: Machine): Download {
  const release = `pulumi/pulumi/releases/download/v${PULUMI_VERSION}`;
  return {
    path: `${release}/pulumi-v${PULUMI_VERSION}-${machine.os}-${machine.arch}.tar.gz`,
    checksums: `${release}/pulumi-${PULUMI_VERSION}-checksums.txt`,
    strip: 1,
  };
}

export const ARTIFACTS: Readonly<Record<ArtifactName, Artifact>> = {
  pulumi: {
    name: "pulumi",
    version: PULUMI_VERSION,
    module: "go",
    packages: { pulumi: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
    check: { pulumi: { args: ["version"], output: exactly(PULUMI_VERSION) } },
    os: UNIX,
    buildSeconds: 330,
    download: pulumiArchive,
  },
  // Ours where it is built: the vendor's is no Go module that resolves.
  "language-nodejs": {
    name: "language-nodejs",
    version: PULUMI_VERSION,
    module: "go",
    packages: { "pulumi-language-nodejs": "./pulumi-language-nodejs" },
    check: { "pulumi-language-nodejs": { args: ["--help"], output: /Usage/ } },
    os: UNIX,
    buildSeconds: 5,
    download: pulumiArchive,
  },
  "docker-build": {
    name: "docker-build",
    version: PROVIDER_VERSION,
    module: "go",
    packages: {
      "pulumi-resource-docker-build":
        "github.com/pulumi/pulumi-docker-build/provider/cmd/pulumi-resource-docker-build",
    },
    check: { "pulumi-resource-docker-build": { args: ["--help"], output: /Usage/ } },
    os: UNIX,
    buildSeconds: 110,
    download: (machine) => {
      const release = `pulumi/pulumi-docker-build/releases/download/v${PROVIDER_VERSION}`;
      return {
        path: `${release}/pulumi-resource-docker-build-v${PROVIDER_VERSION}-${machine.os}-${goArch(machine)}.tar.gz`,
        checksums: `${release}/pulumi-docker-build_${PROVIDER_VERSION}_checksums.txt`,
        strip: 0,
      };
    },
  },
  buildx: {
    name: "buildx",
    version: BUILDX_VERSION,
    module: "go",
    packages: { buildx: "github.com/docker/buildx/cmd/buildx" },
    check: { buildx: { args: ["version"], output: exactly(BUILDX_VERSION) } },
    os: UNIX,
    buildSeconds: 30,
    download: (machine) => {
      const release = `docker/buildx/releases/download/v${BUILDX_VERSION}`;
      return {
        path: `${release}/buildx-v${BUILDX_VERSION}.${machine.os}-${goArch(machine)}`,
        checksums: `${release}/checksums.txt`,
      };
    },
  },
  buildkit: {
    name: "buildkit",
    version: BUILDKIT_VERSION,
    module: "go",
    packages: {
      buildkitd: "github.com/moby/buildkit/cmd/buildkitd",
      buildctl: "github.com/moby/buildkit/cmd/buildctl",
    },
    check: {
      buildkitd: { args: ["--version"], output: exactly(BUILDKIT_VERSION) },
      buildctl: { args: ["--version"], output: exactly(BUILDKIT_VERSION) },
    },
    os: ["linux"],
    buildSeconds: 60,
    download: (machine) => ({
      path: `moby/buildkit/releases/download/v${BUILDKIT_VERSION}/buildkit-v${BUILDKIT_VERSION}.linux-${goArch(machine)}.tar.gz`,
      strip: 1,
    }),
  },
  registry: {
    name: "registry",
    version: REGISTRY_VERSION,
    module: "go",
    packages: { registry: "./registry" },
    check: { registry: { args: ["--version"], output: exactly(REGISTRY_VERSION) } },
    os: UNIX,
    buildSeconds: 20,
    download: (machine) => {
      const archive = `distribution/distribution/releases/download/v${REGISTRY_VERSION}/registry_${REGISTRY_VERSION}_linux_${goArch(machine)}.tar.gz`;
      return { path: archive, checksums: `${archive}.sha256`, strip: 0 };
    },
  },
  actionlint: {
    name: "actionlint",
    version: ACTIONLINT_VERSION,
    module: "actionlint",
    packages: { actionlint: "github.com/rhysd/actionlint/cmd/actionlint" },
    check: { actionlint: { args: ["-version"], output: exactly(ACTIONLINT_VERSION) } },
    os: UNIX,
    buildSeconds: 20,
    download: (machine) => {
      const release = `rhysd/actionlint/releases/download/v${ACTIONLINT_VERSION}`;
      return {
        path: `${release}/actionlint_${ACTIONLINT_VERSION}_${machine.os}_${goArch(machine)}.tar.gz`,
        checksums: `${release}/actionlint_${ACTIONLINT_VERSION}_checksums.txt`,
        strip: 0,
      };
    },
  },
};

function exactly(version: string): RegExp {
  return new RegExp(`\\bv?${version.replaceAll(".", "\\.")}(?![\\w.-])`);
}
