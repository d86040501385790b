// Owns the checks of an index and of each platform's image by its configuration: platforms, user, entrypoint, labels.
import { fingerprintLabel } from "../catalog/fingerprint.ts";
import { ociLabel } from "../catalog/labels.ts";
import { type Image, type ImageConfig, type PlatformImage, platformName } from "../oci/index.ts";
import type { Demand, Published, Refuse } from "./published.ts";

/** Reports platforms that are missing, there twice or unknown, and what of the index the registry has lost. */
export function checkIndex(
  { image, digest }: Published,
  index: Image,
  wanted: readonly string[],
  again: string,
  refuse: Refuse,
): void {
  const path = `${image}@${digest}`;
  const found = index.platforms.map(({ platform }) => platform);
  if (!index.isIndex) {
    refuse(path, `must be an index, not one image for ${found[0]}`, again);
    return;
  }
  for (const platform of wanted) {
    const count = found.filter((one) => one === platform).length;
    if (count === 0)
      refuse(path, `must have an image for ${platform}, but has only ${found.join(", ")}`, again);
    if (count > 1) refuse(path, `must have one image for ${platform}, not ${count}`, again);
  }
  for (const platform of new Set(found.filter((one) => !wanted.includes(one)))) {
    refuse(path, `must have images for ${wanted.join(" and ")} alone, not for "${platform}"`, again);
  }
  for (const { platform, digest, manifest, config } of index.platforms) {
    if (manifest === undefined)
      refuse(`${image}@${digest}`, `must be there as the manifest for ${platform}`, again);
    else if (config === undefined)
      refuse(
        `${image}@${manifest.config.digest}`,
        `must be there as the configuration for ${platform}`,
        again,
      );
  }
}

/** Reports what does not hold of a platform's configuration. */
export function checkConfig(
  published: Published,
  { platform, digest }: PlatformImage,
  config: ImageConfig,
  demand: Demand,
  refuse: Refuse,
): void {
  const path = `${published.image}@${digest} (${platform})`;
  const own = platformName(config);
  if (own !== platform) refuse(path, `its configuration must be of its platform, not of "${own}"`);
  const { User: user = "", Entrypoint: entrypoint = [], Labels: labels = {} } = config.config ?? {};
  if (!/^[1-9]\d*(:\d+)?$/.test(user)) {
    const must = `its user must be a number other than 0, so that any cluster can see that it is not root, not "${user}"`;
    refuse(path, must);
  }
  if (entrypoint.length === 0) refuse(path, "must have an entrypoint");
  for (const [label, wanted] of wantedLabels(published, demand)) {
    const value = labels[label];
    const rule = wanted === undefined ? "a digest" : `"${wanted}"`;
    const holds = wanted === undefined ? /^sha256:[0-9a-f]{64}$/.test(value ?? "") : value === wanted;
    if (value === undefined) refuse(path, `must have the label \`${label}\`, ${rule}`);
    else if (!holds) refuse(path, `its label \`${label}\` must be ${rule}, not "${value}"`);
  }
}

/** The labels that every image has, with their value; undefined: any digest. */
function wantedLabels(
  { name, version }: Published,
  { hasBase }: Demand,
): readonly (readonly [label: string, value?: string])[] {
  return [
    [ociLabel("title"), name],
    [ociLabel("version"), version],
    [fingerprintLabel],
    ...(hasBase ? ([[ociLabel("base.digest")]] as const) : []),
  ];
}
