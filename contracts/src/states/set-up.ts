import { states } from './catalogue.ts'
import type { Stage } from './stage.ts'

/** The names of all provider states. */
export type StateName = keyof typeof states

/** The parameters of a provider state. */
export type StateParams<Name extends StateName> = Parameters<(typeof states)[Name]['setUp']>[1]

/** What is wrong with a `given`, or `undefined`: it must be in the catalogue, with its parameters. */
export function stateProblem(name: string, params: Readonly<Record<string, unknown>>): string | undefined {
  if (!isStateName(name)) {
    const known = Object.keys(states).join('", "')
    return `there is no provider state "${name}"; contracts/src/states/catalogue.ts knows "${known}"`
  }
  const kinds: Readonly<Record<string, string>> = states[name].params
  for (const [param, kind] of Object.entries(kinds))
    if (typeof params[param] !== kind) return `the provider state "${name}" needs "${param}", a ${kind}`
  const extra = Object.keys(params).find((param) => !Object.hasOwn(kinds, param))
  return extra === undefined ? undefined : `the provider state "${name}" knows no parameter "${extra}"`
}

/**
 * Puts the provider into a state.
 *
 * @throws Error that says why that was not possible.
 */
export async function setUpState(
  stage: Stage,
  name: string,
  params: Readonly<Record<string, unknown>>,
): Promise<void> {
  const problem = stateProblem(name, params)
  if (problem !== undefined || !isStateName(name)) throw new Error(problem)
  // The kinds of the parameters were checked above.
  await states[name].setUp(stage, params as never)
}

const isStateName = (name: string): name is StateName => Object.hasOwn(states, name)
