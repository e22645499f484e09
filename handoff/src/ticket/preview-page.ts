import { escapeHtml } from '../transcript/render-html.ts'
import type { CreateTicketBody } from './body.ts'

/** One ticket to look at. */
export interface PreviewedTicket {
  /** Where it came from, e.g. the name of a file. */
  source: string
  body: CreateTicketBody
}

/** Nothing is loaded and nothing runs; styles stand in the page and in the bodies. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

const STYLE = `
:root { color-scheme: light dark; --ink: #1f2933; --quiet: #4a5560; --ground: #eef1f5; --card: #ffffff; --line: #c3cad3 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ee; --quiet: #b4bdc8; --ground: #14181d; --card: #1e242b; --line: #3a444f }
}
* { box-sizing: border-box }
body { margin: 0; padding: 16px; background: var(--ground); color: var(--ink); font: 14px/1.45 system-ui, sans-serif }
main { max-width: 1240px; margin: 0 auto }
article { margin: 0 0 32px; padding: 16px; background: var(--card); border: 1px solid var(--line); border-radius: 6px }
h1 { margin: 0 0 4px; font-size: 18px; overflow-wrap: anywhere }
h2 { margin: 20px 0 8px; font-size: 15px }
p.lead { margin: 0 0 12px; color: var(--quiet); overflow-wrap: anywhere }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 12px; margin: 12px 0 0 }
dt { color: var(--quiet) }
dd { margin: 0; overflow-wrap: anywhere }
.both { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 16px }
.body, pre { margin: 0; border: 1px solid var(--line); overflow-wrap: anywhere }
.body { overflow-x: auto }
.body th, .body td { overflow-wrap: break-word }
.body td:nth-child(-n + 2) { overflow-wrap: anywhere }
.body img { display: inline-block; min-height: 1em; font-size: 12px }
pre { padding: 12px; white-space: pre-wrap; font: 12px/1.45 ui-monospace, monospace }
@media (max-width: 800px) {
  body { padding: 8px }
  article { padding: 10px }
  .both { grid-template-columns: minmax(0, 1fr) }
}`

/**
 * One self-contained HTML page that shows tickets as an agent would see them: the head, then each message as HTML
 * and, beside it, as text. It runs no script and loads nothing, so pictures show their names.
 */
export function previewPage(tickets: readonly PreviewedTicket[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Preview of ${tickets.length === 1 ? 'a handoff ticket' : `${tickets.length} handoff tickets`}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${tickets.map(article).join('\n')}
</main>
</body>
</html>
`
}

function article({ source, body }: PreviewedTicket): string {
  const [transcript, note] = body.messages
  return `<article>
<h1>${escapeHtml(body.subject)}</h1>
<p class="lead">${escapeHtml(source)} · pictures are not loaded here</p>
<dl>${facts(body)
    .map(([term, words]) => `<dt>${term}</dt><dd>${escapeHtml(words)}</dd>`)
    .join('')}</dl>
${message(`Public message from ${senderOf(transcript.sender)}`, transcript)}
${message(`Internal note by ${note.sender.email}`, note)}
</article>`
}

const message = (title: string, { body_html, body_text }: { body_html: string; body_text: string }): string =>
  `<section><h2>${escapeHtml(title)}</h2><div class="both">` +
  `<div class="body">${body_html}</div><pre dir="auto">${escapeHtml(body_text)}</pre></div></section>`

type Sender = CreateTicketBody['messages'][0]['sender']

const senderOf = (sender: Sender): string => {
  const address = 'email' in sender ? sender.email : sender.external_id
  return sender.name === undefined ? address : `${sender.name} <${address}>`
}

function facts(body: CreateTicketBody): [term: string, words: string][] {
  return [
    ['Customer', senderOf(body.messages[0].sender)],
    ['Tags', body.tags.map(({ name }) => name).join(', ')],
    ['Priority', body.priority],
    ['Team', body.assignee_team ? `number ${body.assignee_team.id}` : 'none'],
    ['Channel', body.channel],
    ['Language', body.language ?? 'left to Gorgias'],
    ['External id', body.external_id],
  ]
}
