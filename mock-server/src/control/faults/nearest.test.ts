import { expect, it } from 'vitest'
import { OPERATION_IDS } from '../../wire/catalogue.ts'
import { nearestNames } from './nearest.ts'

it.for<[string, string]>([
  ['createTickets', 'createTicket'],
  ['create_ticket', 'createTicket'],
  ['CREATETICKET', 'createTicket'],
  ['lstTickets', 'listTickets'],
  ['getTiket', 'getTicket'],
])('%s was meant to be %s', ([name, meant]) => {
  expect(nearestNames(name, OPERATION_IDS)[0]).toBe(meant)
})

it('nothing is near what has nothing in common, and nothing but three is told', () => {
  expect(nearestNames('xyzzy', OPERATION_IDS)).toEqual([])
  expect(nearestNames('', OPERATION_IDS)).toEqual([])
  expect(nearestNames('getT', OPERATION_IDS).length).toBeLessThanOrEqual(3)
  expect(nearestNames('x'.repeat(100_000), OPERATION_IDS)).toEqual([])
})
