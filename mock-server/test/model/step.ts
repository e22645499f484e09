import fc from 'fast-check'
import type { Desk } from './desk.ts'
import type { Model } from './model.ts'

/** One step of a sequence: a call or a few, and what must be true of them. */
export type Step = fc.AsyncCommand<Model, Desk>

/**
 * @param text how a failing sequence shows the step
 * @param needs what there must be before the step makes sense
 */
export const step = (
  text: string,
  run: (model: Model, desk: Desk) => Promise<unknown>,
  needs: (model: Readonly<Model>) => boolean = () => true,
): Step => ({
  check: needs,
  async run(model, desk) {
    await run(model, desk)
  },
  toString: () => text,
})

/** Which of the things there are: by a number, for ids are not known before. */
export const nth = fc.nat({ max: 20 })

/** Few words, so that sequences come back to the same ones. */
export const TAGS = ['a', 'b', 'c', 'A'] as const
export const NAMES = ['one', 'two', 'three'] as const
export const ADDRESSES = [
  'ana@x.test',
  'Ana@X.test',
  'ben@x.test',
  ' BEN@x.test',
  'cleo@x.test',
  'dan@x.test',
] as const

/** The account of which every sequence gets a copy. */
export const ORIGIN = 'acme'
