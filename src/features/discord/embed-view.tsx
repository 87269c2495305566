// A message as it looks in Discord.
import { Age } from '../../ui/age';
import { classNames } from '../../ui/class-names';
import { Moment } from '../../ui/moment';
import { type Piece, readEmbeds, readPieces, type ShownEmbed } from './read-body';

// The edge repeats what the title says in words.
const EDGES: Record<number, string> = { 12986408: 'border-l-bad', 11692544: 'border-l-warn', 3046706: 'border-l-good' };

/** Shows the embeds of a message's body. */
export function EmbedView({ body }: { body: string }) {
  const embeds = readEmbeds(body);
  if (embeds.length === 0) return <p className="text-sm text-ink-soft">The body cannot be shown.</p>;
  return (
    <div className="flex flex-col gap-2">
      {embeds.map((embed, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a body never changes.
        <Embed key={index} embed={embed} />
      ))}
    </div>
  );
}

function Embed({ embed }: { embed: ShownEmbed }) {
  const { title, url, description, color, fields, footer } = embed;
  return (
    <div
      className={classNames(
        'flex flex-col gap-2 rounded-sm border-l-4 bg-raised px-4 py-3 text-sm break-words',
        EDGES[color] ?? 'border-l-line-strong',
      )}
    >
      <p className="font-semibold">
        {url ? (
          <a href={url} className="text-accent underline underline-offset-2">
            <Text text={title} />
          </a>
        ) : (
          <Text text={title} />
        )}
      </p>
      {description !== '' && (
        <p className="whitespace-pre-line">
          <Text text={description} />
        </p>
      )}
      {fields.length > 0 && (
        <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
          {fields.map(({ name, value }) => (
            <div key={name} className="min-w-0">
              <dt className="font-medium">{name}</dt>
              <dd>
                <Text text={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {footer !== '' && <p className="text-xs text-ink-soft">{footer}</p>}
    </div>
  );
}

function Text({ text }: { text: string }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a text never changes its pieces.
  return readPieces(text).map((piece, index) => <PieceView key={index} piece={piece} />);
}

function PieceView({ piece }: { piece: Piece }) {
  switch (piece.kind) {
    case 'words':
      return piece.text;
    case 'link':
      return (
        <a href={piece.url} className="text-accent underline underline-offset-2">
          {piece.text}
        </a>
      );
    case 'moment':
      return piece.age ? <Age sinceMs={piece.atMs} /> : <Moment atMs={piece.atMs} shape="day" />;
  }
}
