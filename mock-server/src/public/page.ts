import { escapeHtml } from '../helpdesk/templates/templates.ts'

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}' +
  'fieldset{border:0;padding:0;margin:1rem 0}fieldset label{margin-right:1rem}' +
  'textarea{display:block;width:100%;box-sizing:border-box;font:inherit}button{font:inherit;padding:.5rem 1.5rem}' +
  '.problem{color:#a00}'

const document = (title: string, body: string): string =>
  `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<h1>${escapeHtml(title)}</h1>
${body}
</html>
`

/** The longest text of an answer (documented: 1000 characters). */
export const MAX_TEXT = 1000
export const SCORES = [1, 2, 3, 4, 5] as const

/** What of an answer was filled in, when it comes back with a problem. */
export interface Draft {
  readonly score?: number | undefined
  readonly text?: string
  readonly problem?: string
}

/**
 * The page on which a customer says what they think of the help that they got. The form goes back to the
 * page's own address, which holds all that tells the survey.
 *
 * @param subject what the ticket is about; empty for nothing
 */
export function surveyPage(subject: string, { score, text = '', problem }: Draft = {}): string {
  const choices = SCORES.map(
    (value) =>
      `<label><input type="radio" name="score" value="${value}" required${value === score ? ' checked' : ''}> ${value}</label>`,
  )
  return document(
    'How would you rate the help you received?',
    `${subject === '' ? '' : `<p>Your request: ${escapeHtml(subject)}</p>\n`}${
      problem === undefined ? '' : `<p class="problem" role="alert">${escapeHtml(problem)}</p>\n`
    }<form method="post">
<fieldset>
<legend>From 1, bad, to 5, great</legend>
${choices.join('\n')}
</fieldset>
<label>Anything to add? <textarea name="text" rows="5" maxlength="${MAX_TEXT}">
${escapeHtml(text)}</textarea></label>
<p><button>Send</button></p>
</form>`,
  )
}

/** What is shown once there is an answer. */
export const thanksPage = (score: number): string =>
  document('Thank you', `<p>You gave ${score} of 5. Your answer has been received.</p>`)
