import type { LoadedScenario } from '../format/load-scenario.ts'
import type { Path } from '../format/positions.ts'
import type { Verb } from '../format/schema/steps.ts'
import { happeningOf } from '../format/verb.ts'
import { checkExpectation } from './checks/check-expectation.ts'
import { DeskError } from './desk.ts'
import { happen } from './happenings/happen.ts'
import { look } from './look.ts'
import { StuckError } from './settle.ts'
import { openStage } from './stage.ts'
import type { Stage, StagePorts } from './stage.ts'
import { StoryError } from './story-error.ts'

/** Something that was not as the story tells it. */
export interface Failure {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

/** One step that was played. */
export interface PlayedStep {
  readonly verb: Verb
  readonly line: number
  /** The instant of the story at which it ended, RFC 3339. */
  readonly ended: string
}

export interface PlayResult {
  readonly file: string
  readonly name: string
  readonly requirements: readonly string[]
  readonly status: 'passed' | 'failed'
  readonly failures: readonly Failure[]
  readonly steps: readonly PlayedStep[]
  /** Expectations that were looked at. */
  readonly checks: number
}

/**
 * Plays one story from beginning to end: an account of its own, the real handoff, virtual time.
 *
 * An expectation that is not met does not end the story; a step that cannot happen does. Nothing is thrown:
 * what goes wrong is a failure with its line in the file.
 *
 * @example
 * const result = await playScenario(loaded, { openSimulator, fetch })
 * for (const { file, line, message } of result.failures) console.log(`${file}:${line}: ${message}`)
 */
export async function playScenario(loaded: LoadedScenario, ports: StagePorts): Promise<PlayResult> {
  const { file, scenario, positions } = loaded
  const failures: Failure[] = []
  const steps: PlayedStep[] = []
  let checks = 0
  const fail = (path: Path, message: string) => failures.push({ file, ...positions.key(path), message })

  const playSteps = async (stage: Stage): Promise<void> => {
    for (const [index, step] of scenario.steps.entries()) {
      const happening = happeningOf(step)
      try {
        await happen(stage, happening)
        steps.push({
          verb: happening.verb,
          line: positions.key(['steps', index, happening.verb]).line,
          ended: stage.now(),
        })
        if (!step.then) continue
        checks += 1
        const path = ['steps', index, 'then']
        const sight = await look(stage, step.then)
        for (const finding of checkExpectation(step.then, path, sight)) fail(finding.path, finding.message)
      } catch (error) {
        fail(['steps', index, happening.verb], tell(error))
        return
      }
    }
  }

  try {
    const stage = await openStage(scenario.given ?? {}, ports)
    await playSteps(stage).finally(() => stage[Symbol.asyncDispose]())
  } catch (error) {
    fail(['given'], `this cannot be set up: ${tell(error)}`)
  }
  const { name, requirements } = scenario
  const status = failures.length === 0 ? 'passed' : 'failed'
  return { file, name, requirements, status, failures, steps, checks }
}

/** Errors that are meant for the author are told as they are; others are defects and name their kind. */
function tell(error: unknown): string {
  if (error instanceof StoryError || error instanceof DeskError || error instanceof StuckError)
    return error.message
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
