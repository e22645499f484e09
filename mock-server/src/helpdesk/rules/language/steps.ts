import type { ActionStep, CheckedRule } from './check.ts'

/** All actions of a rule in the order of its code, whatever they depend on. */
export const actionsOf = (steps: CheckedRule['steps']): ActionStep[] =>
  steps.flatMap((step) =>
    step.kind === 'action' ? [step] : [...actionsOf(step.then), ...actionsOf(step.otherwise)],
  )
