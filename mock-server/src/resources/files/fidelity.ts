import { recordsOf } from '../../kernel/fidelity.ts'

const PRIVATE = 'an upload of an attachment is private: it is served with credentials only'
const PUBLIC = 'an upload of a %s is served to everybody, outside of the API'
const LIMITS = 'an upload is a 413 for a file above 10 MB and for more than ten files'
const ODD = 'an upload keeps bytes as they are, whatever they are called, and empty ones too'

/** What is known about files. */
export const fileFidelity = recordsOf('Files', 'mock-server/test/resources/files.test.ts', [
  {
    subject: 'uploadFiles',
    aspect: 'Takes multipart/form-data and answers a list of content_type, name, size and url.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'an upload answers what an attachment takes, each file under the name of its part',
  },
  {
    subject: 'uploadFiles',
    aspect: 'Is a 415 for anything but a form, and a 400 for one without files or with other fields.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'an upload is refused without a file, without a name, with a field, and of an unknown type',
  },
  {
    subject: 'uploadFiles',
    aspect: 'Is a 413 beyond a limit.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: LIMITS,
  },
  {
    subject: 'uploadFiles',
    aspect: 'The limits: 10 MB a file, ten files a call, 256 MB an account.',
    standing: 'inferred',
    source: 'none: chosen; the limits are unpublished',
    test: LIMITS,
  },
  {
    subject: 'uploadFiles',
    aspect:
      'All but attachments is public: served under /uploads of the account, to whoever knows the address.',
    standing: 'inferred',
    source: 'none: chosen; in life a host of its own serves uploads',
    test: PUBLIC,
  },
  {
    subject: 'uploadFiles',
    aspect: 'Empty files are kept, and names are kept as they are; a type that is none becomes octet-stream.',
    standing: 'inferred',
    source: 'none: chosen',
    test: ODD,
  },
  {
    subject: 'downloadFile',
    aspect: 'Serves an attachment, its path being that of its url.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: PRIVATE,
  },
  {
    subject: 'downloadFile',
    aspect: 'Every file is sent as one to be saved, so that no page that was uploaded runs as one.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'an upload that is a page (%s) is to be saved, and never shown as one',
  },
  {
    subject: 'downloadFile',
    aspect: 'Is a 404 for the file of another account, and for any other path.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a private file is a 404 under any other path',
  },
])
