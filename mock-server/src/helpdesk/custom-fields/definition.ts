import { Refusal } from '../../kernel/refusal.ts'
import type { FieldDefinition } from '../model/custom-fields.ts'
import { isDecimal } from './values.ts'

/** A definition as it is given: of the right types, but not yet known to make sense. */
export interface GivenDefinition {
  readonly data_type: FieldDefinition['data_type']
  readonly input_settings: {
    readonly input_type: FieldDefinition['input_settings']['input_type']
    readonly placeholder?: string | null
    readonly choices?: readonly (string | boolean)[]
    readonly default?: string | boolean | null
    readonly min?: string | number | null
    readonly max?: string | number | null
  }
}

type Given = GivenDefinition['input_settings']

/** What each pair of data type and input takes, in the order in which it is shown (documented). */
const SETTINGS: Readonly<Record<string, readonly (keyof Given)[]>> = {
  'text input': ['input_type', 'placeholder'],
  'text dropdown': ['input_type', 'choices', 'default'],
  'number input_number': ['input_type', 'min', 'max', 'placeholder'],
  'boolean dropdown': ['input_type', 'choices', 'default'],
}

const refuse = (setting: string, sentence: string): never => {
  throw new Refusal('invalid', '', { definition: { input_settings: { [setting]: [sentence] } } })
}

function checkChoices(data_type: string, { choices, default: preset }: Given): void {
  const type = data_type === 'boolean' ? 'boolean' : 'string'
  if (choices === undefined && type === 'string') refuse('choices', 'Missing data for required field.')
  if (choices?.some((choice) => typeof choice !== type)) refuse('choices', `Not a valid ${type}.`)
  if (preset == null) return
  if (typeof preset !== type || choices?.includes(preset) === false) refuse('default', 'Not a valid choice.')
}

/** A limit as a text, whatever it was given as (recorded). */
function limit(given: Given, name: 'min' | 'max'): string | null | undefined {
  const value = given[name]
  if (value == null) return value
  const text = String(value)
  return isDecimal(text) ? text : refuse(name, 'Not a valid number.')
}

/**
 * Reads a definition: which input goes with which data type, which settings go with which input.
 *
 * @throws Refusal naming the setting
 */
export function readDefinition({ data_type, input_settings }: GivenDefinition): FieldDefinition {
  const allowed = SETTINGS[`${data_type} ${input_settings.input_type}`]
  if (allowed === undefined) return refuse('input_type', `Not an input of ${data_type} fields.`)
  const stranger = Object.keys(input_settings).find((name) => !allowed.some((known) => known === name))
  if (stranger !== undefined) refuse(stranger, 'No such field')
  if (allowed.includes('choices')) checkChoices(data_type, input_settings)
  const [min, max] = [limit(input_settings, 'min'), limit(input_settings, 'max')]
  if (min != null && max != null && Number(min) > Number(max)) refuse('min', `Must be at most ${max}`)
  const settings = { ...input_settings, min, max }
  const shown = allowed.flatMap((name) => {
    const value = settings[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  // Every setting has been held against the type that the union asks for.
  return { data_type, input_settings: Object.fromEntries(shown) } as unknown as FieldDefinition
}
