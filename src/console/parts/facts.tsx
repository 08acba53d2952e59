import { bytesInWords, coloursInWords, typeInWords } from '#core/words';
import type { Image } from '../api/images.ts';
import { Moment } from './moment.tsx';

/** What is known of the file that was sent, and the sizes that were made of it. */
export function Facts({ image }: { image: Image }) {
  const { original, thumbnails, createdBy, createdAt, notifySender } = image;
  return (
    <section aria-labelledby="original">
      <h2 id="original">Original</h2>
      <dl>
        <dt>From</dt>
        <dd>{createdBy}</dd>
        <dt>Sent</dt>
        <dd>
          <Moment at={createdAt} />
        </dd>
        {notifySender === false && (
          <>
            <dt>Mail</dt>
            <dd>The sender does not want to hear what becomes of it.</dd>
          </>
        )}
        {original && <OriginalFacts original={original} />}
      </dl>
      {thumbnails.length > 0 && <Sizes thumbnails={thumbnails} />}
    </section>
  );
}

function OriginalFacts({ original }: { original: NonNullable<Image['original']> }) {
  const { contentType, width, height, bytes, caption, credit, copyright, sha256 } = original;
  const more = [
    ['Colours', coloursInWords(original)],
    ['Caption', caption],
    ['Credit', credit],
    ['Copyright', copyright],
  ] as const;
  return (
    <>
      <dt>File</dt>
      <dd>{`${typeInWords(contentType)}, ${size(width, height)}, ${bytesInWords(bytes)}`}</dd>
      {more.map(
        ([name, text]) =>
          text && [
            <dt key={name}>{name}</dt>,
            <dd key={`${name} text`} class="lines" dir="auto">
              {text}
            </dd>,
          ],
      )}
      <dt>SHA-256</dt>
      <dd class="code">{sha256}</dd>
    </>
  );
}

function Sizes({ thumbnails }: Pick<Image, 'thumbnails'>) {
  return (
    <>
      <h3>Sizes</h3>
      <ul class="sizes">
        {thumbnails.map(({ name, url, width, height, bytes, contentType }) => (
          <li key={name}>
            <a href={url} target="_blank" rel="noreferrer">
              {name}
            </a>{' '}
            <span class="soft">
              {`${size(width, height)}, ${typeInWords(contentType)}, ${bytesInWords(bytes)}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function size(width: number, height: number): string {
  return `${width.toLocaleString('en-GB')} × ${height.toLocaleString('en-GB')} pixels`;
}
