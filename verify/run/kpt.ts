// Owns how kpt starts a function's container.

/**
 * The arguments of `docker` in front of the image; podman and nerdctl take the same. Source: kpt, the container runtime of
 * `pkg/fn/runtime`.
 */
export const runAsKpt: readonly string[] = [
  ...["run", "--rm", "-i", "--network", "none"],
  ...["--user", "nobody", "--security-opt=no-new-privileges"],
];
