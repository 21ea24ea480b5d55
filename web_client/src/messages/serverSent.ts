/** The data of server-sent events out of text that comes in pieces. Names and ids are not needed: the data says its type. */
export class ServerSent {
  #open = ''

  /** The events that are whole by now. */
  push(piece: string): string[] {
    this.#open += piece
    const blocks = this.#open.split('\n\n')
    this.#open = blocks.pop() ?? ''
    return blocks.flatMap((block) => {
      const data = block
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice('data:'.length).replace(/^ /, ''))
      return data.length > 0 ? [data.join('\n')] : []
    })
  }
}
