import type { FastifyInstance } from 'fastify'
import { settingOf } from '../../helpdesk/account/settings.ts'
import { operationsOf } from '../operation.ts'
import { IdPath } from '../../wire/schema.ts'
import { createSetting, listSettings, updateSetting } from './operations.ts'
import { presentAccount } from './presenter.ts'
import { Account, Setting, SettingBody, SettingList, SettingQuery } from './schema.ts'

/** The account and its settings; only admins change those (inferred). */
export function accountRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Account')

  operation(
    {
      operationId: 'getAccount',
      method: 'GET',
      url: '/api/account',
      summary: 'Retrieve the account',
      answer: Account,
      failure: 'Failed to retrieve account',
      example: () => ({}),
    },
    ({ world }) => presentAccount(world),
  )

  operation(
    {
      operationId: 'listAccountSettings',
      method: 'GET',
      url: '/api/account/settings',
      summary: 'List account settings',
      query: SettingQuery,
      answer: SettingList,
      failure: 'Failed to list account settings',
      example: () => ({ query: { type: 'business-hours' as const } }),
    },
    ({ world, query }) => ({ data: listSettings(world, query) }),
  )

  operation(
    {
      operationId: 'createAccountSetting',
      method: 'POST',
      url: '/api/account/settings',
      summary: 'Create an account setting',
      body: SettingBody,
      answer: Setting,
      failure: 'Failed to create account setting',
      adminOnly: true,
      example: () => ({ body: { type: 'limits' as const, data: { max_active_rules: 70 } } }),
    },
    ({ world, actor, body }) => createSetting(world, actor, body),
  )

  operation(
    {
      operationId: 'updateAccountSetting',
      method: 'PUT',
      url: '/api/account/settings/:id',
      summary: 'Update an account setting',
      description: 'The data is replaced as a whole.',
      path: IdPath,
      body: SettingBody,
      answer: Setting,
      status: 200,
      failure: 'Failed to update account setting',
      adminOnly: true,
      example: (world) => ({
        path: { id: settingOf(world, 'auto-split')?.id ?? 0 },
        body: { type: 'auto-split' as const, data: { email: { enabled: true, split_after_days: 7 } } },
      }),
    },
    ({ world, actor, path, body }) => updateSetting(world, actor, path.id, body),
  )
}
