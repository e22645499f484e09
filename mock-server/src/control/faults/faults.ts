import type { Fault, FaultOrder } from '../../kernel/faults.ts'
import { OPERATION_IDS } from '../../wire/catalogue.ts'
import type { AccountTenant } from '../accounts/accounts.ts'
import { ControlError } from '../errors.ts'

/** Orders a fault. Refuses operations that do not exist. */
export function addFault({ faults }: AccountTenant, order: FaultOrder): Fault {
  const wrong = (field: string, sentence: string) => new ControlError(400, `${field}: ${sentence}`, field)
  if (!OPERATION_IDS.has(order.operation))
    throw wrong('operation', `there is no operation "${order.operation}"; see /openapi.json.`)
  const isError = Number.isInteger(order.status) && Number(order.status) >= 400 && Number(order.status) < 600
  if (order.kind === 'status' && !isError)
    throw wrong('status', 'a fault of kind "status" needs one from 400 to 599.')
  for (const field of ['first', 'every'] as const) {
    const count = order[field]
    if (count !== undefined && !(Number.isInteger(count) && count >= 1))
      throw wrong(field, 'must be a whole number from 1.')
  }
  if (order.first !== undefined && order.every !== undefined)
    throw wrong('every', 'say either first or every, not both.')
  return faults.add(order)
}

export function removeFault({ faults }: AccountTenant, id: number): void {
  if (!faults.remove(id)) throw new ControlError(404, `There is no fault ${id}.`)
}
