/** A text file with all that is special for who reads lines or writes JSON. It ends in the middle of a line. */
export function sampleText(): Buffer {
  const lines = [
    'plain',
    '',
    ' blanks around ',
    'tab\tand "quotes" and \\ and /',
    'controls \u0000 \u0001 \u0008 \u000c \u001f \u007f \u0085',
    'umlauts äöü, Ελλάδα, 漢字, combining e\u0301',
    'beyond 16 bits: 𝄞 🦆 👩‍👩‍👧',
    'separators \u2028 and \u2029, a mark \ufeff',
    '{"json":"is text too","n":1.0}',
    'null',
    'x'.repeat(1023),
    'y'.repeat(1024),
    'z'.repeat(1025),
    'ä'.repeat(70_000),
  ];
  const ends = ['\n', '\r\n', '\r'];
  const text = lines.map((line, index) => `${line}${ends[index % ends.length]}`).join('');
  const numbered = Array.from({ length: 3000 }, (_, index) => `line ${index}\n`).join('');
  // Not the three bytes of half a character beyond 16 bits: Java makes one U+FFFD of them, Node three.
  const noUtf8 = Buffer.from([0x61, 0xff, 0xc3, 0x28, 0xe2, 0x82, 0x0a, 0xf0, 0x9f, 0x0a]);
  return Buffer.concat([Buffer.from(`${text}\r\n\n\r\r${numbered}`), noUtf8, Buffer.from('last\nnot ended')]);
}

/** How many records it becomes: its line ends. */
export function countLines(text: Buffer): number {
  return [...text.toString('utf8').matchAll(/\r\n|\n|\r/g)].length;
}
