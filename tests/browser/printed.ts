import { inflateSync } from 'node:zlib';

/**
 * The text of each page of a PDF that Chromium wrote. Only what Chromium writes is understood: plain objects, deflated
 * streams, fonts with a table from their codes to characters.
 */
export function textOfPages(pdf: Buffer): string[] {
  const objects = objectsOf(pdf.toString('latin1'));
  const pages = [...objects.values()].filter(({ head }) => /\/Type\s*\/Page\b/.test(head));
  return pages.map(({ head }) => {
    const fonts = new Map(
      [...head.matchAll(/\/(F\d+)\s+(\d+) 0 R/g)].map(([, name, id]) => [name, fontOf(objects, id)] as const),
    );
    const content = /\/Contents\s+(\d+) 0 R/.exec(head)?.[1];
    return written(streamOf(objects.get(content ?? '')), fonts);
  });
}

interface PdfObject {
  head: string;
  stream: string | null;
}

function objectsOf(text: string): Map<string, PdfObject> {
  const found = new Map<string, PdfObject>();
  const start = /(\d+) 0 obj\s/g;
  for (let at = start.exec(text); at; at = start.exec(text)) {
    const rest = text.slice(start.lastIndex);
    const begins = /stream\r?\n|endobj/.exec(rest);
    if (!begins) break;
    const head = rest.slice(0, begins.index);
    const length = Number(/\/Length\s+(\d+)/.exec(head)?.[1]);
    const from = begins.index + begins[0].length;
    const stream = begins[0] === 'endobj' ? null : rest.slice(from, from + length);
    found.set(at[1] ?? '', { head, stream });
    start.lastIndex += from + (stream?.length ?? 0);
  }
  return found;
}

function streamOf(object: PdfObject | undefined): string {
  if (!object?.stream) return '';
  if (!object.head.includes('/FlateDecode')) return object.stream;
  return inflateSync(Buffer.from(object.stream, 'latin1')).toString('latin1');
}

interface Font {
  /** How many hexadecimal digits a code has. */
  digits: number;
  /** What each code means. */
  characters: Map<number, string>;
}

function fontOf(objects: Map<string, PdfObject>, fontId: string | undefined): Font {
  const table = /\/ToUnicode\s+(\d+) 0 R/.exec(objects.get(fontId ?? '')?.head ?? '')?.[1];
  const meanings = streamOf(objects.get(table ?? ''));
  const digits = /begincodespacerange\s+<(\w+)>/.exec(meanings)?.[1]?.length ?? 2;
  const characters = new Map<number, string>();
  for (const [, block = ''] of meanings.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, code = '', to = ''] of block.matchAll(/<(\w+)>\s*<(\w+)>/g))
      characters.set(Number.parseInt(code, 16), Buffer.from(to, 'hex').swap16().toString('utf16le'));
  for (const [, block = ''] of meanings.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, first = '', last = '', to = ''] of block.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g))
      for (let code = Number.parseInt(first, 16); code <= Number.parseInt(last, 16); code++)
        characters.set(code, String.fromCodePoint(Number.parseInt(to, 16) + code - Number.parseInt(first, 16)));
  return { digits, characters };
}

function written(content: string, fonts: Map<string | undefined, Font>): string {
  let font: Font | undefined;
  let text = '';
  for (const [, name, shown] of content.matchAll(/\/(F\d+)\s+[\d.]+\s+Tf|((?:<\w+>|\[[^\]]*\])\s*T[jJ])/g)) {
    if (name) font = fonts.get(name);
    const codes = [...(shown ?? '').matchAll(/<(\w+)>/g)].map(([, hex = '']) => hex).join('');
    for (let at = 0; font && at < codes.length; at += font.digits)
      text += font.characters.get(Number.parseInt(codes.slice(at, at + font.digits), 16)) ?? '';
  }
  // Fonts share a shape between a character and the radical of its look: ⼊ is 入.
  return text.normalize('NFKC');
}
