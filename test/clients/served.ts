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
