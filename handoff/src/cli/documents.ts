import { readJson } from '../json/read-json.ts'

/** One handoff of an input file, or the reason why the file gives none. */
export type Document =
  { ok: true; source: string; value: unknown } | { ok: false; source: string; message: string }

/**
 * Takes an input apart: one JSON value, an array of them, or JSON Lines. If any part is broken, nothing of
 * the input is used: a truncated file must not be sent by half.
 *
 * @param name of the file, for messages.
 */
export function readDocuments(name: string, bytes: Uint8Array): Document[] {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return [broken(name, 'not UTF-8 text')]
  }
  if (text.trim() === '') return [broken(`${name}:1:1`, 'the input is empty')]

  const whole = readJson(text)
  if (whole.ok) {
    if (!Array.isArray(whole.value)) return [{ ok: true, source: name, value: whole.value }]
    return whole.value.map((value: unknown, index) => ({ ok: true, source: `${name}[${index}]`, value }))
  }
  return isJsonLines(text)
    ? readLines(name, text)
    : [broken(`${name}:${whole.line}:${whole.column}`, `not JSON: ${whole.message}`)]
}

/** JSON Lines are told from one broken value by their first line, which is a whole value. */
function isJsonLines(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.length > 1 && readJson(lines[0] ?? '').ok
}

function readLines(name: string, text: string): Document[] {
  const documents: Document[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const json = readJson(line)
    const place = `${name}:${index + 1}`
    if (!json.ok) return [broken(`${place}:${json.column}`, `not JSON: ${json.message}`)]
    documents.push({ ok: true, source: place, value: json.value })
  }
  return documents
}

const broken = (source: string, message: string): Document => ({
  ok: false,
  source,
  message: `${source}: ${message}`,
})
