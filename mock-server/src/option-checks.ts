import { ControlError } from './control/errors.ts'
import { REWIND_LIMIT } from './control/rewind/rewind.ts'
import { PLAN_NAMES } from './helpdesk/model/entities.ts'
import type { MockServerOptions } from './options.ts'

/** What a value has to be; nothing where it is. */
type Check = (value: unknown) => string | undefined

const says =
  (sentence: string, fits: (value: unknown) => boolean): Check =>
  (value) =>
    fits(value) ? undefined : sentence

const oneOf = (...words: readonly string[]): Check =>
  says(`must be one of ${words.join(', ')}`, (value) => words.includes(value as string))
const whole = (least: number, most: number): Check =>
  says(
    `must be a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
  )
const text = says('must be a text', (value) => typeof value === 'string' && value !== '')
const anyObject = says('must be an object', (value) => typeof value === 'object' && value !== null)
const aFunction = says('must be a function', (value) => typeof value === 'function')
const texts = says(
  'must be a list of texts',
  (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
)
const seed: Check = (value) =>
  value === 'demo' ? undefined : anyObject(value) && 'must be demo, or an object'

/** By hand, since a start is to be spared a compiler of schemas. What is in an object, its reader checks. */
const CHECKS: Readonly<Record<keyof MockServerOptions, Check>> = {
  port: whole(0, 65_535),
  host: text,
  tls: anyObject,
  subdomain: text,
  plan: oneOf(...PLAN_NAMES),
  clock: oneOf('real', 'virtual'),
  now: text,
  rateLimit: oneOf('on', 'off'),
  effects: oneOf('instant', 'realistic'),
  seed,
  rewind: whole(0, REWIND_LIMIT),
  randomSeed: whole(-(2 ** 31), 2 ** 31),
  history: whole(0, 10_000_000),
  journal: anyObject,
  data: text,
  controlToken: text,
  limits: anyObject,
  allowEgress: texts,
  callOut: aFunction,
  smtp: text,
  smtpListen: whole(0, 65_535),
  extensions: anyObject,
  onFailure: aFunction,
}

/**
 * Holds options against what they can be: tests that are not type-checked misspell names, too.
 *
 * @throws {ControlError} 400 that names the field
 */
export function checkOptions(options: MockServerOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue
    if (!Object.hasOwn(CHECKS, name)) {
      const message = `${name}: there is no such option; there are ${Object.keys(CHECKS).join(', ')}.`
      throw new ControlError(400, message, name)
    }
    const problem = CHECKS[name as keyof MockServerOptions](value)
    if (problem !== undefined) throw new ControlError(400, `${name}: ${problem}.`, name)
  }
}
