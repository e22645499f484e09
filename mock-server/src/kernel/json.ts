/** Any JSON value, immutable. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

export interface JsonObject {
  readonly [key: string]: Json
}

/** Whether lists and objects are nested deeper than that; looks no deeper itself. */
export function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth === 0) return true
  if (Array.isArray(value)) {
    for (const inner of value) if (isDeeper(inner, depth - 1)) return true
    return false
  }
  for (const key in value) if (isDeeper((value as JsonObject)[key], depth - 1)) return true
  return false
}
