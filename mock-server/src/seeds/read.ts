import { parseExpressionAt } from 'acorn'
import type { Expression } from 'acorn'
import { createAjv } from '../wire/validation.ts'
import { SeedError, SeedSchema } from './document.ts'
import type { Seed } from './document.ts'

/** The line of a text of JSON on which the value of a JSON pointer begins, or the nearest around it that there is. */
function lineOf(text: string, pointer: string): number | undefined {
  let node: Expression
  try {
    node = parseExpressionAt(text, 0, { ecmaVersion: 'latest', locations: true })
  } catch {
    // Not all of JSON is an expression of JavaScript: some names may not stand twice there.
    return undefined
  }
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    const next = childOf(node, key)
    if (next === undefined) break
    node = next
  }
  return node.loc?.start.line
}

function childOf(node: Expression, key: string): Expression | undefined {
  if (node.type === 'ArrayExpression')
    return (node.elements[Number(key)] ?? undefined) as Expression | undefined
  if (node.type !== 'ObjectExpression') return undefined
  for (const property of node.properties)
    if (property.type === 'Property' && 'value' in property.key && property.key.value === key)
      return property.value
  return undefined
}

/**
 * Reads JSON text.
 *
 * @throws {SeedError} naming the place in the text
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new SeedError(`it is not JSON: ${(error as Error).message}`)
  }
}

/**
 * Reads a seed from JSON text.
 *
 * @throws {SeedError} naming the line and the field
 */
export function parseSeed(text: string, value: unknown = parseJson(text)): Seed {
  const validate = createAjv({ allErrors: false }).compile<Seed>(SeedSchema)
  if (validate(value)) return value
  const [problem] = validate.errors ?? []
  const detail =
    problem?.keyword === 'additionalProperties' ? ` "${String(problem.params.additionalProperty)}"` : ''
  const unknown = problem?.params.additionalProperty as string | undefined
  const pointer = problem?.instancePath ?? ''
  const line = lineOf(text, unknown === undefined ? pointer : `${pointer}/${unknown}`)
  const place = line === undefined ? '' : `line ${line}: `
  throw new SeedError(`${place}${pointer || 'the document'} ${problem?.message ?? 'is wrong'}${detail}.`)
}
