import { describe, expect, test } from '@jest/globals';
import { downloadOf } from '#core/download';

/** Both names of a header, the second as a browser reads it. */
function namesOf(filename: string, contentType: string | undefined = 'image/jpeg') {
  const { disposition } = downloadOf(filename, contentType);
  const [, ascii, encoded = ''] =
    /^attachment; filename="([\x20-\x7e]*)"; filename\*=UTF-8''([\w.%-]+)$/.exec(disposition) ?? [];
  return { ascii, name: decodeURIComponent(encoded) };
}
const nameOf = (filename: string, contentType?: string) => namesOf(filename, contentType).name;

describe('the name of a download', () => {
  test('has its quotes, asterisks and brackets encoded, as RFC 8187 has no place for them', () => {
    expect(downloadOf("it's (new)!.jpg", 'image/jpeg').disposition).toBe(
      `attachment; filename="it's (new)!.jpg"; filename*=UTF-8''it%27s%20%28new%29!.jpg`,
    );
    expect(nameOf('a*b.jpg')).toBe('a_b.jpg');
  });

  test.each([
    ['Žižková – café.jpg', 'Zizkova _ cafe.jpg'],
    ['写真.jpg', 'picture.jpg'],
    ['写真 12.jpg', '__ 12.jpg'],
    ['100%41.jpg', '100_41.jpg'],
    ['say “hi”; ok.jpg', 'say _hi_; ok.jpg'],
    ['Ｆｕｌｌ／width.jpg', 'Full_width.jpg'],
    ['😀.jpg', 'picture.jpg'],
  ])('%s has %s beside it in ASCII', (filename, ascii) => {
    expect(namesOf(filename)).toEqual({ ascii, name: filename });
  });

  test.each([
    ['holiday.png', 'image/jpeg', 'holiday.jpg'],
    ['holiday.hta', 'image/png', 'holiday.png'],
    ['holiday.jpg.exe', 'image/jpeg', 'holiday.jpg'],
    ['holiday.png.exe', 'image/jpeg', 'holiday.png.jpg'],
    ['HOLIDAY.JPG', 'image/jpeg', 'HOLIDAY.JPG'],
    ['holiday.jpeg', 'image/jpeg', 'holiday.jpeg'],
    ['holiday', 'image/webp', 'holiday.webp'],
    ['version 1.2', 'image/gif', 'version 1.2.gif'],
    ['a.tar.settingcontent-ms', 'image/avif', 'a.tar.settingcontent-ms.avif'],
    ['holiday.heic', 'image/heic', 'holiday.heic'],
    ['scan.pdf', 'image/tiff', 'scan.tif'],
    ['page.html', undefined, 'page.bin'],
    ['page.svg', 'image/svg+xml', 'page.bin'],
  ])('%s, which is %s, ends as what it is: %s', (filename, contentType, name) => {
    expect(downloadOf(filename, contentType).disposition).toContain(`filename="${name}"`);
  });

  test.each([
    ['holiday\u202egnp.hta', 'holidaygnp.jpg'],
    ['a\u200b\u200e\u2066b\ufeff\u00ad\u{e0041}\u3164c.jpg', 'abc.jpg'],
    ['a\r\nSet-Cookie: b=1\0.jpg', 'a Set-Cookie_ b=1.jpg'],
    ['../../etc/passwd', '_._etc_passwd.jpg'],
    ['C:\\windows\\win.ini', 'C__windows_win.jpg'],
    ['a"b<c>d|e?.jpg', 'a_b_c_d_e_.jpg'],
    ['.htaccess', 'htaccess.jpg'],
    ['...', 'picture.jpg'],
    ['trailing. .jpg', 'trailing.jpg'],
    ['half \ud83d.jpg', 'half \ufffd.jpg'],
    ['CON.jpg', '_CON.jpg'],
    ['aux', '_aux.jpg'],
    ['nul.tar.png', '_nul.tar.jpg'],
    ['com1.jpg', '_com1.jpg'],
    ['LPT².jpg', '_LPT².jpg'],
    ['console.jpg', 'console.jpg'],
  ])('%j is harmless: %s', (filename, name) => {
    expect(nameOf(filename)).toBe(name);
  });

  test('fits a file system, with its ending', () => {
    const name = nameOf(`${'😀'.repeat(120)}.png`);
    expect(name.length).toBeLessThanOrEqual(210);
    expect(name.isWellFormed()).toBe(true);
    expect(name).toMatch(/….jpg$/u);
  });
});

test('a file of no known type is bytes, whatever it was announced as', () => {
  expect(downloadOf('a.jpg', undefined).contentType).toBe('application/octet-stream');
  expect(downloadOf('a.jpg', 'text/html').contentType).toBe('application/octet-stream');
  expect(downloadOf('a.jpg', 'image/png').contentType).toBe('image/png');
});
