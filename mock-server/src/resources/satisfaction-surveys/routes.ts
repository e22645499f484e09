import type { FastifyInstance } from 'fastify'
import type { Actor } from '../../helpdesk/actor.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { createSurvey } from '../../helpdesk/surveys/surveys.ts'
import { IdPath } from '../../wire/schema.ts'
import { dataFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import * as surveys from './operations.ts'
import { presentSurvey } from './presenter.ts'
import { SatisfactionSurvey, SurveyCreate, SurveyList, SurveyQuery, SurveyUpdate } from './schema.ts'

/** The newest ticket without a survey and its customer, for the examples. */
function someSubject(world: Helpdesk): { ticket_id: number; customer_id: number } {
  for (const { id, customer_id } of world.rows.tickets.walk('byCreated', { reverse: true }))
    if (world.rows.surveys.first('byTicket', [id]) === undefined) return { ticket_id: id, customer_id }
  return { ticket_id: 0, customer_id: 0 }
}

const someSurvey = (world: Helpdesk, actor: Actor) => createSurvey(world, actor, someSubject(world))

/** What customers are asked about a ticket, and what they answered. There is no way to delete it (documented). */
export function surveyRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Satisfaction surveys')

  operation(
    {
      operationId: 'listSatisfactionSurveys',
      method: 'GET',
      url: '/api/satisfaction-surveys',
      summary: 'List satisfaction surveys',
      query: SurveyQuery,
      answer: SurveyList,
      failure: 'Failed to list satisfaction surveys',
      example: (world, actor) => ({ query: { ticket_id: someSurvey(world, actor).ticket_id } }),
    },
    ({ world, query, url }) => dataFirst(surveys.listSurveys(world, query), url, presentSurvey),
  )

  operation(
    {
      operationId: 'createSatisfactionSurvey',
      method: 'POST',
      url: '/api/satisfaction-surveys',
      summary: 'Create a satisfaction survey',
      description: 'A ticket has one survey at most; the customer is the one of the ticket.',
      body: SurveyCreate,
      answer: SatisfactionSurvey,
      failure: 'Failed to create satisfaction survey',
      example: (world) => ({ body: { ...someSubject(world), score: 5, body_text: 'Quick and friendly.' } }),
    },
    ({ world, actor, body }) => presentSurvey(surveys.createSurvey(world, actor, body)),
  )

  operation(
    {
      operationId: 'getSatisfactionSurvey',
      method: 'GET',
      url: '/api/satisfaction-surveys/:id',
      summary: 'Retrieve a satisfaction survey',
      path: IdPath,
      answer: SatisfactionSurvey,
      failure: 'Failed to retrieve satisfaction survey',
      example: (world, actor) => ({ path: { id: someSurvey(world, actor).id } }),
    },
    ({ world, path }) => presentSurvey(surveys.findSurvey(world, path.id)),
  )

  operation(
    {
      operationId: 'updateSatisfactionSurvey',
      method: 'PUT',
      url: '/api/satisfaction-surveys/:id',
      summary: 'Update a satisfaction survey',
      description: 'Only the fields that are named change.',
      path: IdPath,
      body: SurveyUpdate,
      answer: SatisfactionSurvey,
      failure: 'Failed to update satisfaction survey',
      example: (world, actor) => ({ path: { id: someSurvey(world, actor).id }, body: { score: 4 } }),
    },
    ({ world, actor, path, body }) => presentSurvey(surveys.updateSurvey(world, actor, path.id, body)),
  )
}
