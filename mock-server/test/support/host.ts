import { request } from 'node:http'

/** A GET under a host name: fetch does not let one be set. */
export function callAs(
  url: string,
  host: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; type: string; text: string }> {
  return new Promise((resolve, reject) => {
    request(url + path, { headers: { ...headers, host } }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text })
      })
    })
      .on('error', reject)
      .end()
  })
}
