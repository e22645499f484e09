import multipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import { addUpload, PUBLIC_FILES, urlOfUpload } from '../../helpdesk/uploads.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { HTML_TYPE } from '../../wire/headers.ts'
import { htmlPage } from '../../wire/errors.ts'
import { FileAnswer, sendFile } from '../file-answer.ts'
import { operationsOf } from '../operation.ts'
import { FORM_LIMITS, readForm } from './form.ts'
import * as files from './operations.ts'
import { DownloadPath, UploadBody, UploadedFiles, UploadQuery } from './schema.ts'

function registerOperations(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Files')

  operation(
    {
      operationId: 'uploadFiles',
      method: 'POST',
      url: '/api/upload',
      summary: 'Upload files',
      description: `At most ${FORM_LIMITS.files} files of ${FORM_LIMITS.fileSize} bytes each.`,
      query: UploadQuery,
      body: UploadBody,
      readBody: readForm,
      answer: UploadedFiles,
      failure: 'Failed to upload files',
      example: () => ({
        query: { type: 'attachment' as const },
        body: [{ name: 'label.txt', content_type: 'text/plain', bytes: Buffer.from('Return label 1047') }],
      }),
    },
    ({ world, query, body }) =>
      files.uploadFiles(world, query.type, body).map((upload) => ({
        content_type: upload.content_type,
        name: upload.name,
        size: upload.size,
        url: urlOfUpload(world, upload),
      })),
  )

  operation(
    {
      operationId: 'downloadFile',
      method: 'GET',
      url: '/api/:file_type/download/:domain_hash/:resource_name',
      summary: 'Download a private file',
      path: DownloadPath,
      answer: FileAnswer,
      failure: 'Failed to download file',
      example: (world) => {
        const { type, domain_hash, resource_name } = addUpload(world, 'attachment', {
          name: 'label.txt',
          content_type: 'text/plain',
          bytes: Buffer.from('Return label 1047'),
        })
        return { path: { file_type: type, domain_hash, resource_name } }
      },
    },
    ({ world, path }) => files.downloadFile(world, path),
  )
}

/** Files. Forms are read in this scope only: everywhere else the API takes JSON (documented). */
export function fileRoutes(app: FastifyInstance): void {
  void app.register(async (scope) => {
    await scope.register(multipart, { limits: FORM_LIMITS })
    registerOperations(scope)
  })
}

/** What is public, for whoever knows its address: beside the API, without credentials (inferred). */
export function publicFileRoutes(app: FastifyInstance, worlds: () => Iterable<Helpdesk>): void {
  app.get<{ Params: { domain_hash: string; resource_name: string } }>(
    `${PUBLIC_FILES}/:domain_hash/:resource_name`,
    (request, reply) => {
      const { domain_hash, resource_name } = request.params
      const content = files.publicFile(worlds(), domain_hash, resource_name)
      if (content === undefined) return reply.code(404).type(HTML_TYPE).send(htmlPage(404, 'Not Found'))
      return sendFile(reply, content)
    },
  )
}
