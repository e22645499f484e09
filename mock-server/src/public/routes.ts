import { timingSafeEqual } from 'node:crypto'
import { parse } from 'node:querystring'
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import type { Helpdesk } from '../helpdesk/model/helpdesk.ts'
import type { SatisfactionSurvey } from '../helpdesk/model/surveys.ts'
import { changeSurvey } from '../helpdesk/surveys/surveys.ts'
import { htmlPage } from '../wire/errors.ts'
import { HTML_TYPE } from '../wire/headers.ts'
import type { Directory, Tenant } from '../wire/tenant.ts'
import { MAX_TEXT, SCORES, surveyPage, thanksPage } from './page.ts'

/** A thousand characters, each of them four bytes in three signs each, and the rest of the form. */
const FORM_LIMIT = 16 * 1024

/** The page is one customer's, runs no script, loads nothing, and stands in no frame. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

interface Opened {
  readonly world: Helpdesk
  readonly survey: SatisfactionSurvey
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}

const show = (reply: FastifyReply, status: number, page: string): FastifyReply =>
  reply.code(status).type(HTML_TYPE).send(page)

const subjectOf = ({ world, survey }: Opened): string =>
  world.rows.tickets.get(survey.ticket_id)?.subject ?? ''

/** One value of a form; what stands there twice, or not at all, counts as nothing. */
const valueOf = (form: unknown, name: string): string => {
  const value = (form as Readonly<Record<string, unknown>> | null)?.[name]
  return typeof value === 'string' ? value : ''
}

/**
 * What customers see of the helpdesk, below `/survey`: the page that a satisfaction survey links to (inferred:
 * what it looks like, and its address). It asks for no credentials: the link is the secret. It is neither
 * counted by the rate limit nor written into the journal.
 *
 * @param onFailure told what a caller sees as a 500 only
 */
export const publicRoutes =
  (accounts: Directory<Tenant<Helpdesk>>, onFailure: (error: unknown) => void) =>
  (app: FastifyInstance): void => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser<string>(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_LIMIT },
      (_request, body, done) => done(null, parse(body)),
    )
    app.addHook('onRequest', (_request, reply, done) => {
      reply.headers(HEADERS)
      done()
    })
    app.setErrorHandler((error: FastifyError, _request, reply) => {
      const status = error.statusCode ?? 500
      if (status < 500) return show(reply, status, htmlPage(status, error.message))
      onFailure(error)
      return show(reply, 500, htmlPage(500, 'Internal Server Error'))
    })

    /** The survey of a link; undefined where it leads nowhere, whatever is wrong with it. */
    function open(path: unknown): Opened | undefined {
      const { account, id, secret } = path as Readonly<Record<'account' | 'id' | 'secret', string>>
      const world = accounts.byName(account)?.world
      const survey = /^\d{1,15}$/.test(id) ? world?.rows.surveys.get(Number(id)) : undefined
      if (world === undefined || survey === undefined || survey.secret === null) return undefined
      return isSame(survey.secret, secret) ? { world, survey } : undefined
    }

    const URL = '/:account/:id/:secret'

    app.get(URL, (request, reply) => {
      const opened = open(request.params)
      if (opened === undefined) return show(reply, 404, htmlPage(404, 'Not Found'))
      const { score } = opened.survey
      return show(reply, 200, score === null ? surveyPage(subjectOf(opened)) : thanksPage(score))
    })

    app.post(URL, (request, reply) => {
      const opened = open(request.params)
      if (opened === undefined) return show(reply, 404, htmlPage(404, 'Not Found'))
      const { world, survey } = opened
      if (survey.score !== null) return show(reply, 409, thanksPage(survey.score))
      const text = valueOf(request.body, 'text').replaceAll('\r\n', '\n').trim()
      const score = SCORES.find((value) => String(value) === valueOf(request.body, 'score'))
      const again = (problem: string) =>
        show(reply, 400, surveyPage(subjectOf(opened), { score, text, problem }))
      if (score === undefined) return again('Please choose a number from 1 to 5.')
      if (text.length > MAX_TEXT) return again(`Please write no more than ${MAX_TEXT} characters.`)
      world.transact({ kind: 'request', id: `survey/${survey.id}` }, () => {
        const customer = { user_id: null, context: world.uuid() }
        changeSurvey(world, customer, survey, { score, body_text: text === '' ? null : text })
      })
      world.clock.runDue()
      return show(reply, 200, thanksPage(score))
    })
  }
