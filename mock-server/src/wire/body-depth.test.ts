import { expect, it } from 'vitest'
import { deepBody } from './body-depth.ts'

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) })

it('lets bodies through up to a hundred levels, and no deeper', () => {
  expect(deepBody(nested(100))).toBeUndefined()
  expect(deepBody(nested(101))).toMatchObject({ statusCode: 400 })
  expect(deepBody([[nested(99)]])).toMatchObject({ statusCode: 400 })
  expect(deepBody(null)).toBeUndefined()
})
