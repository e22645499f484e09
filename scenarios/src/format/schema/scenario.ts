import Type from 'typebox'
import { GivenSchema } from './given.ts'
import { StepSchema } from './steps.ts'
import type { Step } from './steps.ts'
import { strict, text, word, words } from './shapes.ts'

export const ScenarioSchema = strict(
  {
    name: word('One sentence that says what the story shows.'),
    story: text('One paragraph for a reader who never saw the product.'),
    requirements: Type.Array(Type.String({ pattern: '^REQ-[0-9]{3}$', description: 'Such as REQ-005.' }), {
      minItems: 1,
      maxItems: 50,
      uniqueItems: true,
      description: 'The requirements that the story proves.',
    }),
    tags: Type.Optional(words('Words by which stories are chosen.')),
    given: Type.Optional(GivenSchema),
    steps: Type.Array(StepSchema, {
      minItems: 1,
      maxItems: 500,
      description: 'What happens, in this order.',
    }),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A scenario of gorgias-harness',
    description: 'A story that is played against a simulated Gorgias and the real handoff.',
  },
)

/** A scenario whose shape is right. What it refers to is checked by {@link loadScenario}. */
export type Scenario = Omit<Type.Static<typeof ScenarioSchema>, 'steps'> & { steps: Step[] }

/**
 * The text of the published JSON Schema, which editors read through the first line of a scenario file.
 *
 * @example `writeFileSync('scenarios/schema/scenario.schema.json', scenarioSchemaText())`
 */
export const scenarioSchemaText = (): string => `${JSON.stringify(ScenarioSchema, null, 2)}\n`
