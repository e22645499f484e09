import { expect, it } from 'vitest'
import { FILTER_OPERATORS, passes } from './filters.ts'

it.each([
  ['one-of', 'email', ['chat', 'email'], true],
  ['one-of', 'phone', ['chat', 'email'], false],
  ['one-of', 7, ['7'], true],
  ['one-of', [7, 8], [8], true],
  ['one-of', null, ['null'], false],
  ['not-one-of', 'phone', ['email'], true],
  ['not-one-of', [7, 8], [8], false],
  ['not-one-of', null, ['email'], true],
  ['all-of', [7, 8, 9], [8, 7], true],
  ['all-of', [7], [8, 7], false],
  ['equals', 'email', ['email'], true],
  ['notEquals', 'email', ['email'], false],
  ['set', 7, [], true],
  ['set', null, [], false],
  ['notSet', null, [], true],
  ['notSet', [], [], true],
  ['contains', 'email', ['mail'], false],
] as const)('the filter %s says of %j and %j: %s', (operator, value, values, expected) => {
  expect(passes(value, { operator, values })).toBe(expected)
})

it('every operator is shown here', () => {
  expect(FILTER_OPERATORS).toEqual(['one-of', 'not-one-of', 'all-of', 'equals', 'notEquals', 'set', 'notSet'])
})
