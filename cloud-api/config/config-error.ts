/** The configuration can't be used. The message names the variable or the file with its line, and what mends it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
