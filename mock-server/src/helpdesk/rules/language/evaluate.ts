import type { ReadTemplateVariable } from '../../templates/templates.ts'
import type { ActionName } from './actions.ts'
import type { Condition, TestCondition } from './check-condition.ts'
import type { ActionArguments, ActionStep, CheckedFilter, CheckedRule, Step } from './check.ts'
import type { TestRun } from './operators.ts'
import type { ReadVariable } from './values.ts'

/** Most steps of one run: each statement, condition and action is one, searches of long text are more. */
export const RULE_BUDGET = 10_000

/** The world as the conditions of a filter see it. */
export interface FilterContext {
  readonly read: ReadVariable
  /** Microseconds since the epoch. */
  readonly now: number
  /** Whether the account is open at a moment (microseconds); without it, it is never. */
  readonly businessHours?: (at: number) => boolean
  /** Folds the case of a text. Whoever runs many rules over one text can keep in mind what came of it. */
  readonly lowerCase?: (text: string) => string
  /** Told of the steps as they are taken, for a bound on many runs; what it throws ends the run. */
  readonly step?: (steps: number) => void
}

/** The world as a rule sees it. */
export interface RuleContext extends FilterContext {
  /**
   * Carries out an action at once, so that the conditions after it see its effect: a default rule of Gorgias
   * asks for the absence of a tag that it adds itself a few lines earlier (recorded).
   */
  readonly act: (name: ActionName, args: ActionArguments) => void
}

/** What a run did. A rule without actions did not match. */
export interface RunReport {
  readonly actions: readonly ActionStep[]
  readonly steps: number
}

/** A run was stopped because it took too many steps. Actions taken so far have had their effect. */
export class RuleBudgetExceeded extends Error {
  override readonly name = 'RuleBudgetExceeded'
  readonly budget: number

  constructor(budget: number) {
    super(
      `The rule took more than ${budget} steps and was stopped. Use fewer keywords, or search shorter text.`,
    )
    this.budget = budget
  }
}

/**
 * Runs a checked rule once. The rule reaches nothing but the functions of the context; what those throw passes
 * through.
 *
 * @param budget the most steps it may take
 * @throws {RuleBudgetExceeded}
 * @example
 * const { actions } = runRule(rule, { read, act, now: world.now() })
 */
export function runRule(rule: CheckedRule, context: RuleContext, budget = RULE_BUDGET): RunReport {
  const meter = createMeter(budget, context.step)
  const run = testRun(context, meter)
  const actions: ActionStep[] = []
  const take = (steps: readonly Step[]): void => {
    for (const step of steps) {
      meter.spend(1)
      if (step.kind === 'if') {
        take(holds(step.test, run) ? step.then : step.otherwise)
      } else {
        context.act(step.name, step.args)
        actions.push(step)
      }
    }
  }
  take(rule.steps)
  return { actions, steps: meter.spent() }
}

/**
 * Tells whether a ticket (or whatever the context reads from) passes the filter of a view. Templates in it,
 * such as `"{{current_user.id}}"`, are read from the context too.
 *
 * @throws {RuleBudgetExceeded}
 */
export function matchesFilter(filter: CheckedFilter, context: FilterContext, budget = RULE_BUDGET): boolean {
  return (
    filter.condition === null || holds(filter.condition, testRun(context, createMeter(budget, context.step)))
  )
}

/**
 * A filter as one caller sees it: `"{{current_user.id}}"` and its like are replaced (documented), once for all
 * tickets. What the reader does not know becomes the empty text.
 */
export function fillTemplates({ condition }: CheckedFilter, read: ReadTemplateVariable): CheckedFilter {
  return { condition: condition && filled(condition, read) }
}

function filled(condition: Condition, read: ReadTemplateVariable): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...condition, left: filled(condition.left, read), right: filled(condition.right, read) }
    case 'not':
      return { ...condition, condition: filled(condition.condition, read) }
    case 'test':
      return condition.fill?.(read) ?? condition
  }
}

/** Every test of a condition, wherever it stands. */
export function* testsOf(condition: Condition | null): Iterable<TestCondition> {
  if (condition === null) return
  if (condition.kind === 'test') yield condition
  else if (condition.kind === 'not') yield* testsOf(condition.condition)
  else {
    yield* testsOf(condition.left)
    yield* testsOf(condition.right)
  }
}

function holds(condition: Condition, run: TestRun): boolean {
  run.spend(1)
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, run) && holds(condition.right, run)
    case 'or':
      return holds(condition.left, run) || holds(condition.right, run)
    case 'not':
      return !holds(condition.condition, run)
    case 'test':
      return condition.test(run.read(condition.path), run)
  }
}

const inLowerCase = (text: string): string => text.toLowerCase()

function testRun(context: FilterContext, { spend }: Meter): TestRun {
  const { read, now, businessHours, lowerCase = inLowerCase } = context
  return { read, now, businessHours, lowerCase, spend }
}

interface Meter {
  readonly spend: (steps: number) => void
  readonly spent: () => number
}

function createMeter(budget: number, tell: (steps: number) => void = () => undefined): Meter {
  let spent = 0
  return {
    spend(steps) {
      spent += steps
      if (spent > budget) throw new RuleBudgetExceeded(budget)
      tell(steps)
    },
    spent: () => spent,
  }
}
