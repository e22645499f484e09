import type { Secret } from '../model/secret.ts'

/** The value of the `Authorization` header for HTTP Basic, as Gorgias documents it for API keys. */
export const basicCredentials = (userEmail: string, apiKey: Secret): string =>
  `Basic ${Buffer.from(`${userEmail}:${apiKey.reveal()}`).toString('base64')}`

/**
 * Takes the API key out of texts that come from outside, in each form in which it may be echoed.
 * The forms are gathered in one place so that nobody has to remember them where a text is shown.
 */
export function createScrubber(userEmail: string, apiKey: Secret): (text: string) => string {
  const key = apiKey.reveal()
  const forms = [
    basicCredentials(userEmail, apiKey).slice('Basic '.length),
    Buffer.from(key).toString('base64'),
    encodeURIComponent(key),
    key,
  ].filter((form) => form !== '')
  return (text) => forms.reduce((shown, form) => shown.replaceAll(form, '[secret]'), text)
}
