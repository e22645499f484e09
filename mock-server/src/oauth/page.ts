import { escapeHtml } from '../helpdesk/templates/templates.ts'
import { SCOPES } from '../wire/scopes.ts'
import type { Authorization } from './authorize.ts'

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}' +
  'label{display:block;margin:1rem 0}input{display:block;width:100%;box-sizing:border-box;padding:.5rem;font:inherit}' +
  'button{font:inherit;padding:.5rem 1.5rem;margin-right:1rem}.problem{color:#a00}'

const document = (title: string, body: string): string =>
  `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<h1>${escapeHtml(title)}</h1>
${body}
</html>
`

/**
 * The page on which a user allows an app, or refuses. The form goes back to the page's own address, whose
 * query holds what the app asks for.
 *
 * @param problem what was wrong with the form that was sent before
 */
export function consentPage({ app, tenant, scopes }: Authorization, problem?: string): string {
  const items = scopes.map(
    (scope) => `<li>${escapeHtml(SCOPES.get(scope) ?? '')} <code>${escapeHtml(scope)}</code></li>`,
  )
  return document(
    `Allow ${app.name}?`,
    `<p><strong>${escapeHtml(app.name)}</strong> wants to use the account
<strong>${escapeHtml(tenant.name)}</strong> on your behalf. It wants to:</p>
<ul>
${items.join('\n')}
</ul>
${problem === undefined ? '' : `<p class="problem" role="alert">${escapeHtml(problem)}</p>\n`}<form method="post">
<label>E-mail <input name="email" type="email" autocomplete="username" required></label>
<label>API key <input name="api_key" type="password" autocomplete="current-password" required></label>
<button name="decision" value="allow">Allow</button>
<button name="decision" value="refuse" formnovalidate>Refuse</button>
</form>`,
  )
}

/** What is shown where the user must not be sent anywhere. */
export const problemPage = (problem: string): string =>
  document('This app cannot be allowed', `<p class="problem" role="alert">${escapeHtml(problem)}</p>`)
