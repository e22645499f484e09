import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { SatisfactionSurvey } from '../../helpdesk/model/surveys.ts'
import { changeSurvey, createSurvey as addSurvey, surveyOf } from '../../helpdesk/surveys/surveys.ts'
import type { Page } from '../../wire/cursors.ts'
import { withInstants } from '../instants.ts'
import { listPage } from '../list.ts'
import type { SurveyCreate, SurveyQuery, SurveyUpdate } from './schema.ts'

/** The survey of that id; refuses with 404. */
export function findSurvey(world: Helpdesk, id: number): SatisfactionSurvey {
  const survey = world.rows.surveys.get(id)
  if (survey === undefined) throw new Refusal('missing')
  return survey
}

export function listSurveys(world: Helpdesk, query: Static<typeof SurveyQuery>): Page<SatisfactionSurvey> {
  const { ticket_id } = query
  const ofTicket = ticket_id === undefined ? undefined : surveyOf(world, ticket_id)
  return listPage(world.rows.surveys, query, {
    orders: {
      created_datetime: { index: 'byCreated', type: 'datetime', value: (row) => row.created_datetime },
    },
    defaultOrder: 'created_datetime:desc',
    among: ticket_id === undefined ? undefined : ofTicket === undefined ? [] : [ofTicket],
  })
}

export const createSurvey = (
  world: Helpdesk,
  actor: Actor,
  body: Static<typeof SurveyCreate>,
): SatisfactionSurvey => addSurvey(world, actor, withInstants(body))

export const updateSurvey = (
  world: Helpdesk,
  actor: Actor,
  id: number,
  body: Static<typeof SurveyUpdate>,
): SatisfactionSurvey => changeSurvey(world, actor, findSurvey(world, id), withInstants(body))
