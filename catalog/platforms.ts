// Owns which platforms every function is published for.

/** The platforms of every index. */
export const platforms = ["linux/amd64", "linux/arm64"] as const;
