// The containers of a pod. Sentences: grammar/*/then/container.peggy.

import type { ApiObject } from '../../cluster/port.ts'
import { amountText, isAmount } from '../amounts.ts'
import { judgeSubject } from '../claims.ts'
import type { SentenceFamily } from '../contract.ts'
import type { Miss } from '../judge.ts'
import { type ContainerStatus, containersOf } from '../states.ts'

/** Plays then/container. */
export const family: SentenceFamily = {
  handlers: {
    'then/container/state': ({ container, subject, state, reason, code, not, tail }, play) => {
      const wanted = [state, reason && `with reason ${reason}`, code !== undefined && `with exit code ${code}`]
        .filter(Boolean)
        .join(' ')
      return judgeSubject(play, subject, tail, {
        text: `has container "${container}" ${wanted}`,
        not,
        test: (pod) =>
          ofContainer(pod, container, (status) => {
            const found = status.state?.[state]
            const holds =
              found !== undefined &&
              (reason === undefined || found.reason === reason) &&
              (code === undefined || found.exitCode === code)
            return holds
              ? undefined
              : {
                  summary: `has container "${container}" in another state`,
                  expected: wanted,
                  actual: stateText(status),
                }
          }),
      })
    },
    'then/container/ready': ({ container, subject, flag, not, tail }, play) =>
      judgeSubject(play, subject, tail, {
        text: `has container "${container}" ${flag}`,
        not,
        test: (pod) =>
          ofContainer(pod, container, (status) =>
            status[flag] === true
              ? undefined
              : { summary: `has container "${container}" not ${flag}`, actual: stateText(status) },
          ),
      }),
    'then/container/restarts': ({ container, subject, amount, tail }, play) =>
      judgeSubject(play, subject, tail, {
        text: `has container "${container}" restarted ${amountText(amount)} times`,
        test: (pod) =>
          ofContainer(pod, container, (status) => {
            const found = status.restartCount ?? 0
            return isAmount(amount, found)
              ? undefined
              : {
                  summary: `has container "${container}" restarted ${found} times`,
                  expected: amountText(amount),
                  actual: String(found),
                }
          }),
      }),
  },
}

function ofContainer(
  pod: ApiObject,
  name: string,
  test: (status: ContainerStatus) => Miss | undefined,
): Miss | undefined {
  const all = containersOf(pod)
  const status = all.find((c) => c.name === name)
  return status === undefined
    ? { summary: `has no container "${name}" with a status`, actual: all.map((c) => c.name).join(', ') || 'none' }
    : test(status)
}

function stateText({ state = {} }: ContainerStatus): string {
  return (
    Object.entries(state)
      .map(([name, s]) =>
        [name, s?.reason && `with reason ${s.reason}`, s?.exitCode !== undefined && `with exit code ${s.exitCode}`]
          .filter(Boolean)
          .join(' '),
      )
      .join(', ') || 'no state yet'
  )
}
