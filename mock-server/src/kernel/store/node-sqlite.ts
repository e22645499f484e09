import type { DatabaseSync } from 'node:sqlite'

/**
 * Node's own SQLite, loaded when it is first needed. Node warns on standard error that it is experimental,
 * which is nothing that whoever runs this program could act on.
 */
export function sqlite(): { readonly DatabaseSync: typeof DatabaseSync } {
  const usual = Object.getOwnPropertyDescriptor(process, 'emitWarning')
  process.emitWarning = () => undefined
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    if (usual !== undefined) Object.defineProperty(process, 'emitWarning', usual)
  }
}
