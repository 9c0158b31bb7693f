// Web servers that serve a directory of their container.
import type { Answer, Ask, World } from '../contract.ts'
import { absolute } from '../files/file-system.ts'

/** Serves the files under a directory; `missing` is the page for what is not there. */
export const webFiles =
  (directory: string, missing: string) =>
  ({ path }: Ask, { files }: World): Answer => {
    const asked = absolute(`${directory}/${path.split('?')[0]}`, '/')
    const node = files.get(files.get(asked)?.kind === 'directory' ? `${asked}/index.html` : asked)
    return node?.kind === 'file' ? { code: 200, body: node.text } : { code: 404, body: missing }
  }
