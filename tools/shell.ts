// Owns text for the user's shell.

/** A word that any POSIX shell reads back as exactly `text`. */
export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * Lines for `eval` that give a shell the variables of `env`. Of PATH only the folders that `current` lacks are told, in
 * front of what the shell's own PATH has then, since npm gives its scripts a longer one.
 */
export function exportLines(env: Readonly<Record<string, string>>, current: string): string {
  const known = new Set(current.split(":"));
  return Object.entries(env)
    .map(([name, value]) => {
      if (name !== "PATH") return `export ${name}=${quote(value)}\n`;
      const added = value.split(":").filter((folder) => folder !== "" && !known.has(folder));
      return added.length === 0 ? "" : `export PATH=${quote(added.join(":"))}:"$PATH"\n`;
    })
    .join("");
}
