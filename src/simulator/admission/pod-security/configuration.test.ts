import { expect, it } from 'vitest'
import { judgeConfiguration } from './configuration.ts'

const judged = (exemptions: object) =>
  judgeConfiguration({
    apiVersion: 'pod-security.admission.config.k8s.io/v1',
    kind: 'PodSecurityConfiguration',
    exemptions,
  } as never)

it('takes the exempt by names there may be, each once', () => {
  expect(judged({ namespaces: ['system'], runtimeClasses: ['my.class'], usernames: ['alice'] })).toBeUndefined()
  expect(judged({ namespaces: ['a', 'a'], runtimeClasses: ['c', 'c'], usernames: ['', 'b', 'b'] })).toBe(
    '[exemptions.namespaces[1]: Duplicate value: "a", exemptions.runtimeClasses[1]: Duplicate value: "c", exemptions.usernames[0]: Invalid value: "": username must not be empty, exemptions.usernames[2]: Duplicate value: "b"]',
  )
  expect(judged({ namespaces: ['*'] })).toBe(
    "exemptions.namespaces[0]: Invalid value: \"*\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
  )
  expect(judged({ runtimeClasses: ['A'] })).toMatch(
    /^exemptions\.runtimeClasses\[0\]: Invalid value: "A": a lowercase RFC 1123 subdomain/,
  )
})
