import type { Ports } from '../ports.ts'

/** What a command touches of its process; tests bring their own. */
export interface Io {
  env: Readonly<Record<string, string | undefined>>
  /** Reads a file, or standard input for `-`. */
  read(name: string): Promise<Uint8Array>
  out(text: string): void
  err(text: string): void
  /** Aborts when somebody presses Ctrl-C. */
  interrupted: AbortSignal
  /** Ports in place of the real ones. */
  ports?: Partial<Ports>
}

/** Exit codes: everything well, something failed, wrong usage or configuration. */
export const exit = { ok: 0, failed: 1, usage: 2 } as const
