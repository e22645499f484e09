/** Headers that every answer of the API carries (recorded). The call limit and the request id come beside. */
export const RESPONSE_HEADERS: Readonly<Record<string, string>> = {
  'x-gorgias-release': '5b2c1f0e9d8a7463524130f1e2d3c4b5a6978877',
  'strict-transport-security': 'max-age=31556926; includeSubDomains',
  'x-frame-options': 'Deny',
  'x-content-type-options': 'nosniff',
  'x-xss-protection': '1; mode=block',
  'referrer-policy': 'strict-origin',
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  'access-control-allow-origin': 'https://developers.gorgias.com',
  vary: 'Cookie',
  via: '1.1 google',
  server: 'cloudflare',
}

export const CALL_LIMIT_HEADER = 'x-gorgias-account-api-call-limit'
export const REQUEST_ID_HEADER = 'x-request-id'
export const JSON_TYPE = 'application/json'
export const HTML_TYPE = 'text/html; charset=utf-8'
