// The pages nginx makes itself. They name its version where the image's tag does. Upstream: src/http/ngx_http_special_response.c.
import type { Answer, World } from '../contract.ts'

const titles: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Authorization Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
}

/** `1.27.5`, `1.14.2-alpine`: a tag of less says less. */
const exactVersion = /^(\d+\.\d+\.\d+)(?:-|$)/

/** The answer of a code that has a page of nginx's own. */
export function page(code: number, world: World, location?: string): Answer {
  const title = titles[code]
  if (title === undefined) return { code, body: '', ...(location === undefined ? {} : { location }) }
  const version = exactVersion.exec(world.tag)?.[1]
  const name = version === undefined ? 'nginx' : `nginx/${version}`
  const head = `<html>\r\n<head><title>${code} ${title}</title></head>\r\n`
  const body = `<body>\r\n<center><h1>${code} ${title}</h1></center>\r\n<hr><center>${name}</center>\r\n</body>\r\n</html>\r\n`
  return { code, body: head + body, ...(location === undefined ? {} : { location }) }
}
