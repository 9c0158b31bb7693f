// A served cluster for tests with real clients: in this process, on a free port, with a kubeconfig on disk.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Served, serve } from '../../src/server/serve.ts'

/** A cluster with what clients need to reach it. */
export interface ServedCluster extends Served {
  /** The path of a kubeconfig of the administrator's. */
  readonly kubeconfig: string
}

/** A pod as tests need it. */
export interface TestPod {
  readonly name: string
  readonly image?: string
  readonly command?: readonly string[]
  /** It is waited for until it has ended. */
  readonly ends?: boolean
  /** More of its container. */
  readonly container?: Readonly<Record<string, unknown>>
}

/** Creates a pod and waits, by watching it, until its container is ready, or it has ended. */
export async function runPod(
  served: Served,
  { name, image = 'busybox', command, ends, container }: TestPod,
): Promise<void> {
  const headers = { authorization: `Bearer ${served.token}`, 'content-type': 'application/json' }
  const pods = `${served.url}/api/v1/namespaces/default/pods`
  const containers = [{ name: 'main', image, ...(command === undefined ? {} : { command }), ...container }]
  const body = JSON.stringify({ metadata: { name }, spec: { containers, restartPolicy: 'Never' } })
  const made = await fetch(pods, { method: 'POST', headers, body })
  if (made.status !== 201) throw new Error(await made.text())
  const watch = await fetch(`${pods}?watch=true&fieldSelector=metadata.name=${name}`, { headers })
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of watch.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if ((ends === true ? /"phase":"(?:Succeeded|Failed)"/ : /"ready":true/).test(text)) return
  }
  throw new Error(`pod ${name} did not start`)
}

/** Serves a cluster with two nodes, ten times as fast as the wall. */
export async function servedCluster(): Promise<ServedCluster> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kabuki-clients-'))
  const kubeconfig = path.join(folder, 'admin.kubeconfig')
  const served = await serve({
    host: '127.0.0.1',
    port: 0,
    speed: 10,
    anonymous: false,
    kubeconfig,
    nodes: [{ name: 'node-1' }, { name: 'node-2' }],
  })
  const close = async (): Promise<void> => {
    await served.close()
    fs.rmSync(folder, { recursive: true })
  }
  return { ...served, kubeconfig, close }
}
